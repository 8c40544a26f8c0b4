"""Who has which case before them now, so that two people do not answer one customer; known to this process only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

FRESH_SECONDS = 90.0
"""A page is drawn anew each minute: whoever was not heard of for longer is gone."""


@dataclass(slots=True)
class Look:
    """A person's look at a case: when it was heard of last, and when they wrote last."""

    case_id: str
    seen_at: float
    wrote_at: float | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """One look a person: who opens another case has left the last one."""

    _looks: dict[str, Look] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def looks(self, who: str, case_id: str, *, at: float) -> None:
        """Somebody has a case before them."""
        with self._lock:
            held = self._looks.get(who)
            if held is not None and held.case_id == case_id:
                held.seen_at = at
            else:
                self._looks[who] = Look(case_id=case_id, seen_at=at)

    def writes(self, who: str, case_id: str, *, at: float) -> None:
        """Somebody writes an answer to a case."""
        with self._lock:
            self._looks[who] = Look(case_id=case_id, seen_at=at, wrote_at=at)

    def others(self, who: str, case_id: str, *, at: float) -> Sequence[tuple[str, bool]]:
        """Who else has the case before them, by name, and whether they write."""
        with self._lock:
            for name in [name for name, look in self._looks.items() if at - look.seen_at > FRESH_SECONDS]:
                del self._looks[name]
            return sorted(
                (name, look.wrote_at is not None and at - look.wrote_at <= FRESH_SECONDS)
                for name, look in self._looks.items()
                if name != who and look.case_id == case_id
            )
