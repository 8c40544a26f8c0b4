"""What signing in needs at the server: its secrets, the pages' own origin, and the way back to a shared link."""

from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.guard import RefusedToStartError, is_loopback
from repwatch.settings import SECRET_PREFIX, Settings

BACK = "repwatch_back"
_BACK_SECONDS = 600
_LONGEST_BACK = 1500
_NO_PAGES = ("/_stcore", "/auth/", "/oauth2callback", "/static", "/component", "/media", "/favicon")


def auth_section(settings: Settings, secret: Callable[[str], str | None]) -> Mapping[str, str]:
    """What Streamlit signs people in with; RefusedToStartError names what is missing."""
    found = {
        "oidc_metadata": settings.oidc_metadata,
        "oidc_client": settings.oidc_client,
        "console_url": settings.console_url,
        f"{SECRET_PREFIX}OIDC": secret("oidc"),
        f"{SECRET_PREFIX}COOKIE": secret("cookie"),
    }
    if missing := [name for name, value in found.items() if not value]:
        raise RefusedToStartError(f"auth_mode oidc needs {', '.join(missing)}: see docs/dashboard.md.")
    for name in ("oidc_metadata", "console_url"):
        parts = urlsplit(str(found[name]))
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        if not is_safe or not parts.hostname:
            raise RefusedToStartError(
                f"{name} begins with https: what is sent to it is worth a login, got {found[name]!r}."
            )
    cookie = str(found[f"{SECRET_PREFIX}COOKIE"])
    if len(cookie) < 32:
        raise RefusedToStartError(
            f"{SECRET_PREFIX}COOKIE signs who is who: make it 32 characters or longer, such as `openssl rand -hex 32`."
        )
    return {
        "redirect_uri": f"{settings.console}/oauth2callback",
        "cookie_secret": cookie,
        "client_id": settings.oidc_client,
        "client_secret": str(found[f"{SECRET_PREFIX}OIDC"]),
        "server_metadata_url": settings.oidc_metadata,
    }


class OwnOrigin:
    """Refuses a page of another origin that opens the console's stream, be it on the same machine."""

    def __init__(self, app: ASGIApp, *, public: str = "") -> None:
        self._app = app
        self._public = urlsplit(public).netloc.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "websocket" else None
        origin = headers.get("origin") if headers is not None else None
        if headers is None or origin is None:
            await self._app(scope, receive, send)
            return
        own = {headers.get("host", "").lower(), self._public} - {""}
        if urlsplit(origin).netloc.lower() in own:
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


class WayBack:
    """Keeps the address that a page was asked for over the login, which itself ends at the front door.

    With `is_secure` every cookie is sent over TLS only.
    """

    def __init__(self, app: ASGIApp, *, is_secure: bool) -> None:
        self._app = app
        self._tail = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if is_secure else "")
        self._is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = _asked(scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if asked:
                    headers.append("set-cookie", f"{BACK}={quote(asked, safe='')}; Max-Age={_BACK_SECONDS}{self._tail}")
                elif scope["path"] == "/oauth2callback" and "location" in headers:
                    headers["location"] = _kept(Headers(scope=scope)) or headers["location"]
                    headers.append("set-cookie", f"{BACK}=; Max-Age=0{self._tail}")
                if self._is_secure:
                    _secure(headers)
            await send(message)

        await self._app(scope, receive, answer)


class NoSideDoors:
    """Closes what Streamlit serves beside its pages and nobody asks for: figures of sessions, and its agents' API."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_shut = scope["type"] == "http" and scope["path"].startswith(("/_stcore/metrics", "/_stcore/agent"))
        await (PlainTextResponse("Not found\n", status_code=404) if is_shut else self._app)(scope, receive, send)


def _asked(scope: Scope) -> str:
    """The page that is asked for with its query; nothing where this is no page."""
    if scope["method"] != "GET" or scope["path"].startswith(_NO_PAGES) or "." in scope["path"]:
        return ""
    query = scope["query_string"].decode("ascii", errors="ignore")
    address = quote(scope["path"]) + (f"?{query}" if query else "")
    return address if len(address) <= _LONGEST_BACK and is_own(address) else ""


def _kept(headers: Headers) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(BACK)
    except CookieError:
        return ""
    address = unquote(morsel.value) if morsel else ""
    return address if is_own(address) else ""


def is_own(address: str) -> bool:
    """Whether an address stays at this console: a path, and nothing that a browser takes for a host."""
    return (
        address.startswith("/")
        and not address.startswith("//")
        and "\\" not in address
        and all(mark.isprintable() and not mark.isspace() for mark in address)
    )


def _secure(headers: MutableHeaders) -> None:
    cookies = headers.getlist("set-cookie")
    if "set-cookie" in headers:
        del headers["set-cookie"]
    for cookie in cookies:
        headers.append("set-cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure")
