"""Pages are drawn one by one: a process draws with one core, and who takes turns waits less than who shares.

Nobody keeps the others for long: what takes its time, such as a replay of promises, goes on beside them.
"""

import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, local

_LONGEST_SECONDS = 0.15
"""How long one may draw before the next begins beside it."""
_STEP_SECONDS = 0.001
"""How long what is read behind may keep Python from a page that comes back from a store, as it does dozens of times."""


@dataclass(eq=False, slots=True)
class _Turn:
    """One turn, and whether it has come."""

    has_come: Lock = field(default_factory=Lock)


@dataclass(slots=True)
class _Line:
    """Who draws, since when, and who comes next."""

    drawing: _Turn | None = None
    since: float = 0.0
    waiting: deque[_Turn] = field(default_factory=deque)
    lock: Lock = field(default_factory=Lock)

    def take(self, *, goes_on: bool) -> _Turn:
        """Wait for a turn; who has begun goes on before others begin, since nobody sees half a page."""
        turn = _Turn()
        with self.lock:
            if self.drawing is None:
                self._begin(turn)
                return turn
            turn.has_come.acquire()
            (self.waiting.appendleft if goes_on else self.waiting.append)(turn)
        while not turn.has_come.acquire(timeout=_LONGEST_SECONDS):
            with self.lock:
                if self.waiting and self.waiting[0] is turn and self._is_long():
                    self.waiting.popleft()
                    self._begin(turn)
                    return turn
        return turn

    def give(self, turn: _Turn) -> None:
        """Let the next begin, unless that was not waited for."""
        with self.lock:
            if self.drawing is not turn:
                return
            self.drawing = None
            if self.waiting:
                following = self.waiting.popleft()
                self._begin(following)
                following.has_come.release()

    def _begin(self, turn: _Turn) -> None:
        self.drawing, self.since = turn, time.monotonic()

    def _is_long(self) -> bool:
        return time.monotonic() - self.since >= _LONGEST_SECONDS


class _Here(local):
    """What this thread does: whether it draws, has drawn before, and the turn it has meanwhile."""

    draws = False
    has_drawn = False
    turn: _Turn | None = None


_line = _Line()
_here = _Here()


def in_small_steps() -> None:
    """Call once, when the console begins."""
    sys.setswitchinterval(_STEP_SECONDS)


@contextmanager
def turn() -> Iterator[None]:
    """Draw when those who came before have drawn."""
    if _here.draws:
        # a part of a page that has waited already
        yield
        return
    _here.draws = True
    # a thread lives for one act, of which the parts are drawn one after the other
    _here.turn = _line.take(goes_on=_here.has_drawn)
    try:
        yield
    finally:
        _give()
        _here.draws, _here.has_drawn = False, True


@contextmanager
def aside() -> Iterator[None]:
    """Let others draw while this one waits for something else than a core."""
    had_turn = _here.turn is not None
    _give()
    try:
        yield
    finally:
        if had_turn:
            _here.turn = _line.take(goes_on=True)


def _give() -> None:
    if _here.turn is not None:
        _line.give(_here.turn)
        _here.turn = None
