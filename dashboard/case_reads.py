"""What an open case asks of the lake: read ahead for the next one, and remembered for two minutes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache, lru_cache

from dashboard import backend
from triage.mention import MentionKey
from warehouse import config, read
from warehouse.read import ScoreView, ThreadPost

_KEEP_SECONDS = 120
_CASES = 500
_OTHERS = 8


def thread(key: MentionKey, *, now: datetime) -> tuple[ThreadPost, ...]:
    """The conversation around a post, oldest first."""
    return _thread(key, _age(now))


def score(key: MentionKey, *, now: datetime) -> ScoreView | None:
    """How a post scored, and why."""
    return _score(key, _age(now))


def others(platform: str, author_id: str | None, *, now: datetime) -> tuple[ThreadPost, ...]:
    """Other posts of an author, newest first."""
    return _others(platform, author_id, _age(now)) if author_id else ()


def read_ahead(key: MentionKey, author_id: str | None, *, now: datetime) -> None:
    """Begin to read what the next case will ask, while this one is looked at."""
    _worker().submit(_all, key, author_id, now)


def forget() -> None:
    """Let what is being read come to its end, and remember nothing."""
    _worker().submit(lambda: None).result()
    for remembered in (_thread, _score, _others):
        remembered.cache_clear()


def _all(key: MentionKey, author_id: str | None, now: datetime) -> None:
    thread(key, now=now)
    score(key, now=now)
    others(key.platform, author_id, now=now)


def _age(now: datetime) -> int:
    return int(now.timestamp() // _KEEP_SECONDS)


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead")


@lru_cache(maxsize=_CASES)
def _thread(key: MentionKey, _age: int) -> tuple[ThreadPost, ...]:
    app = backend.app()
    return tuple(read.thread(app.lake, key, owned=config.owned(app.desk)))


@lru_cache(maxsize=_CASES)
def _score(key: MentionKey, _age: int) -> ScoreView | None:
    return read.score_of(backend.app().lake, key)


@lru_cache(maxsize=_CASES)
def _others(platform: str, author_id: str, _age: int) -> tuple[ThreadPost, ...]:
    return tuple(read.author_history(backend.app().lake, platform=platform, author_id=author_id, limit=_OTHERS))
