"""What the pages ask of the reports and the desk, remembered until the lake changes."""

from dataclasses import replace
from datetime import datetime, timedelta

from dashboard import backend
from dashboard.lake_reads import EXPORTED
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
from warehouse.load import Load, Part
from warehouse.tabs import Choices, Filters, Tab

_LIVE = timedelta(seconds=20)
"""What people do counts on the next look after this."""
_NOW = timedelta(seconds=30)
"""What is called "now" is no older."""
_NAMED = {report.name: report for report in REPORTS}


@remembered(most=100, is_figure=True)
def figures(name: str, since: datetime | None, brand: str | None, by: str = WHOLE) -> list[Row]:
    """The figures of a report of the catalogue."""
    app = backend.app()
    return answering.figures(app.desk, app.lake, _NAMED[name], _asked(since, brand, by))


@remembered(most=10, is_figure=True)
def answers(since: datetime | None, brand: str | None, *, people: tuple[str, ...], limit: int) -> list[Row]:
    """The newest cases that these people answered first, with what customers wrote."""
    return every_answer(since, brand, people=people, limit=limit)


def every_answer(
    since: datetime | None, brand: str | None, *, people: tuple[str, ...], limit: int = EXPORTED
) -> list[Row]:
    """All of these cases, read anew."""
    app = backend.app()
    asked = replace(_asked(since, brand, WHOLE), answered_by=people)
    return answering.opened(app.desk, app.lake, _NAMED["people"], asked, limit=limit, with_text=True)


@remembered(is_figure=True)
def next_answers(since: datetime, brand: str | None) -> Promised:
    """How customers who came back were answered."""
    app = backend.app()
    return promised.next_answers(app.desk, since=since, brand=brand, now=app.now())


@remembered(most=20, after=_LIVE, oldest=_NOW)
def broken_cases(timer: Timer, since: datetime, brand: str | None, *, limit: int) -> list[Row]:
    """Cases that broke a promise."""
    return broken(backend.app().desk, timer, since=since, brand=brand, limit=limit)


@remembered(after=_LIVE, oldest=_NOW)
def loads(brand: str | None) -> list[Load]:
    """What waits in whose hands now."""
    app = backend.app()
    return load.loads(app.desk, brand=brand, now=app.now())


@remembered(most=20, after=_LIVE, oldest=_NOW)
def waiting(brand: str | None, *, owners: tuple[str | None, ...], part: Part | None, limit: int) -> list[Row]:
    """The first of the cases that these loads count, in these hands."""
    return every_waiting(brand, owners=owners, part=part, limit=limit)


def every_waiting(
    brand: str | None, *, owners: tuple[str | None, ...], part: Part | None, limit: int | None = None
) -> list[Row]:
    """All of these cases, read anew."""
    app = backend.app()
    return load.waiting(app.desk, brand=brand, now=app.now(), owners=owners, part=part, limit=limit)


@remembered(most=200, after=timedelta(seconds=5), oldest=timedelta(seconds=15))
def counts(me: str, filters: Filters, *, acts: int) -> dict[Tab, int]:
    """How many cases each tab holds; `acts` is the number of one's own last act, so that it counts at once."""
    del acts
    app = backend.app()
    return tabs.counts(app.desk, me=me, filters=filters, now=app.now())


@remembered()
def choices() -> Choices:
    """What the filters offer."""
    return tabs.choices(backend.app().desk)


@remembered(after=_LIVE, is_figure=True)
def sources() -> list[SourceHealth]:
    """How each target fares."""
    return backend.app().sources()


def issues(since: datetime, brand: str | None) -> Recurring:
    """The recurring issues of a period; a fix that somebody just set, and a new grouping, count at once."""
    desk = backend.app().desk
    fixes = sorted((name, fix.on.isoformat(), fix.note) for name, fix in issue_book.fixes(desk).items())
    groupings = sorted((name, one.grouped_at.isoformat(), "") for name, one in issue_book.groupings(desk).items())
    return _issues(since, brand, (*fixes, *groupings))


@remembered(most=10, after=timedelta(minutes=15), is_figure=True)
def _issues(since: datetime, brand: str | None, changed: tuple[tuple[str, str, str], ...]) -> Recurring:
    del changed
    app = backend.app()
    return recurring(app.desk, app.lake, _asked(since, brand, WHOLE))


def _asked(since: datetime | None, brand: str | None, by: str) -> Asked:
    app = backend.app()
    return Asked(as_of=app.now(), since=since, brand=brand, by=by, zone=app.settings.business_zone)
