"""An OpenID provider in a process of its own: it asks for no password and vouches for whom it is told to."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event
from typing import Any

from tests.servers.processes import Child, free_port


@contextmanager
def providing(people: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yields where the provider describes itself; `people` are claims by subject."""
    port = free_port()
    with Child(_provide, port, {name: dict(claims) for name, claims in people.items()}) as child:
        child.hears("ready")
        child.go_on()
        yield f"http://localhost:{port}/.well-known/openid-configuration"


def _provide(say: Callable[[str], None], port: int, people: dict[str, dict[str, Any]]) -> None:
    # here and not above: it warns of its own libraries' age when it is imported
    from oidc_provider_mock import User, run_server_in_thread  # type: ignore[import-untyped] # noqa: PLC0415 -- see above

    users = [User(sub=name, claims=claims) for name, claims in people.items()]
    with run_server_in_thread(port, user_claims=users):
        say("ready")
        Event().wait()
