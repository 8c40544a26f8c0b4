"""Only public addresses are reached, whatever a name resolves to."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import RefusedError, RetryLaterError, SetupError
from collectors.guard import Guard, is_public

PRIVATE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
]
PRIVATE += ["192.0.2.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"]


def private_addresses() -> st.SearchStrategy[IPv4Address]:
    return st.sampled_from(PRIVATE).flatmap(
        lambda network: st.ip_addresses(v=4, network=network).map(lambda address: IPv4Address(int(address)))
    )


@given(address=private_addresses())
def test_a_private_address_is_never_public_however_it_is_wrapped(address: IPv4Address) -> None:
    number = int(address)
    wrapped = [IPv6Address(prefix | number << shift) for prefix, shift in _WRAPPINGS]

    assert not is_public(str(address))
    assert not any(is_public(str(one)) for one in wrapped)


_WRAPPINGS = [
    (int(IPv6Address("::ffff:0:0")), 0),
    (int(IPv6Address("64:ff9b::")), 0),
    (int(IPv6Address("2002::")), 80),
]


@given(
    address=st.sampled_from(["::1/128", "fe80::/10", "fc00::/7", "ff00::/8"]).flatmap(
        lambda network: st.ip_addresses(v=6, network=ip_network(network))
    )
)
def test_a_private_ipv6_address_is_never_public(address: IPv6Address) -> None:
    assert not is_public(str(address))
    assert not is_public(f"{address}%eth0")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_is_refused() -> None:
    guard = Guard(resolve=lambda *_: ["93.184.215.14", "10.0.0.7"])

    with pytest.raises(RefusedError, match=r"shop\.example leads to 10\.0\.0\.7"):
        guard.addresses(host="shop.example", port=80)


def test_a_host_may_be_allowed_by_name() -> None:
    guard = Guard(allow_hosts=("Forum.Internal",), resolve=lambda *_: ["10.0.0.7"])

    assert guard.addresses(host="forum.internal", port=80) == ["10.0.0.7"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), SetupError),
        (socket.gaierror(socket.EAI_AGAIN, "busy"), RetryLaterError),
        (UnicodeError("label too long"), RetryLaterError),
    ],
)
def test_a_name_that_is_not_found_says_what_to_do(error: Exception, expected: type[Exception]) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise error

    with pytest.raises(expected):
        Guard(resolve=resolve).addresses(host="shop.example", port=80)
