"""Websockets through the door to the network: guarded, bounded and patient as every other request."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from websockets.sync.server import ServerConnection, serve

from collectors.errors import CollectError, RefusedError, RetryLaterError, SetupError
from collectors.http import Bounds, HttpClient
from collectors.testing import Clock, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer, raw_server

pytestmark = pytest.mark.loopback

LONG, SHORT = timedelta(seconds=20), timedelta(milliseconds=200)
SILENT = logging.getLogger("tests.stream")
SILENT.disabled = True


@contextmanager
def talking(play: Callable[[ServerConnection], None]) -> Iterator[str]:
    """A server that says what `play` sends."""
    with serve(play, "127.0.0.1", 0, compression=None, logger=SILENT, ping_interval=None) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}/subscribe"
        server.shutdown()
        thread.join()


def heard(
    http: HttpClient, url: str, *, quiet: timedelta = LONG, lasts: timedelta = LONG, most: int = 99
) -> list[bytes]:
    """The messages until the stream ends, or so many."""
    found = list[bytes]()
    stream = http.stream(url, params={"cursor": "7"}, quiet=quiet, lasts=lasts)
    for message in stream:
        found.append(message)
        if len(found) == most:
            break
    return found


def test_messages_come_whole_and_in_order() -> None:
    asked = list[tuple[str, str]]()

    def play(connection: ServerConnection) -> None:
        request = connection.request
        assert request is not None
        asked.append((request.path, request.headers["User-Agent"]))
        connection.send("Late")
        connection.send(["ag", "a", "in"])
        connection.send("é" * 100_000)
        connection.recv(timeout=5)

    with talking(play) as url, open_http(Clock()) as http:
        found = heard(http, url, most=3)

    assert found == [b"Late", b"again", ("é" * 100_000).encode()]
    assert asked == [("/subscribe?cursor=7", "repwatch/0.1 (+tests@example.com)")]


def test_silence_ends_it_though_the_server_says_that_it_lives() -> None:
    def play(connection: ServerConnection) -> None:
        connection.send("Late")
        for _ in range(40):
            connection.ping()
            time.sleep(0.05)

    started = time.monotonic()
    with talking(play) as url, open_http(Clock()) as http:
        found = heard(http, url, quiet=SHORT)
        took = time.monotonic() - started

    assert found == [b"Late"]
    assert took < 2


def test_a_stream_that_never_ends_lasts_as_long_as_was_said() -> None:
    def play(connection: ServerConnection) -> None:
        while True:
            connection.send("More")
            time.sleep(0.01)

    with talking(play) as url, open_http(Clock()) as http:
        found = heard(http, url, lasts=SHORT, most=1_000_000)

    assert found
    assert set(found) == {b"More"}


def test_another_request_between_two_messages_costs_no_patience() -> None:
    def play(connection: ServerConnection) -> None:
        connection.send("one")
        connection.recv(timeout=5)

    bounds = Bounds(duration=timedelta(seconds=1))
    with (
        talking(play) as url,
        ScriptedServer({"/": Answer(body=b"")}) as other,
        open_http(Clock(), bounds=bounds) as http,
    ):
        stream = http.stream(url, quiet=timedelta(seconds=2), lasts=LONG)
        first = next(stream)
        http.get(other.url)
        started = time.monotonic()
        rest = list(stream)

    assert (first, rest) == (b"one", [])
    assert time.monotonic() - started > 1.5


@pytest.mark.parametrize("reason", ["hangs up", "too long", "another tongue"])
def test_what_breaks_off_is_left_for_later(reason: str) -> None:
    def play(connection: ServerConnection) -> None:
        connection.send("Late")
        if reason == "too long":
            connection.send("x" * 10_001)
            connection.recv(timeout=5)
        elif reason == "another tongue":
            connection.socket.sendall(b"\xff\xff what?")

    with (
        talking(play) as url,
        open_http(Clock(), bounds=Bounds(size=10_000)) as http,
        pytest.raises(RetryLaterError, match="broke off"),
    ):
        heard(http, url)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(body=b"hello"), RefusedError),
        (Answer(body=b"", status=400), RefusedError),
        (Answer(body=b"", status=401), RefusedError),
        (Answer(body=b"", status=404), SetupError),
        (Answer(body=b"", status=429, headers={"Retry-After": "999"}), RetryLaterError),
        (Answer(body=b"", status=503), RetryLaterError),
    ],
    ids=["200", "400", "401", "404", "429", "503"],
)
def test_a_server_that_speaks_no_websocket_is_told_as_any_other(answer: Answer, expected: type[CollectError]) -> None:
    with ScriptedServer({"/": answer}) as server, open_http(Clock()) as http, pytest.raises(expected):
        heard(http, server.url)


def test_a_server_that_answers_another_handshake_is_refused() -> None:
    said = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n"
    with (
        raw_server(lambda connection: connection.sendall(said)) as url,
        open_http(Clock()) as http,
        pytest.raises(RefusedError, match="does not speak websocket"),
    ):
        heard(http, url)


def test_a_private_address_is_refused() -> None:
    with (
        talking(lambda connection: connection.send("secret")) as url,
        HttpClient(contact="x", now=Clock().now, secrets=dict[str, str]().get) as http,
        pytest.raises(RefusedError, match="not public"),
    ):
        heard(http, url)


def test_a_redirect_to_a_private_address_is_refused() -> None:
    leads = Answer(body=b"", status=302, headers={"Location": "http://localhost:9/"})
    with (
        ScriptedServer({"/": leads}) as server,
        open_http(Clock()) as http,
        pytest.raises(RefusedError, match="not public"),
    ):
        heard(http, server.url)
