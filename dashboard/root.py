"""Gives each page its style and scripts, tells it where the console answers, and leads what is no page to the queue.

Else the browser asks below the page's address first and is told no; and of an unknown page Streamlit speaks in English.
A style that came with what is drawn came after the first of it: pages stood in Streamlit's pale grey for a moment.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.preloads import links
from dashboard.style import sheet

_QUEUE = "queue"
PAGES = (_QUEUE, "coverage", "trends", "topics", "incidents", "people", "sources", "settings")

_NO_PAGES = ("static/", "_stcore/")

# a proxy may put the console below a path of its own, which stays
_SCRIPT = (
    "<script>window.__streamlit = {BACKEND_BASE_URL: "
    rf"location.origin + location.pathname.replace(/\/({'|'.join(PAGES)})\/?$/, '/')}}</script>"
).encode()
# behind Streamlit's own, which stand in the head: of two rules that weigh the same the last one wins
_LAST = (links() + sheet()).encode()
_OF_THE_FILE = (b"if-none-match", b"if-modified-since")
"""What a browser asks about the file that a page is made of, which says nothing about the page."""


class OneRoot:
    """Puts all three into every page, the answer before its scripts look for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # that the server starts and stops has no path
        if scope["type"] != "http" or (name := scope["path"].strip("/")).startswith(_NO_PAGES):
            await self._app(scope, receive, send)
            return
        if name not in {"", *PAGES} or name == _QUEUE:
            await self._app(scope, receive, _leading_home(scope, send))
            return
        # compressed, it could not be added to; who stands before this one compresses it
        plain = [pair for pair in scope["headers"] if pair[0] not in {b"accept-encoding", *_OF_THE_FILE}]
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
                    page = body.replace(b"<head>", b"<head>" + _SCRIPT, 1).replace(b"</body>", _LAST + b"</body>", 1)
                    headers = MutableHeaders(scope=start)
                    headers["content-length"] = str(len(page))
                    for name in ("etag", "last-modified"):
                        del headers[name]
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        # how long a page is, is known once it is made; the server keeps its words from who asked for the head alone
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        await self._app({**scope, "method": method, "headers": plain}, receive, told)


def _leading_home(scope: Scope, send: Send) -> Send:
    """Sends the way to the queue where a page would be drawn, and all else as it is."""
    # the queue answers at the root only; the way is relative, since a proxy may put the console below a path
    home = "../" * (scope["path"].count("/") - 1) or "./"
    asked = scope.get("query_string", b"").decode("latin-1")
    is_led = False

    async def led(message: Message) -> None:
        nonlocal is_led
        if message["type"] == "http.response.start" and _is_page(message):
            is_led = True
            location = (f"{home}?{asked}" if asked else home).encode("latin-1")
            headers = [(b"location", location), (b"content-length", b"0")]
            await send({"type": "http.response.start", "status": 307, "headers": headers})
        elif not is_led:
            await send(message)
        elif not message.get("more_body", False):
            await send({"type": "http.response.body", "body": b""})

    return led


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")
