"""What most people look at first, read before they do: after a start nothing is remembered."""

from collections.abc import Callable, Iterator
from concurrent.futures import wait
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from zoneinfo import ZoneInfo

from dashboard import backend, case_reads, garbage, incident_reads, lake_reads, remembering, report_reads
from dashboard.clock_words import start_of_day
from dashboard.lake_reads import Wanted
from dashboard.words import LANGUAGES, labels
from repwatch.wiring import NotReadyError
from warehouse import incidents
from warehouse.case_file import case_file
from warehouse.queue import page
from warehouse.tabs import Filters, Tab

_PATIENCE_SECONDS = 20
_over = Event()


def warm() -> None:
    """Read what the first page asks for, and begin to read the rest while the console answers."""
    _over.clear()
    # a store that does not answer keeps nobody from a console that says so
    wait([remembering.behind(_begin)], timeout=_PATIENCE_SECONDS)


def stop() -> None:
    """Read nothing more: whoever stops the console waits for one reading, and not for all."""
    _over.set()


def _begin() -> None:
    try:
        backend.app()
    except NotReadyError:
        return
    for look in _first_page():
        look()
    remembering.behind(partial(_go_on, _first_looks()))


def _go_on(looks: Iterator[Callable[[], object]]) -> None:
    """Read one; what somebody asked for meanwhile comes before the next."""
    if _over.is_set():
        return
    look = next(looks, None)
    if look is None:
        garbage.settle()
        return
    try:
        look()
    finally:
        remembering.behind(partial(_go_on, looks))


def _first_page() -> Iterator[Callable[[], object]]:
    app = backend.app()
    now = app.now()
    for lang in LANGUAGES:
        yield partial(labels, lang)
    yield report_reads.choices
    yield lake_reads.newest_at
    yield lake_reads.is_all_invented
    yield partial(report_reads.counts, "", Filters(), acts=0)
    rows = page(app.desk, tab=Tab.OPEN, me="", filters=Filters(), now=now).rows
    yield partial(case_reads.read_ahead, rows, now=now)
    for row in rows[:1]:
        yield partial(case_file, app.desk, row.case_id)


def _first_looks() -> Iterator[Callable[[], object]]:
    """What is looked at first comes first, and what takes long and few look at comes last."""
    app = backend.app()
    now, zone = app.now(), app.settings.business_zone
    month, week, quarter = (start_of_day(now - timedelta(days=days - 1), zone=zone) for days in (30, 7, 90))
    for since in (month, week):
        yield from _posts_since(since, zone=zone)
        yield from _cases_since(since)
    for one in incidents.latest(app.desk, limit=1):
        yield partial(incident_reads.hours_around, one.incident_id)
        yield partial(incident_reads.posts_of, one.incident_id)
    yield from _posts_since(quarter, zone=zone)
    for most in sorted(report_reads.figures("topics", quarter, None), key=lambda row: (-row["n"], row["topic"]))[:1]:
        first = quarter.astimezone(ZoneInfo(zone)).date()
        yield partial(lake_reads.posts_behind, Wanted(since=first, brand=most["brand"], topic=most["topic"]))
    yield partial(report_reads.issues, quarter, None)
    yield report_reads.sources
    yield partial(report_reads.figures, "sources", month, None)
    yield from _cases_since(quarter)


def _cases_since(since: datetime) -> Iterator[Callable[[], object]]:
    for name in ("backlog", "response-times", "people"):
        yield partial(report_reads.figures, name, since, None)


def _posts_since(since: datetime, *, zone: str) -> Iterator[Callable[[], object]]:
    """What coverage and trends show of it."""
    first = since.astimezone(ZoneInfo(zone)).date()
    yield partial(lake_reads.coverage, since, None)
    yield partial(lake_reads.coverage_days, since, None)
    for needs_answer in (True, False):
        yield partial(lake_reads.posts_behind, Wanted(since=first, needs_answer=needs_answer))
    yield partial(report_reads.next_answers, since, None)
    yield partial(report_reads.figures, "sla", since, None)
    # what is felt is shown by brand, the first of them at first
    for brand in lake_reads.brands()[:1]:
        yield partial(lake_reads.sentiment_days, first, brand, None, None)
        yield partial(lake_reads.topics, first, brand, None, None)
        yield partial(lake_reads.posts_behind, Wanted(since=first, brand=brand))
