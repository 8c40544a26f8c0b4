"""A small Jetstream: a websocket that plays events from a moment on, beside the AppView that shows their posts."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import cycle
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request as Handshake
from websockets.http11 import Response
from websockets.sync.server import ServerConnection, serve

from collectors import load
from collectors.testing import START, Fault
from tests.collectors.servers.bluesky import DANA, BlueskyWorld
from tests.collectors.servers.loopback import Post
from triage.mention import Target

BRAND = "did:plc:care"
AHEAD = START + timedelta(days=1)


class JetstreamWorld(BlueskyWorld):
    """Each event has the moment at which it came, a second after the one before, whatever its author says."""

    source = load("jetstream")

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, object]] = []
        self.opened: list[dict[str, list[str]]] = []
        self.is_live = True
        self._cut: list[bool] = []
        quiet = logging.getLogger("tests.jetstream")
        quiet.disabled = True
        self._stream = serve(self._play, "127.0.0.1", 0, process_request=self._open, compression=None, logger=quiet)
        self._streaming = Thread(target=self._stream.serve_forever, daemon=True)
        self._streaming.start()

    def __exit__(self, *problem: object) -> None:
        self._is_closing.set()
        self._stream.shutdown()
        self._streaming.join()
        super().__exit__(*problem)

    @property
    def stream_url(self) -> str:
        return f"http://127.0.0.1:{self._stream.socket.getsockname()[1]}"

    @property
    def target(self) -> Target:
        options = (("base", self.stream_url), ("appview", self.url), ("page_size", str(self.page_cap)))
        return Target(
            id="stream",
            collector="jetstream",
            brands=("maple-finch",),
            account=BRAND,
            options=(*options, ("quiet_seconds", "1")),
        )

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        native_id = super().publish(text=text, at=at, parent=parent)
        self.tell("create", native_id)
        return native_id

    def delete(self, native_id: str) -> None:
        super().delete(native_id)
        self.tell("delete", native_id)

    def tell(self, operation: str, native_id: str) -> None:
        """An event of a post."""
        commit = {"operation": operation, "collection": "app.bsky.feed.post", "rkey": native_id.rpartition("/")[2]}
        self.events.append({"did": DANA, "time_us": self.moment(), "kind": "commit", "commit": commit})

    def moment(self) -> int:
        """The microsecond of the next event."""
        return micros(START - timedelta(hours=5)) + len(self.events) * 1_000_000

    def record(self, post: Post) -> dict[str, object]:
        mention = {"$type": "app.bsky.richtext.facet#mention", "did": BRAND}
        return super().record(post) | {"facets": [{"index": {"byteStart": 0, "byteEnd": 5}, "features": [mention]}]}

    def _open(self, connection: ServerConnection, request: Handshake) -> Response | None:
        """Refuse the handshake, or leave it to the library."""
        self.opened.append(parse_qs(urlsplit(request.path).query))
        fault = self._faults.popleft() if self._faults else Fault()
        self._cut.append(fault.is_cut)
        if fault.is_silent:
            self.keep_silent()
        if fault.status == 200:
            return None
        headers = Headers({"Content-Length": str(len(fault.body)), "Connection": "close", **fault.headers})
        return Response(fault.status, HTTPStatus(fault.status).phrase, headers, fault.body)

    def _play(self, connection: ServerConnection) -> None:
        since = int(self.opened[-1]["cursor"][0])
        told = [json.dumps(self._event(event)) for event in self.events if self.is_repeating or _at(event) >= since]
        if self.is_live:
            # the next event of somebody else, which on Bluesky is never far
            told.append(json.dumps({"did": DANA, "time_us": micros(AHEAD), "kind": "identity"}))
        if self._cut[-1]:
            half = told[len(told) // 2].encode()
            frame = bytes([0x81, 126]) + len(half).to_bytes(2, "big") + half[: len(half) // 2]
            for message in told[: len(told) // 2]:
                connection.send(message)
            connection.socket.sendall(frame)
            connection.socket.shutdown(2)
            return
        try:
            for message in self._endless(told):
                connection.send(message)
            connection.recv(timeout=5)
        except (ConnectionClosed, TimeoutError):
            pass

    def _endless(self, told: list[str]) -> Iterator[str]:
        return cycle(told[:-1]) if self.is_repeating else iter(told)

    def _event(self, event: dict[str, object]) -> dict[str, object]:
        """The event with its record as it is now: a stream plays what is stored."""
        commit = event.get("commit")
        if not isinstance(commit, dict) or commit["operation"] != "create":
            return event
        post = self.posts.get(f"at://{DANA}/app.bsky.feed.post/{commit['rkey']}")
        return event | {"commit": commit | ({"record": self.record(post)} if post else {"operation": "delete"})}


def micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _at(event: dict[str, object]) -> int:
    moment = event["time_us"]
    assert isinstance(moment, int)
    return moment


WORLD = JetstreamWorld
