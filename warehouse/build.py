"""Rebuilds the marts for the days and cases that changed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from warehouse import casework, feed, fence, sql
from warehouse.desk import Desk
from warehouse.lake import Cursor, Lake, staged
from warehouse.leases import Lease

TAKE = 5_000
_AT = pa.timestamp("us", tz="UTC")
_DAY = pa.schema([("wanted_date", pa.date32())])
_CASE = pa.schema([
    *((name, pa.string()) for name in ("case_id", "brand", "platform", "native_id", "status", "severity", "owner")),
    *((name, pa.string()) for name in ("dismiss_reason", "merged_into", "team", "outcome")),
    *((name, pa.string()) for name in ("breached_by", "next_breached_by", "resolve_breached_by")),
    *((name, pa.int32()) for name in ("version", "urgency", "escalation_level", "satisfaction", "next_late")),
    *((name, _AT) for name in ("posted_at", "detected_at", "due_at", "first_answered_at")),
    *((name, _AT) for name in ("resolved_at", "warned_at", "breached_at", "dismissed_at")),
    *((name, _AT) for name in ("resolve_due_at", "resolve_stopped_at", "resolve_breached_at")),
    ("is_answered", pa.bool_()),
])


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSummary:
    """What one build recomputed."""

    days: int
    cases: int
    answers: int = 0
    """Answers that were judged anew by what their customers said since."""
    complaints: int = 0
    """Complaints that were grouped into issues anew."""

    def as_dict(self) -> dict[str, int | str]:
        """The counts by name."""
        return asdict(self)


def build(desk: Desk, lake: Lake, *, zone: str, lease: Lease, now: datetime, is_full: bool = False) -> BuildSummary:
    """Bring the marts up to date; with `is_full` every day is recomputed."""
    taken = _take_cases(desk, lake, zone=zone, lease=lease)
    since = None if is_full else feed.position(desk, "build")

    def work(cursor: Cursor) -> tuple[int, int]:
        until = feed.current(cursor)
        days = _changed_days(cursor, since=since, until=until, zone=zone)
        if days:
            fence.pass_through(cursor, lease)
            _recompute(cursor, days, mart="sentiment_day", day_column="posted_date", zone=zone)
        return len(days), until

    days, until = lake.transaction(work)
    feed.move(desk, "build", until, now=now)
    return BuildSummary(days=days, cases=taken)


def _take_cases(desk: Desk, lake: Lake, *, zone: str, lease: Lease) -> int:
    """Copy changed cases into the lake, then mark their events: a crash between repeats work and loses none."""
    taken = 0
    while ids := casework.untaken(desk, limit=TAKE):
        rows = casework.snapshot(desk, ids)
        _store_cases(lake, rows, zone=zone, lease=lease)
        casework.take(desk, [(row["case_id"], row["version"]) for row in rows])
        taken += len(rows)
    return taken


def _store_cases(lake: Lake, rows: Sequence[dict[str, Any]], *, zone: str, lease: Lease) -> None:
    table = pa.Table.from_pylist([{name: row[name] for name in _CASE.names} for row in rows], schema=_CASE)
    days = sorted({row["posted_at"].astimezone(ZoneInfo(zone)).date() for row in rows})

    def work(cursor: Cursor) -> None:
        fence.pass_through(cursor, lease)
        with staged(cursor, "cases", table):
            cursor.execute(sql.load("loads", "delete_flagged"))
            cursor.execute(sql.load("loads", "insert_flagged"))
        _recompute(cursor, days, mart="case_day", day_column="opened_date", zone=zone)

    lake.transaction(work)


def _recompute(cursor: Cursor, days: Sequence[date], *, mart: str, day_column: str, zone: str) -> None:
    with staged(cursor, "wanted", pa.Table.from_pylist([{"wanted_date": day} for day in days], schema=_DAY)):
        # the names are ours, from the call sites above
        cursor.execute(f"delete from marts.{mart} using wanted where {mart}.{day_column} = wanted.wanted_date")  # noqa: S608 -- names of ours
        cursor.execute(f"insert into marts.{mart} by name {sql.load('models', mart)}", {"zone": zone})


def _changed_days(cursor: Cursor, *, since: int | None, until: int, zone: str) -> list[date]:
    if since is None or since > until:  # a lake restored from a backup is behind its readers
        rows = cursor.execute(sql.load("queries", "all_days"), {"zone": zone}).fetchall()
    elif since == until:
        rows = []
    else:
        values = {"since": since + 1, "until": until, "zone": zone}
        rows = cursor.execute(sql.load("queries", "changed_days"), values).fetchall()
    return sorted(row[0] for row in rows)
