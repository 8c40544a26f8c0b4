"""A receiver of alerts on loopback: it remembers what it was told, and refuses or keeps silent on demand."""

import json
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message as it came."""

    title: str
    message: str
    tone: str
    path: str
    key: str | None

    @property
    def reference(self) -> str:
        """The id in its text."""
        return self.message.rpartition("Ref. ")[2].split()[0]


class Receiver:
    """Answers each message with the next of `statuses`, then 200; a status of 0 is silence."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.statuses: deque[int] = deque()
        self._is_closing, self._has_heard = Event(), Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Its address as Apprise writes it, with a token that nobody must see."""
        return f"json://127.0.0.1:{self._server.server_port}/hush-hush-token?rto=8&+X-Key={{id}}"

    def hears(self) -> None:
        """Wait until it was told something."""
        assert self._has_heard.wait(timeout=60)

    def receive(self, told: Told) -> int:
        """Remember a message; the status to answer with."""
        self.told.append(told)
        self._has_heard.set()
        status = self.statuses.popleft() if self.statuses else 200
        if status == 0:
            self._is_closing.wait(timeout=10)
        return status


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            told = Told(
                title=body["title"],
                message=body["message"],
                tone=body["type"],
                path=self.path,
                key=self.headers["x-key"],
            )
            status = receiver.receive(told)
            if status:
                self.send_response_only(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    return Handler
