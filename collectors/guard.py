"""Which addresses a user-given URL may lead to: public ones over http(s), and hosts allowed by name."""

import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from collectors.errors import RefusedError, RetryLaterError, SetupError

Resolve = Callable[[str, int], Sequence[str]]

UNRESOLVED_WAIT = timedelta(minutes=15)
_NAT64 = IPv6Network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """The addresses the system finds for `host`, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Resolves a host and vouches for every address it hands out.

    The caller connects to these addresses and resolves no more: a name that answers a public address to the
    check and a private one to the connection (DNS rebinding) gains nothing.
    """

    allow_hosts: Collection[str] = ()
    resolve: Resolve = field(default=resolve)

    def addresses(self, *, host: str, port: int) -> list[str]:
        """The addresses to connect to; RefusedError if one of them is not public."""
        try:
            found = list(self.resolve(host, port))
        except (OSError, UnicodeError) as error:
            if getattr(error, "errno", None) == socket.EAI_NONAME:
                raise SetupError(f"No host is called {host}", fix="Check its spelling, and the name server.") from None
            raise RetryLaterError(f"{host} could not be looked up", after=UNRESOLVED_WAIT) from None
        if host.lower() not in {name.lower() for name in self.allow_hosts}:
            for address in found:
                if not is_public(address):
                    raise RefusedError(
                        f"{host} leads to {address}, which is not public; if you mean it, add the host to allow_hosts"
                        " in repwatch.toml or to REPWATCH_ALLOW_HOSTS"
                    )
        return found


def is_public(address: str) -> bool:
    """Whether `address`, or the IPv4 address wrapped in it, is open to the whole internet."""
    parsed = ip_address(address.partition("%")[0])
    inner = _unwrapped(parsed) if isinstance(parsed, IPv6Address) else None
    reached = inner or parsed
    return reached.is_global and not reached.is_multicast and not reached.is_reserved


def _unwrapped(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
