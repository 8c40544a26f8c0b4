import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from dashboard.guard import LoopbackOnly, RefusedToStartError, bound_host, is_loopback, require_safe
from dashboard.headers import HEADERS, SecurityHeaders


def answer(app: ASGIApp, *, server: tuple[str, int | None] | None) -> list[MutableMapping[str, Any]]:
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": [],
        "query_string": b"",
        "server": server,
    }

    async def ask() -> None:
        await app(scope, receive, send)

    asyncio.run(ask())
    return sent


@pytest.mark.parametrize(
    ("argv", "environment", "expected"),
    [
        (["dashboard.asgi:app"], {}, "127.0.0.1"),
        (["dashboard.asgi:app", "--host", "0.0.0.0", "--port", "1"], {}, "0.0.0.0"),
        (["--host=::", "dashboard.asgi:app"], {}, "::"),
        ([], {"UVICORN_HOST": "10.0.0.1"}, "10.0.0.1"),
    ],
)
def test_bound_host_is_what_the_server_was_told(argv: list[str], environment: dict[str, str], expected: str) -> None:
    assert bound_host(argv, environment) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("box", False)],
)
def test_loopback_is_known_by_its_address(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("auth_mode", "host", "says"),
    [("local", "0.0.0.0", "--host 127.0.0.1"), ("local", "::", "published-on-loopback")],
)
def test_console_refuses_to_start_open_to_strangers(auth_mode: str, host: str, says: str) -> None:
    with pytest.raises(RefusedToStartError, match=says):
        require_safe(auth_mode=auth_mode, host=host)


@pytest.mark.parametrize(
    ("auth_mode", "host"), [("local", "127.0.0.1"), ("published-on-loopback", "0.0.0.0"), ("oidc", "0.0.0.0")]
)
def test_console_starts_where_only_its_people_reach_it(auth_mode: str, host: str) -> None:
    require_safe(auth_mode=auth_mode, host=host)


@pytest.mark.parametrize(
    ("server", "status"),
    [(("127.0.0.1", 1), 200), (("::1", 1), 200), (("/run/socket", None), 200), (("192.168.1.4", 1), 403)],
)
def test_request_from_another_address_is_refused_whatever_was_bound(
    server: tuple[str, int | None], status: int
) -> None:
    sent = answer(LoopbackOnly(PlainTextResponse("here")), server=server)

    assert sent[0]["status"] == status


def test_every_response_carries_the_security_headers() -> None:
    sent = answer(SecurityHeaders(PlainTextResponse("here")), server=None)

    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= headers.items()
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
