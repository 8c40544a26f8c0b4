"""Measures how the cost of storing and triaging a page grows with what is stored: one run, two stores, a ratio."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from repwatch.settings import Settings
from repwatch.wiring import App
from triage.mention import Item, Kind
from warehouse import fence, leases, write
from warehouse.batch import Incoming
from warehouse.leases import Lease

START = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = 100
FILL = 20_000


def bench(*, posts: int, pages: int, on_step: Callable[[int, int], None]) -> dict[str, float | int]:
    """Milliseconds for a page of 100 posts and its cursor, in an empty lake and above `posts` stored ones."""
    with tempfile.TemporaryDirectory(prefix="repwatch-bench-") as folder:
        app = App.open(Settings(home=Path(folder)))
        try:
            app.migrate()
            lease = _lease(app)
            empty = [_timed(app, lease, page) for page in _pages(0, pages, size=PAGE)]
            started = time.perf_counter()
            for number, page in enumerate(_pages(1_000_000, -(-posts // FILL), size=FILL), start=1):
                _store(app, lease, page)
                on_step(number * FILL, posts)
            fill_seconds = time.perf_counter() - started
            full = [_timed(app, lease, page) for page in _pages(2_000_000_000, pages, size=PAGE)]
            counts = [_count(app) for _ in range(5)]
        finally:
            app.close()
    return {
        "posts_stored": -(-posts // FILL) * FILL,
        "page_ms_empty": 1000 * median(empty),
        "page_ms_full": 1000 * median(full),
        "page_ratio_full_to_empty": median(full) / median(empty),
        "backfill_posts_per_second": -(-posts // FILL) * FILL / fill_seconds,
        "count_ms_full": 1000 * median(counts),
    }


def _lease(app: App) -> Lease:
    fence.put_up(app.lake, "bench")
    return leases.take(app.desk, "bench", owner="bench", now=app.now(), lasts=timedelta(hours=1))


def _timed(app: App, lease: Lease, page: Sequence[Incoming]) -> float:
    started = time.perf_counter()
    _store(app, lease, page)
    return time.perf_counter() - started


def _store(app: App, lease: Lease, page: Sequence[Incoming]) -> None:
    load = write.PageLoad(
        lease=lease, page=1, brands=("bench",), is_backfill=False, posts=page, cursor=page[-1].item.native_id
    )
    write.load_page(app.lake, load, now=START)


def _count(app: App) -> float:
    started = time.perf_counter()
    app.lake.query("select count(*) as n, max(created_at) as newest_at from raw.mention")
    return time.perf_counter() - started


def _pages(first: int, count: int, *, size: int) -> Iterator[list[Incoming]]:
    for page in range(count):
        numbers = range(first + page * size, first + (page + 1) * size)
        yield [_post(number) for number in numbers]


def _post(number: int) -> Incoming:
    at = START + timedelta(seconds=number % 2_000_000)
    text = f"Order {number} has not arrived and nobody answers"
    item = Item(
        platform="bench",
        native_id=str(number),
        kind=Kind.MENTION,
        created_at=at,
        seen_at=at + timedelta(minutes=2),
        text=text,
        author_id=f"author-{number % 5_000}",
    )
    return Incoming(item=item, raw=text.encode(), content_type="text/plain")
