"""What most people look at first, read before they do: after a start nothing is remembered."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from dashboard import backend, case_reads, lake_reads, remembering, report_reads
from dashboard.clock_words import start_of_day
from dashboard.lake_reads import Wanted
from repwatch.wiring import NotReadyError
from warehouse.queue import page
from warehouse.tabs import Filters, Tab


def warm() -> None:
    """Begin to read, one after the other, while the console already answers."""
    remembering.behind(_begin)


def _begin() -> None:
    try:
        backend.app()
    except NotReadyError:
        return
    for read in _first_looks():
        remembering.behind(read)


def _first_looks() -> Iterator[Callable[[], object]]:
    app = backend.app()
    now, zone = app.now(), app.settings.business_zone
    yield report_reads.choices
    yield lake_reads.newest_at
    first_page = page(app.desk, tab=Tab.OPEN, me="", filters=Filters(), now=now)
    yield partial(case_reads.read_ahead, first_page.rows, now=now)
    yield lake_reads.brands
    yield report_reads.sources
    for days in (30, 7, 90):
        since = start_of_day(now - timedelta(days=days - 1), zone=zone)
        first = since.astimezone(ZoneInfo(zone)).date()
        yield partial(lake_reads.coverage, since, None)
        yield partial(lake_reads.coverage_days, since, None)
        yield partial(lake_reads.posts_behind, first, None, None, needs_answer=True, answer_state=None)
        yield partial(report_reads.next_answers, since, None)
        for name in ("sla", "backlog", "response-times", "people"):
            yield partial(report_reads.figures, name, since, None)
        # what is felt is shown by brand, the first of them at first
        for brand in lake_reads.brands()[:1]:
            yield partial(lake_reads.sentiment_days, first, brand, None, None)
            yield partial(lake_reads.topics, first, brand, None, None)
            yield partial(lake_reads.posts_about, Wanted(since=first, brand=brand))
    yield partial(report_reads.figures, "topics", since, None)
    yield partial(report_reads.issues, since, None)
