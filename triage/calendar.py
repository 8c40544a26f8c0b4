"""Working time: when it runs, and where an amount of it ends."""

import itertools
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from triage.mention import require_utc

FURTHEST = timedelta(days=3660)
"""A calendar that holds no working time within ten years is a mistake, and is told so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Working time within one local day: minutes after midnight, end exclusive, 1440 is midnight."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= 24 * 60:
            raise ValueError(f"a window runs forward within one day, got minutes {self.start} to {self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Working windows per weekday (Monday is 0) in a time zone, less holidays.

    Windows are wall-clock times, amounts are real elapsed time: on a day when clocks change a window may
    hold an hour more or less than its face says.
    """

    zone: str = "UTC"
    windows: Mapping[int, tuple[Window, ...]] = field(default_factory=dict)
    holidays: Container[date] = frozenset()

    def __post_init__(self) -> None:
        if not any(self.windows.values()):
            raise ValueError("a calendar needs at least one window of working time")
        for weekday, day in self.windows.items():
            if weekday not in range(7):
                raise ValueError(f"weekdays are 0 (Monday) to 6 (Sunday), got {weekday}")
            if any(earlier.end > later.start for earlier, later in itertools.pairwise(day)):
                raise ValueError(f"windows of weekday {weekday} overlap or are out of order")

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The instant at which `amount` of working time after `start` is used up; never before `start`.

        ValueError when there is not that much working time within ten years.
        """
        require_utc("start", start)
        left = amount
        for opens, closes in self._spans(start):
            begin = max(opens, start)
            if begin > start + FURTHEST:
                break
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
        raise ValueError("no working time within ten years: check the windows and holidays")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two instants; zero where `end` is not after `start`."""
        require_utc("start", start)
        require_utc("end", end)
        total = timedelta()
        for opens, closes in self._spans(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans in UTC that end after `start`, in order, for a little more than ten years."""
        zone = ZoneInfo(self.zone)
        day = start.astimezone(zone).date() - timedelta(days=1)
        last = (start + FURTHEST).date() + timedelta(days=2)
        while day <= last:
            if day not in self.holidays:
                for window in self.windows.get(day.weekday(), ()):
                    opens = _instant(day, window.start, zone, fold=0)
                    closes = _instant(day, window.end, zone, fold=1)
                    if closes > start and closes > opens:
                        yield opens, closes
            day += timedelta(days=1)


def _instant(day: date, minutes: int, zone: ZoneInfo, *, fold: int) -> datetime:
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
