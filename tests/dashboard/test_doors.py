import asyncio
from collections.abc import MutableMapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.doors import NoSideDoors, OwnOrigin, WayBack, auth_section, is_own
from dashboard.guard import RefusedToStartError
from repwatch.settings import Settings

WHOLE = {
    "auth_mode": "oidc",
    "oidc_metadata": "https://id.example/.well-known/openid-configuration",
    "oidc_client": "console",
    "console_url": "https://care.example",
}
SECRETS = {"oidc": "client-secret", "cookie": "0123456789abcdef" * 2}


def ask(
    app: ASGIApp, path: str = "/", *, kind: str = "http", query: str = "", headers: Sequence[tuple[str, str]] = ()
) -> list[MutableMapping[str, Any]]:
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": kind,
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }

    async def go() -> None:
        await app(scope, receive, send)

    asyncio.run(go())
    return sent


def of(sent: list[MutableMapping[str, Any]], name: str) -> list[str]:
    return [value.decode() for key, value in sent[0]["headers"] if key.decode() == name]


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "websocket.accept"})


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    answer: Response = PlainTextResponse("here")
    if scope["path"] == "/oauth2callback":
        answer = RedirectResponse("/")
        answer.set_cookie("_streamlit_user", "x")
    await answer(scope, receive, send)


@pytest.mark.parametrize(
    ("origin", "host", "is_let_in"),
    [
        ("http://127.0.0.1:8501", "127.0.0.1:8501", True),
        ("http://localhost:8501", "localhost:8501", True),
        ("https://care.example", "inner:8501", True),
        ("http://127.0.0.1:9000", "127.0.0.1:8501", False),
        ("http://localhost:8501", "127.0.0.1:8501", False),
        ("https://evil.example", "127.0.0.1:8501", False),
        ("null", "127.0.0.1:8501", False),
        ("", "127.0.0.1:8501", False),
        (None, "127.0.0.1:8501", True),
    ],
)
def test_stream_is_opened_by_the_consoles_own_pages_only(origin: str | None, host: str, is_let_in: bool) -> None:
    headers = [("host", host), *([] if origin is None else [("origin", origin)])]

    sent = ask(OwnOrigin(stream, public="https://care.example"), kind="websocket", headers=headers)

    assert sent[0]["type"] == ("websocket.accept" if is_let_in else "websocket.close")


def test_shared_link_survives_the_login() -> None:
    app = WayBack(page, is_secure=False)

    kept = of(ask(app, "/coverage", query="case=0123&tab=mine"), "set-cookie")[0]
    back = ask(app, "/oauth2callback", headers=[("cookie", kept.split(";")[0])])

    assert of(back, "location") == ["/coverage?case=0123&tab=mine"]
    assert any("repwatch_back=;" in cookie and "Max-Age=0" in cookie for cookie in of(back, "set-cookie"))
    assert "HttpOnly; SameSite=Lax" in kept


@pytest.mark.parametrize("path", ["/_stcore/health", "/auth/login", "/static/app.js", "/media/1", "/logo.svg"])
def test_only_pages_are_come_back_to(path: str) -> None:
    assert of(ask(WayBack(page, is_secure=False), path), "set-cookie") == []


@pytest.mark.parametrize("kept", ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "%0A", ""])
def test_login_never_ends_at_another_site(kept: str) -> None:
    back = ask(WayBack(page, is_secure=False), "/oauth2callback", headers=[("cookie", f"repwatch_back={kept}")])

    assert of(back, "location") == ["/"]


@given(st.text(max_size=20))
def test_own_address_is_never_read_as_a_host(address: str) -> None:
    request = Request({
        "type": "http",
        "path": "/",
        "headers": [(b"host", b"own")],
        "query_string": b"",
        "scheme": "http",
    })

    assert not is_own(address) or str(request.url.replace(path=address)).startswith("http://own/")


def test_every_cookie_keeps_to_tls_where_the_console_is_public() -> None:
    app = WayBack(page, is_secure=True)

    cookies = of(ask(app, "/oauth2callback"), "set-cookie") + of(ask(app, "/"), "set-cookie")

    assert len(cookies) == 3
    assert all("; Secure" in cookie for cookie in cookies)


@pytest.mark.parametrize(
    ("path", "status"), [("/_stcore/metrics", 404), ("/_stcore/agent/openapi.json", 404), ("/", 200)]
)
def test_what_nobody_asks_for_is_not_served(path: str, status: int) -> None:
    assert ask(NoSideDoors(page), path)[0]["status"] == status


def test_login_is_set_up_from_settings_and_environment() -> None:
    section = auth_section(Settings.model_validate(WHOLE), SECRETS.get)

    assert section["redirect_uri"] == "https://care.example/oauth2callback"
    assert section["client_secret"] == "client-secret"


@pytest.mark.parametrize(
    ("changed", "secrets", "says"),
    [
        ({"oidc_client": ""}, SECRETS, "oidc_client"),
        ({"console_url": ""}, SECRETS, "console_url"),
        ({}, {"cookie": SECRETS["cookie"]}, "REPWATCH_SECRET_OIDC"),
        ({}, SECRETS | {"cookie": "short"}, "32 characters"),
        ({"console_url": "http://care.example"}, SECRETS, "console_url begins with https"),
        ({"oidc_metadata": "http://id.example/x"}, SECRETS, "oidc_metadata begins with https"),
    ],
)
def test_console_refuses_to_start_with_half_a_login(
    changed: dict[str, str], secrets: dict[str, str], says: str
) -> None:
    with pytest.raises(RefusedToStartError, match=says):
        auth_section(Settings.model_validate(WHOLE | changed), secrets.get)
