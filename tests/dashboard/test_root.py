"""Pages know where the console answers before their scripts ask for it."""

import asyncio
import re
from importlib.resources import files
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

import dashboard
from dashboard.root import PAGES, OneRoot

APP = Path(dashboard.__file__).with_name("app.py")


async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """A page in two parts, packed where the browser takes it so; of its head alone, nothing."""
    packed = any(name == b"accept-encoding" for name, _ in scope["headers"])
    body = b"packed" if packed else b"<html><head><title>"
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"999"), (b"etag", b"of the file")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.body", "body": body, "more_body": True})
    await send({"type": "http.response.body", "body": b"</title><body></body></html>"})


def answered(path: str, *, method: str = "GET") -> tuple[bytes, dict[bytes, bytes]]:
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"accept-encoding", b"gzip")]}
    asyncio.run(OneRoot(streamlit)(scope, receive, send))
    return b"".join(message.get("body", b"") for message in told), dict(told[0]["headers"])


@pytest.mark.parametrize("path", ["/", "/coverage", "/trends/"])
def test_page_is_told_has_its_style_and_its_length_is_right(path: str) -> None:
    body, headers = answered(path)

    assert body.startswith(b"<html><head><script>window.__streamlit = {BACKEND_BASE_URL: ")
    assert b"</script><title></title><body><link " in body
    assert b'.js"><style>' in body
    assert body.endswith(b"</style></body></html>")
    assert b"etag" not in headers
    assert int(headers[b"content-length"]) == len(body)


def test_head_of_a_page_tells_how_long_it_is() -> None:
    body, headers = answered("/coverage")

    _, asked = answered("/coverage", method="HEAD")

    assert int(asked[b"content-length"]) == len(body)
    assert asked == headers


def test_page_names_the_scripts_of_what_it_draws_and_all_that_they_need() -> None:
    folder = files("streamlit") / "static" / "static" / "js"

    body, _ = answered("/")

    named = re.findall(r'modulepreload" crossorigin href="./static/js/([^"]+)"', body.decode())
    needed = {
        other for name in named for other in re.findall(r'(?:from|import)"./([^"/]+)"', (folder / name).read_text())
    }
    assert {"Button", "BidiComponent", "Selectbox", "TextInput", "TextArea", "LinkButton"} <= {
        name.split(".")[0] for name in named
    }
    assert needed <= set(named)


@pytest.mark.parametrize(
    ("path", "home"), [("/nope", b"./"), ("/queue", b"./"), ("/nope/", b"../"), ("/some/where/else", b"../../")]
)
def test_address_that_is_no_page_leads_to_the_queue(path: str, home: bytes) -> None:
    body, headers = answered(path)

    assert (body, headers[b"location"]) == (b"", home)


def test_what_is_no_page_goes_through_as_it_is() -> None:
    body, headers = answered("/static/index.html")

    assert (body, headers[b"content-length"]) == (b"packed</title><body></body></html>", b"999")


def test_start_of_the_server_goes_through() -> None:
    heard: list[Scope] = []

    async def console(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(scope)

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    async def send(_: Message) -> None:
        """Nobody answers."""

    asyncio.run(OneRoot(console)({"type": "lifespan"}, receive, send))

    assert heard == [{"type": "lifespan"}]


def test_every_page_of_the_console_is_known() -> None:
    named = re.findall(r'url_path="([^"]+)"', APP.read_text(encoding="utf-8"))

    assert sorted(named) == sorted(PAGES)
