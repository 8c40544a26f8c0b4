"""What several sessions ask of the stores: kept, given at once, and brought up to date behind them."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, update_wrapper
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

import structlog

from dashboard import backend, one_by_one
from warehouse import read
from warehouse.errors import LakeError

log = structlog.get_logger(__name__)
P = ParamSpec("P")
R = TypeVar("R")
Key = tuple[tuple[Hashable, ...], tuple[tuple[str, Hashable], ...]]

_LOOK_SECONDS = 15
_PATIENCE_SECONDS = 10
"""How often it is looked whether the lake has changed, at most."""
_MOVES_ON = timedelta(minutes=5)
"""Promises come due without anything new: after this, figures are brought up to date all the same."""
_TOO_OLD = timedelta(minutes=20)
"""What nobody asked for in this time is no answer any more."""


@dataclass(slots=True, kw_only=True)
class _Kept(Generic[R]):
    """An answer, the state of the lake that it was read from, and when."""

    value: R
    snapshot: int
    read_at: float
    is_awaited: bool = False


@dataclass(slots=True)
class _Lake:
    """The newest state of the lake that is known."""

    snapshot: int = 0
    looked_at: float = float("-inf")
    is_lost: bool = False
    lock: Lock = field(default_factory=Lock)

    def now(self) -> int:
        """The state as it was some seconds ago at most; looked up behind the one who asks, but for the first time."""
        with self.lock:
            is_first, is_due = not self.snapshot and not self.is_lost, self._is_due()
            if is_due:
                self.looked_at = time.monotonic()
        if is_first:
            self.look()
        elif is_due:
            behind(self.look)
        return self.snapshot

    def look(self) -> None:
        """Look it up. What is remembered of the desk is given all the same where the lake cannot be read."""
        try:
            self.snapshot, self.is_lost = read.snapshot_id(backend.app().lake), False
        except LakeError:
            self.is_lost = True
            log.exception("lake_not_read")

    def _is_due(self) -> bool:
        return time.monotonic() - self.looked_at > _LOOK_SECONDS


class Remembered(Generic[P, R]):
    """A function whose answers are kept by its arguments. Callers share them and leave them as they are.

    An answer is read while its caller waits only where there is none, or one that is too old. One that was read from an
    earlier state of the lake is given once more, and read anew behind the caller.
    """

    def __init__(
        self, work: Callable[P, R], *, most: int, after: timedelta, oldest: timedelta, is_figure: bool = False
    ) -> None:
        self._work = work
        self._most = most
        self._after = after.total_seconds()
        self._oldest = oldest.total_seconds()
        self._is_figure = is_figure
        self._kept: OrderedDict[Key, _Kept[R]] = OrderedDict()
        self._lock = Lock()
        self._reading: dict[Key, Lock] = {}
        _forgetting.append(self.clear)
        update_wrapper(self, work)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        key = _key(args, kwargs)
        kept, snapshot = self._found(key), _lake.now()
        if kept is None:
            with self._lock:
                turn = self._reading.setdefault(key, Lock())
            with one_by_one.aside(), turn:
                # somebody else may have asked the same meanwhile
                kept = self._found(key) or self._read(key, args, kwargs)
            return kept.value
        if self._is_figure and (ages := _ages.get()) is not None:
            ages.append(time.monotonic() - kept.read_at)
        if not kept.is_awaited and self._is_behind(kept, snapshot):
            kept.is_awaited = True
            behind(lambda: self._renew(kept, key, args, kwargs))
        return kept.value

    def knows(self, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether the answer is kept, and up to date."""
        kept = self._found(_key(args, kwargs))
        return kept is not None and not self._is_behind(kept, _lake.now())

    def has(self, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether an answer is kept, be it of an earlier state: nobody waits for it."""
        return self._found(_key(args, kwargs)) is not None

    def fill(self, read: Callable[[], Mapping[tuple[Hashable, ...], R]]) -> None:
        """Keep answers that are read many at once, by their arguments."""
        snapshot, read_at = _lake.snapshot, time.monotonic()
        for args, value in read().items():
            self._keep(_key(args, {}), _Kept(value=value, snapshot=snapshot, read_at=read_at))

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
            self._reading.clear()

    def _found(self, key: Key) -> _Kept[R] | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or time.monotonic() - kept.read_at > self._oldest:
                return None
            self._kept.move_to_end(key)
            return kept

    def _is_behind(self, kept: _Kept[R], snapshot: int) -> bool:
        return kept.snapshot != snapshot or time.monotonic() - kept.read_at > self._after

    def _renew(self, kept: _Kept[R], key: Key, args: tuple[Hashable, ...], kwargs: dict[str, Hashable]) -> None:
        try:
            self._read(key, args, kwargs)
        finally:
            kept.is_awaited = False

    def _read(self, key: Key, args: tuple[Hashable, ...], kwargs: dict[str, Hashable]) -> _Kept[R]:
        snapshot, read_at = _lake.snapshot, time.monotonic()
        value = self._work(*args, **kwargs)  # type: ignore[arg-type]  # the arguments are those that we were called with
        kept = _Kept(value=value, snapshot=snapshot, read_at=read_at)
        self._keep(key, kept)
        return kept

    def _keep(self, key: Key, kept: _Kept[R]) -> None:
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def remembered(
    *, most: int = 50, after: timedelta = _MOVES_ON, oldest: timedelta = _TOO_OLD, is_figure: bool = False
) -> Callable[[Callable[P, R]], Remembered[P, R]]:
    """Keep the last `most` answers of a function; each is read anew `after` this time where the lake is as it was.

    One that is older than `oldest` is given to nobody: what is called "now" must not be of minutes ago. A page says
    when its figures were counted.
    """
    return lambda work: Remembered(work, most=most, after=after, oldest=oldest, is_figure=is_figure)


@contextmanager
def watched() -> Iterator[list[float]]:
    """How old, in seconds, the figures are that were known before and are given meanwhile."""
    ages: list[float] = []
    mark = _ages.set(ages)
    try:
        yield ages
    finally:
        _ages.reset(mark)


def forget() -> None:
    """Let what is being read come to its end, unless that takes too long, and keep nothing."""
    wait([_worker().submit(lambda: None)], timeout=_PATIENCE_SECONDS)
    for clear in _forgetting:
        clear()
    _lake.snapshot, _lake.looked_at, _lake.is_lost = 0, float("-inf"), False


def is_lake_lost() -> bool:
    """Whether the lake could not be read when it was last looked at: nobody waits for it then."""
    _lake.now()
    return _lake.is_lost


def behind(work: Callable[[], object]) -> Future[object]:
    """Do it as soon as what waits before it is done, while nobody waits."""
    begun = _worker().submit(work)
    begun.add_done_callback(_tell)
    return begun


def _key(args: tuple[Hashable, ...], kwargs: Mapping[str, Hashable]) -> Key:
    return args, tuple(sorted(kwargs.items()))


def _tell(done: Future[object]) -> None:
    # nobody waits for it: what was known is given on, and whoever asks next tries again
    if error := done.exception():
        log.error("not_brought_up_to_date", exc_info=error)


@cache
def _worker() -> ThreadPoolExecutor:
    # one: what is brought up to date leaves the other core to who waits
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="up-to-date")


_ages: ContextVar[list[float] | None] = ContextVar("ages", default=None)
_lake = _Lake()
_forgetting: list[Callable[[], None]] = []
