"""Tells the desk who has which case before them: at once when that changes, now and then while it stays."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

AGAIN = timedelta(seconds=30)
"""A page is drawn at every click; what has not changed is told again after this."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What this process last told of each person."""

    _told: dict[str, tuple[str, bool, datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def is_news(self, who: str, case_id: str, *, now: datetime, is_writing: bool = False) -> bool:
        """Whether that somebody looks at a case, or writes to its customer, is to be told; it counts as told then."""
        with self._lock:
            case_before, wrote_before, told_at = self._told.get(who, ("", False, now))
            # on either side: what a clock told that was ahead holds nothing back once it is right
            is_recent = abs(now - told_at) < AGAIN
            is_known = case_before == case_id and (wrote_before or not is_writing) and is_recent
            if not is_known:
                self._told[who] = case_id, is_writing, now
            return not is_known
