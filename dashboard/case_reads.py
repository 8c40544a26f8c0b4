"""What an open case asks of the lake: read ahead for the next one, and remembered until the lake changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import cache

from dashboard import backend
from dashboard.remembering import remembered
from triage.case import Case
from triage.mention import MentionKey
from warehouse import config, read
from warehouse.read import ScoreView, ThreadPost

_CASES = 500
_OTHERS = 8
_BEFORE = timedelta(days=90)
"""How far back the other posts of an author are told: older ones lie in files that would all be read."""


def thread(case: Case) -> list[ThreadPost]:
    """The conversation around the post of a case, oldest first."""
    return _thread(case.key)


def score(case: Case) -> ScoreView | None:
    """How the post of a case scored, and why."""
    return _score(case.key)


def others(case: Case, author_id: str | None, *, now: datetime) -> list[ThreadPost]:
    """Other posts of its author in the last months, newest first."""
    return _others(case.key.platform, author_id, (now - _BEFORE).date()) if author_id else []


def read_ahead(case: Case, author_id: str | None, *, now: datetime) -> None:
    """Begin to read what the next case will ask, while this one is looked at."""
    _worker().submit(_all, case, author_id, now)


def forget() -> None:
    """Let what is being read come to its end."""
    _worker().submit(lambda: None).result()


def _all(case: Case, author_id: str | None, now: datetime) -> None:
    thread(case)
    score(case)
    others(case, author_id, now=now)


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead")


@remembered(most=_CASES)
def _thread(key: MentionKey) -> list[ThreadPost]:
    app = backend.app()
    return read.thread(app.lake, key, owned=config.owned(app.desk))


@remembered(most=_CASES)
def _score(key: MentionKey) -> ScoreView | None:
    return read.score_of(backend.app().lake, key)


@remembered(most=_CASES)
def _others(platform: str, author_id: str, since: date) -> list[ThreadPost]:
    lake = backend.app().lake
    return read.author_history(lake, platform=platform, author_id=author_id, limit=_OTHERS, since=since)
