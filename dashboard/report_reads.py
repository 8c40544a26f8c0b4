"""What the pages ask of the reports, remembered for some minutes."""

from datetime import datetime

import streamlit as st

from dashboard import backend
from repwatch import promised
from repwatch.promised import Promised
from repwatch.reports import answering
from repwatch.reports.answering import WHOLE, Asked, Row
from repwatch.reports.catalogue import REPORTS
from repwatch.reports.recurring import Recurring, recurring
from warehouse import issue_book

_KEEP_SECONDS = 60
_KEEP_ISSUES_SECONDS = 600
_NAMED = {report.name: report for report in REPORTS}


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=100, show_spinner=False)
def figures(name: str, as_of: datetime, since: datetime | None, brand: str | None, by: str = WHOLE) -> list[Row]:
    """The figures of a report of the catalogue; `as_of` is cut to the minute by the caller."""
    app = backend.app()
    return answering.figures(app.desk, app.lake, _NAMED[name], _asked(as_of, since, brand, by))


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=50, show_spinner=False)
def opened(name: str, as_of: datetime, since: datetime | None, brand: str | None, limit: int = 500) -> list[Row]:
    """The rows behind them, with what customers wrote."""
    app = backend.app()
    asked = _asked(as_of, since, brand, WHOLE)
    return answering.opened(app.desk, app.lake, _NAMED[name], asked, limit=limit, with_text=True)


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=50, show_spinner=False)
def next_answers(as_of: datetime, since: datetime, brand: str | None) -> Promised:
    """How customers who came back were answered."""
    return promised.next_answers(backend.app().desk, since=since, brand=brand, now=as_of)


def issues(since: datetime, brand: str | None) -> Recurring:
    """The recurring issues of a period; a fix that somebody just set counts at once."""
    fixes = issue_book.fixes(backend.app().desk)
    return _issues(since, brand, tuple(sorted((name, fix.on.isoformat(), fix.note) for name, fix in fixes.items())))


@st.cache_data(ttl=_KEEP_ISSUES_SECONDS, max_entries=20, show_spinner=False)
def _issues(since: datetime, brand: str | None, fixes: tuple[tuple[str, str, str], ...]) -> Recurring:
    app = backend.app()
    return recurring(app.desk, app.lake, _asked(app.now(), since, brand, WHOLE))


def _asked(as_of: datetime, since: datetime | None, brand: str | None, by: str) -> Asked:
    return Asked(as_of=as_of, since=since, brand=brand, by=by, zone=backend.app().settings.business_zone)
