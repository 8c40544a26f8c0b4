"""Tells each page where the console answers: else the browser asks below the page's address first, and is told no."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGES = ("queue", "coverage", "trends", "topics", "incidents", "people", "sources", "settings")

# a proxy may put the console below a path of its own, which stays
_SCRIPT = (
    "<script>window.__streamlit = {BACKEND_BASE_URL: "
    rf"location.origin + location.pathname.replace(/\/({'|'.join(PAGES)})\/?$/, '/')}}</script>"
).encode()


class OneRoot:
    """Puts the answer into every page before its scripts look for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].strip("/") not in {"", *PAGES}:
            await self._app(scope, receive, send)
            return
        # compressed, it could not be added to; who stands before this one compresses it
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message | None = None
        body = b""

        async def told(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None or message["type"] != "http.response.body":
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    page = body.replace(b"<head>", b"<head>" + _SCRIPT, 1)
                    MutableHeaders(scope=start)["content-length"] = str(len(page))
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        await self._app({**scope, "headers": plain}, receive, told)


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")
