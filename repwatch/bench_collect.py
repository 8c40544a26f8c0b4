"""Measures what collecting costs beside the wait for a site: pull, map and store over HTTP on loopback, in one run."""

import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import collectors
from collectors.base import Http, Response
from repwatch import clock, collecting
from repwatch.collecting import CollectSummary
from repwatch.holding import held
from repwatch.settings import Settings
from repwatch.stores import CollectStore
from repwatch.wiring import App
from triage.mention import Target

START = datetime(2026, 1, 1, tzinfo=UTC)
_STEP = timedelta(minutes=1)


def bench(*, posts: int, page: int) -> dict[str, float | int]:
    """Posts a second from a site to rows in the lake, and the share of that time in which no answer was waited for."""
    if not 1 <= page <= posts:
        raise ValueError(f"give a page of at least 1 post and no more than {posts}, got {page}")
    with tempfile.TemporaryDirectory(prefix="repwatch-bench-") as folder, _site(posts=posts) as url:
        app = App.open(Settings(home=Path(folder), allow_hosts=("127.0.0.1",)), now=START + posts * _STEP)
        try:
            app.migrate()
            started = time.perf_counter()
            summary, waited = _collected(app, _target(url, posts=posts, page=page))
            seconds = time.perf_counter() - started
            [stored] = app.lake.query("select count(*) as n from raw.mention")
        finally:
            app.close()
    return {
        "posts": posts,
        "pages": summary.pages,
        "stored_once": int(stored["n"]),
        "posts_per_second": posts / seconds,
        "posts_per_second_without_http": posts / (seconds - waited),
        "share_not_waiting_for_http": 1 - waited / seconds,
    }


def _collected(app: App, target: Target) -> tuple[CollectSummary, float]:
    """A whole pull through the use case, and the seconds of it that went into HTTP."""
    store = CollectStore(desk=app.desk, lake=app.lake, now=app.now())
    with app.http() as inner, held(app.desk, app.lake, target.id, clock=clock.now) as lease:
        http = _TimedHttp(inner=inner)
        source = collectors.load(target.collector)
        summary = collecting.pull(source, target, http=http, store=store, lease=lease, until=store.now)
    return summary, http.seconds


@dataclass(slots=True, kw_only=True)
class _TimedHttp:
    """A client that counts the seconds it takes."""

    inner: Http
    seconds: float = 0.0

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allow_status: frozenset[int] = frozenset(),
    ) -> Response:
        started = time.perf_counter()
        try:
            return self.inner.get(url, params=params, headers=headers, allow_status=allow_status)
        finally:
            self.seconds += time.perf_counter() - started

    def post(
        self,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allow_status: frozenset[int] = frozenset(),
    ) -> Response:
        return self.inner.post(url, json=json, form=form, headers=headers, allow_status=allow_status)

    def stream(
        self, url: str, *, params: Mapping[str, str] | None = None, quiet: timedelta, lasts: timedelta
    ) -> Iterator[bytes]:
        return self.inner.stream(url, params=params, quiet=quiet, lasts=lasts)

    def now(self) -> datetime:
        return self.inner.now()

    def secret(self, name: str) -> str:
        return self.inner.secret(name)


def _target(url: str, *, posts: int, page: int) -> Target:
    days = str(2 + posts * _STEP // timedelta(days=1))
    options = (("base", url), ("page_size", str(page)), ("history_days", days))
    return Target(id="bench", collector="hackernews", brands=("bench",), query="bench", options=options)


@contextmanager
def _site(*, posts: int) -> Iterator[str]:
    """A search of Hacker News' shape over invented posts, the newest first."""
    hits = [_hit(number) for number in reversed(range(posts))]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one write

        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            below = int(asked["numericFilters"][0].rpartition("=")[2])
            size, page = int(asked["hitsPerPage"][0]), int(asked["page"][0])
            behind = max(0, posts - 1 - (below - int(START.timestamp())) // int(_STEP.total_seconds()))
            shown = hits[behind + page * size : behind + (page + 1) * size]
            told = {"hits": shown, "page": page, "nbPages": -(-(posts - behind) // size), "nbHits": posts - behind}
            body = json.dumps(told).encode()
            self.send_response_only(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _hit(number: int) -> dict[str, object]:
    at = START + number * _STEP
    return {
        "objectID": str(number),
        "author": f"author-{number % 500}",
        "points": 3,
        "created_at": at.isoformat(),
        "created_at_i": int(at.timestamp()),
        "_tags": ["story"],
        "title": f"Order {number} has not arrived and nobody answers",
        "story_text": None,
        "num_comments": 0,
    }
