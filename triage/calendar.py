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
        _zone(self.zone)
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
        if amount < timedelta():
            raise ValueError(f"working time is counted forward, got {amount}")
        left = amount
        for opens, closes in self.spans(start, until=start + FURTHEST):
            begin = max(opens, start)
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
        raise ValueError("no working time within ten years: check the windows and holidays")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two instants; zero where `end` is not after `start`."""
        require_utc("start", start)
        require_utc("end", end)
        total = timedelta()
        for opens, closes in self.spans(start, until=end):
            total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def spans(self, start: datetime, *, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans in UTC that end after `start` and begin before `until`, in order, none over another."""
        zone = _zone(self.zone)
        day = start.astimezone(zone).date() - timedelta(days=1)
        free_from = start - timedelta(days=3)
        while True:
            for window in self.windows.get(day.weekday(), ()) if day not in self.holidays else ():
                # a repeated hour may lie in two windows, and counts once
                opens = max(_instant(day, window.start, zone, fold=0), free_from)
                closes = _instant(day, window.end, zone, fold=1)
                free_from = max(free_from, closes)
                if opens < closes and closes > start and opens < until:
                    yield opens, closes
            day += timedelta(days=1)
            if day > until.astimezone(zone).date():
                return


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone; write one like America/Toronto") from error


def _instant(day: date, minutes: int, zone: ZoneInfo, *, fold: int) -> datetime:
    """A wall-clock time as an instant; one that the clocks skip is the instant at which they skip it."""
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    instant = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    while instant.astimezone(zone).replace(tzinfo=None) != local:
        local += timedelta(minutes=1)
        instant = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    return instant
