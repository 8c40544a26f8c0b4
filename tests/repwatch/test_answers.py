"""A container is healthy when its address answers and the named part of Airflow is well."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from repwatch.answers import problem

pytestmark = pytest.mark.loopback

HEALTH = {"metadatabase": {"status": "healthy"}, "scheduler": {"status": "unhealthy"}, "triggerer": {"status": None}}


class Airflow(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 503)
        self.end_headers()
        self.wfile.write(json.dumps(HEALTH).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def airflow() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Airflow) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "part", "expected"),
    [
        ("/health", "", None),
        ("/health", "metadatabase", None),
        ("/health", "scheduler", "scheduler is unhealthy"),
        ("/health", "triggerer", "triggerer is None"),
        ("/elsewhere", "", "answers 503"),
    ],
)
def test_what_is_wrong_is_said(path: str, part: str, expected: str | None) -> None:
    with airflow() as address:
        found = problem(address + path, part=part)

    assert (found is None) if expected is None else (expected in str(found))


def test_nobody_there_is_a_problem() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))

        found = problem(f"http://127.0.0.1:{unused.getsockname()[1]}/health", part="")

    assert "does not answer" in str(found)
