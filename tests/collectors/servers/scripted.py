"""Servers that say exactly what a test wrote down."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from tests.collectors.servers.hackernews import HackerNewsWorld
from tests.collectors.servers.loopback import Answer, Request


class ScriptedServer(HackerNewsWorld):
    """Answers by path; an unknown path is a 404."""

    def __init__(self, answers: dict[str, Answer | list[Answer]] | None = None) -> None:
        super().__init__()
        self.answers = answers or {}

    def answer(self, request: Request) -> Answer:
        said = self.answers.get(request.path, Answer(body=b"", status=404))
        if isinstance(said, Answer):
            return said
        return said.pop(0) if len(said) > 1 else said[0]


@contextmanager
def raw_server(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that speaks bytes, for what no HTTP library would send; `serve` gets each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    try:
                        connection.recv(65536)
                        serve(connection)
                    except OSError:
                        continue

        thread = Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)
