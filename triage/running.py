"""The spans in which a clock runs: it stands still between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from triage.calendar import Calendar

Span = tuple[datetime, datetime | None]
"""From an instant until another; None is without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Spans that are over, the start of the last one, and where that ended, if it did."""

    past: tuple[tuple[datetime, datetime], ...]
    since: datetime
    stopped_at: datetime | None = None

    @property
    def written(self) -> str:
        """What a due instant rests on, as ISO intervals; where the last span ends does not move it."""
        return " ".join([*(f"{a.isoformat()}/{b.isoformat()}" for a, b in self.past), self.since.isoformat()])

    @classmethod
    def read(cls, written: str) -> "Runs":
        """What `written` says."""
        *past, since = written.split(" ")
        spans = [span.split("/") for span in past]
        return cls(
            past=tuple((datetime.fromisoformat(begins), datetime.fromisoformat(ends)) for begins, ends in spans),
            since=datetime.fromisoformat(since),
        )

    def ends(self, amount: timedelta, calendar: Calendar | None) -> datetime:
        """The instant at which `amount` of running time is used up, as if the last span had no end."""
        left = amount
        for begins, closes in self.past:
            used = calendar.elapsed(begins, closes) if calendar else closes - begins
            if used >= left:
                return _after(begins, left, calendar)
            left -= used
        return _after(self.since, left, calendar)


def running(waits: Iterable[Span], rests: Iterable[Span], *, starts_at: datetime) -> Runs:
    """The spans of `waits` less those of `rests`, both in order; the first wait starts the clock at `starts_at`."""
    spans: list[Span] = []
    rested = list(rests)
    for begins, ends in waits:
        at: datetime | None = begins
        for rest_begins, rest_ends in rested:
            if at is None or (ends is not None and rest_begins >= ends):
                break
            if rest_ends is not None and rest_ends <= at:
                continue
            if rest_begins > at:
                spans.append((at, rest_begins))
            at = rest_ends
        if at is not None and (ends is None or at < ends):
            spans.append((at, ends))
    if not spans:
        return Runs(past=(), since=starts_at, stopped_at=starts_at)
    since, stopped_at = spans[-1]
    return Runs(past=tuple((a, b) for a, b in spans[:-1] if b is not None), since=since, stopped_at=stopped_at)


def _after(start: datetime, amount: timedelta, calendar: Calendar | None) -> datetime:
    return calendar.add(start, amount) if calendar else start + amount
