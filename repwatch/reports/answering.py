"""Answers a report of the catalogue for a window of time, and adds what its counts amount to."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from repwatch import business
from repwatch.reports.catalogue import Report
from scoring import intervals
from scoring.intervals import Estimate
from triage.calendar import Calendar
from warehouse import asking, desk_tables, outcomes, read
from warehouse.asking import Question
from warehouse.desk import Desk
from warehouse.lake import Lake

Row = dict[str, Any]
WHOLE = "all"
_AT = pa.timestamp("us", tz="UTC")
_WORKING = pa.schema([("opens_at", _AT), ("closes_at", _AT), ("before_seconds", pa.float64())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is asked for: posts from `since` to before `until`, as things stood at `as_of`.

    `by` cuts the figures into parts; `calendar` names the policy's calendar of business time, its first one if empty;
    the rows behind people's figures are of the answers of `answered_by` alone, where any are named.
    """

    as_of: datetime
    since: datetime | None = None
    until: datetime | None = None
    brand: str | None = None
    by: str = WHOLE
    zone: str = "UTC"
    calendar: str = ""
    answered_by: tuple[str, ...] | None = None

    def day_of(self, instant: datetime) -> date:
        """The business day of an instant."""
        return instant.astimezone(ZoneInfo(self.zone)).date()


def values_of(asked: Asked) -> Row:
    """What queries may ask of it."""
    people = None if asked.answered_by is None else list(asked.answered_by)
    return {name: value for name, value in asdict(asked).items() if name != "calendar"} | {"answered_by": people}


def figures(desk: Desk, lake: Lake, report: Report, asked: Asked) -> list[Row]:
    """The figures, each share with its interval; a share of nothing is None."""
    rows = asking.figures(lake, _question(desk, lake, report, asked))
    return [amounting(report, row) for row in rows]


def opened(desk: Desk, lake: Lake, report: Report, asked: Asked, *, limit: int, with_text: bool = False) -> list[Row]:
    """The rows that these figures count."""
    question = _question(desk, lake, report, asked)
    return asking.opened(lake, question, limit=limit, with_text=with_text, of_posts=report.is_of_posts)


def amounting(report: Report, row: Row) -> Row:
    """A row of counts with the shares, nets and means that its report makes of them."""
    found: Row = {}
    for name, (part, whole) in report.shares.items():
        found |= _bounded(name, intervals.share(row[part], row[whole]))
    for name, (above, below, of) in report.nets.items():
        found |= _bounded(name, intervals.net(row[above], row[below], row[of]))
    taken = set[str]()
    for name, (value, deviation, n) in report.means.items():
        found |= _bounded(name, intervals.mean(row[value], deviation=row[deviation], n=row[n]))
        taken |= {value, deviation}
    return {name: value for name, value in row.items() if name not in taken} | found


def _bounded(name: str, found: Estimate) -> Row:
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}


def _question(desk: Desk, lake: Lake, report: Report, asked: Asked) -> Question:
    window = {"since": asked.since, "until": asked.until}
    made = {
        "desk_cases": lambda: desk_tables.cases(desk, **window),
        "desk_events": lambda: desk_tables.events(desk, **window),
        "desk_passes": lambda: desk_tables.passes(desk),
        "desk_ratings": lambda: desk_tables.ratings(desk),
        "desk_outcomes": lambda: outcomes.table(desk, **window),
        "working": lambda: _working(desk, lake, asked),
    }
    return Question(
        rows=report.rows,
        figures=report.figures,
        values=values_of(asked),
        staged={name: made[name]() for name in report.needs},
    )


def _working(desk: Desk, lake: Lake, asked: Asked) -> pa.Table:
    """The policy's working time from the first post on; no rows where it has no calendar."""
    calendar = _calendar(desk, asked.calendar)
    start = read.oldest_at(lake)
    if calendar is None or start is None:
        return pa.Table.from_pylist([], schema=_WORKING)
    rows: list[Row] = []
    before = 0.0
    for opens, closes in calendar.spans(start, until=max(asked.as_of, start)):
        rows.append({"opens_at": opens, "closes_at": closes, "before_seconds": before})
        before += (closes - opens).total_seconds()
    return pa.Table.from_pylist(rows, schema=_WORKING)


def _calendar(desk: Desk, name: str) -> Calendar | None:
    known = business.policy(desk).calendars
    if name and name not in known:
        raise business.BusinessError(f"The policy has no calendar {name!r}; it has {', '.join(known) or 'none'}.")
    return known.get(name) if name else next(iter(known.values()), None)
