"""What the pages ask of the reports and the desk, remembered until the lake changes."""

from datetime import datetime, timedelta

from dashboard import backend
from dashboard.remembering import remembered
from repwatch import promised
from repwatch.promised import Promised
from repwatch.reports import answering
from repwatch.reports.answering import WHOLE, Asked, Row
from repwatch.reports.catalogue import REPORTS
from repwatch.reports.recurring import Recurring, recurring
from repwatch.source_health import SourceHealth
from triage.sla import Timer
from warehouse import issue_book, load, tabs
from warehouse.broken import broken
from warehouse.load import Load
from warehouse.tabs import Choices, Filters, Tab

_LIVE = timedelta(seconds=20)
"""What people do counts on the next look after this."""
_NAMED = {report.name: report for report in REPORTS}


@remembered(most=100)
def figures(name: str, since: datetime | None, brand: str | None, by: str = WHOLE) -> list[Row]:
    """The figures of a report of the catalogue."""
    app = backend.app()
    return answering.figures(app.desk, app.lake, _NAMED[name], _asked(since, brand, by))


@remembered(most=10)
def opened(name: str, since: datetime | None, brand: str | None, limit: int = 500) -> list[Row]:
    """The rows behind them, with what customers wrote."""
    app = backend.app()
    asked = _asked(since, brand, WHOLE)
    return answering.opened(app.desk, app.lake, _NAMED[name], asked, limit=limit, with_text=True)


@remembered()
def next_answers(since: datetime, brand: str | None) -> Promised:
    """How customers who came back were answered."""
    app = backend.app()
    return promised.next_answers(app.desk, since=since, brand=brand, now=app.now())


@remembered(most=20, after=_LIVE)
def broken_cases(timer: Timer, since: datetime, brand: str | None, *, limit: int) -> list[Row]:
    """Cases that broke a promise."""
    return broken(backend.app().desk, timer, since=since, brand=brand, limit=limit)


@remembered(after=_LIVE)
def loads(brand: str | None) -> list[Load]:
    """What waits in whose hands now."""
    app = backend.app()
    return load.loads(app.desk, brand=brand, now=app.now())


@remembered(most=10, after=_LIVE)
def waiting(brand: str | None, *, limit: int) -> list[Row]:
    """The cases that these loads count."""
    app = backend.app()
    return load.waiting(app.desk, brand=brand, now=app.now(), limit=limit)


@remembered(most=200, after=timedelta(seconds=5))
def counts(me: str, filters: Filters, *, acts: int) -> dict[Tab, int]:
    """How many cases each tab holds; `acts` are those of one's own so far, so that each counts at once."""
    del acts
    app = backend.app()
    return tabs.counts(app.desk, me=me, filters=filters, now=app.now())


@remembered()
def choices() -> Choices:
    """What the filters offer."""
    return tabs.choices(backend.app().desk)


@remembered(after=_LIVE)
def sources() -> list[SourceHealth]:
    """How each target fares."""
    return backend.app().sources()


def issues(since: datetime, brand: str | None) -> Recurring:
    """The recurring issues of a period; a fix that somebody just set counts at once."""
    fixes = issue_book.fixes(backend.app().desk)
    return _issues(since, brand, tuple(sorted((name, fix.on.isoformat(), fix.note) for name, fix in fixes.items())))


@remembered(most=10, after=timedelta(minutes=15))
def _issues(since: datetime, brand: str | None, fixes: tuple[tuple[str, str, str], ...]) -> Recurring:
    app = backend.app()
    return recurring(app.desk, app.lake, _asked(since, brand, WHOLE))


def _asked(since: datetime | None, brand: str | None, by: str) -> Asked:
    app = backend.app()
    return Asked(as_of=app.now(), since=since, brand=brand, by=by, zone=app.settings.business_zone)
