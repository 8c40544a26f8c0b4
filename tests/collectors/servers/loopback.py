"""What every world shares: a real HTTP server on loopback that holds posts and fails on demand."""

import json
import ssl
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from collectors.base import Source
from collectors.testing import Fault, Spoil
from triage.mention import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post, in no platform's words."""

    number: int
    text: str
    at: datetime
    edited_at: datetime | None = None
    parent: str = ""
    spoilt: Spoil | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    method: str = "GET"
    body: bytes = b""
    raw_query: str = ""
    """For names that are asked more than once."""

    def all(self, name: str) -> list[str]:
        """Every value of a parameter that may be given more than once."""
        return [value for key, value in parse_qsl(self.raw_query) if key == name]

    @property
    def form(self) -> Mapping[str, str]:
        """The fields of a posted form."""
        return dict(parse_qsl(self.body.decode()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to it."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] | None = None
    is_silent: bool = False
    """Never sent."""

    @classmethod
    def json(cls, value: object, *, status: int = 200) -> "Answer":
        return cls(body=json.dumps(value).encode(), status=status, headers={"Content-Type": "application/json"})


class LoopbackWorld(ABC):
    """`collectors.testing.World` but for the shape: a subclass says how posts look and are asked for."""

    source: Source
    page_cap = 4
    can_recheck = True
    has_threads = True
    answer_depth = 3

    def __init__(self) -> None:
        self.posts: dict[str, Post] = {}
        self.requests: list[Request] = []
        self.is_repeating = False
        self._faults: deque[Fault] = deque()
        self._is_closing = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wrap(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def secrets(self) -> Mapping[str, str]:
        """The credentials it lets in."""
        return {}

    @property
    @abstractmethod
    def target(self) -> Target: ...

    @abstractmethod
    def native_id(self, number: int) -> str:
        """The name of the post with this number."""

    @abstractmethod
    def answer(self, request: Request) -> Answer:
        """What the platform says."""

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        number = len(self.requests) + len(self.posts) * 1_000 + 1_000
        native_id = self.native_id(number)
        self.posts[native_id] = Post(number=number, text=text, at=at, parent=parent)
        return native_id

    def edit(self, native_id: str, *, text: str, at: datetime) -> None:
        self.posts[native_id] = replace(self.posts[native_id], text=text, edited_at=at)

    def delete(self, native_id: str) -> None:
        del self.posts[native_id]

    def spoil(self, native_id: str, how: Spoil) -> None:
        self.posts[native_id] = replace(self.posts[native_id], spoilt=how)

    def fail(self, *faults: Fault) -> None:
        self._faults = deque(faults)

    def repeat(self) -> None:
        self.is_repeating = True

    def respond(self, request: Request) -> Answer:
        """The truth, or the next fault."""
        self.requests.append(request)
        fault = self._faults.popleft() if self._faults else Fault()
        answer = self.answer(request) if fault.status == 200 else Answer(body=fault.body, status=fault.status)
        body = answer.body[: len(answer.body) // 2] if fault.is_cut else answer.body
        headers = {**(answer.headers or {}), **fault.headers}
        return replace(answer, body=body, headers=headers, is_silent=fault.is_silent)

    def keep_silent(self) -> None:
        """Hold a connection without a word until the world ends."""
        self._is_closing.wait(timeout=10)


def _handler(world: LoopbackWorld) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # head and body in one write: in two, the second waits for the client's delayed acknowledgement
        wbufsize = -1

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", "0")))
            answer = world.respond(
                Request(
                    path=parts.path,
                    query=query,
                    headers=headers,
                    method=self.command,
                    body=body,
                    raw_query=parts.query,
                )
            )
            if answer.is_silent:
                world.keep_silent()
                self.close_connection = True
                return
            sent = dict(answer.headers or {})
            # not send_response: it adds a Date of the real clock
            self.send_response_only(answer.status)
            for name, value in sent.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_POST = do_GET  # noqa: N815 -- the name that the server looks for

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    return Handler
