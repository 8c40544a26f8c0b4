"""What an open case asks of the lake: read ahead for the next one, and remembered until the lake changes."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import structlog

from dashboard import backend, remembering
from dashboard.remembering import remembered
from repwatch.drafting import listen
from triage.case import Case
from triage.draft import Post
from triage.mention import MentionKey
from warehouse import around, config
from warehouse.around import ScoreView, ThreadPost
from warehouse.case_file import CaseFile
from warehouse.errors import LakeError
from warehouse.lines import QueueRow

log = structlog.get_logger(__name__)
_CASES = 500
_SOON = 3
"""So many of the next cases are known before anybody comes to them."""
_OTHERS = 8
_BEFORE = timedelta(days=90)
"""How far back the other posts of an author are told: older ones lie in files that would all be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the lake adds to a case: its thread, how its post scored, and what else its author wrote."""

    posts: Sequence[ThreadPost]
    score: ScoreView | None
    others: Sequence[ThreadPost]


def around_of(file: CaseFile, *, now: datetime) -> Around | None:
    """All of it; None where the lake cannot be read."""
    if remembering.is_lake_lost() and not _is_kept(file, since=_since(now)):
        return None
    try:
        return Around(
            posts=thread(file.case), score=score(file.case), others=others(file.case, file.author_id, now=now)
        )
    except LakeError:
        log.exception("case_not_read", case_id=file.case.case_id)
        return None


def thread(case: Case) -> list[ThreadPost]:
    """The conversation around the post of a case, oldest first."""
    return _thread(case.key)


def has_thread(case: Case) -> bool:
    """Whether nobody waits for it."""
    return _thread.has(case.key)


def score(case: Case) -> ScoreView | None:
    """How the post of a case scored, and why."""
    return _score(case.key)


def others(case: Case, author_id: str | None, *, now: datetime) -> list[ThreadPost]:
    """Other posts of its author in the last months, newest first."""
    return _others(case.key.platform, author_id, _since(now)) if author_id else []


def heard(file: CaseFile) -> Post:
    """What the customer says in the post of a case and in what they wrote last, by what nobody has to wait for."""
    posts = thread(file.case) if has_thread(file.case) else []
    intent = found.intent if _score.has(file.case.key) and (found := score(file.case)) else ""
    about = next((post.text for post in posts if post.key == file.case.key and post.text), file.excerpt)
    newest = newest_words(file, posts)
    text = about if newest == about else f"{about}\n{newest}"
    said = listen(text, lang=file.lang, intent=intent, topic=file.topic, customer_type=file.customer_type)
    return Post(text=text, said=said)


def newest_words(file: CaseFile, posts: Sequence[ThreadPost]) -> str:
    """The customer's last words in the thread; the opening post where it could not be read."""
    said = [post.text for post in posts if post.author_id == file.author_id and not post.is_brand and post.text]
    return said[-1] if said else file.excerpt


def read_ahead(rows: Sequence[QueueRow], *, now: datetime) -> None:
    """Begin to read what the cases that come next will ask, all at once, while this one is looked at."""
    since = _since(now)
    if not all(_is_known(row, since) for row in rows[:_SOON]):
        _worker().submit(_read_all, rows, since)


def forget() -> None:
    """Let what is being read come to its end."""
    _worker().submit(lambda: None).result()


def _is_known(row: QueueRow, since: date) -> bool:
    if not (_thread.knows(row.key) and _score.knows(row.key)):
        return False
    return row.author_id is None or _others.knows(row.key.platform, row.author_id, since)


def _is_kept(file: CaseFile, *, since: date) -> bool:
    """Whether all of it is kept, be it of an earlier state."""
    key = file.case.key
    has_others = not file.author_id or _others.has(key.platform, file.author_id, since)
    return has_others and _thread.has(key) and _score.has(key)


def _read_all(rows: Sequence[QueueRow], since: date) -> None:
    # a colleague may have asked for the same meanwhile
    wanted = [row for row in rows if not _is_known(row, since)]
    if not wanted:
        return
    keys = [row.key for row in wanted]
    accounts = [(row.key.platform, row.author_id) for row in wanted if row.author_id is not None]
    _thread.fill(lambda: {(key,): posts for key, posts in _threads(keys).items()})
    _score.fill(lambda: {(key,): found for key, found in _scores(keys).items()})
    _others.fill(lambda: {(*account, since): posts for account, posts in _histories(accounts, since).items()})


def _since(now: datetime) -> date:
    return (now - _BEFORE).date()


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead")


@remembered(most=_CASES)
def _thread(key: MentionKey) -> list[ThreadPost]:
    return _threads([key])[key]


@remembered(most=_CASES)
def _score(key: MentionKey) -> ScoreView | None:
    return _scores([key])[key]


@remembered(most=_CASES)
def _others(platform: str, author_id: str, since: date) -> list[ThreadPost]:
    return _histories([(platform, author_id)], since)[platform, author_id]


def _threads(keys: Sequence[MentionKey]) -> dict[MentionKey, list[ThreadPost]]:
    app = backend.app()
    return around.threads(app.lake, keys, owned=config.owned(app.desk))


def _scores(keys: Sequence[MentionKey]) -> dict[MentionKey, ScoreView | None]:
    # that a post has no score is an answer, too
    return {**dict.fromkeys(keys), **around.scores_of(backend.app().lake, keys)}


def _histories(accounts: Sequence[tuple[str, str]], since: date) -> dict[tuple[str, str], list[ThreadPost]]:
    return around.author_histories(backend.app().lake, accounts, limit=_OTHERS, since=since)
