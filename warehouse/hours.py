"""Posts by hour, and the hours that were read whole: what the spike detector sees of the lake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from triage.mention import MentionKey
from triage.spikes import Carrier, hours_between
from warehouse import feed, sql
from warehouse.lake import Cursor, Lake, rows_of, staged

Subject = tuple[str, str]
"""Brand and topic."""

_SUBJECT = pa.schema([("brand", pa.string()), ("topic", pa.string())])
_HOUR = pa.schema([*_SUBJECT, ("hour_at", pa.timestamp("us", tz="UTC"))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Hours to look at, by brand and topic, and the snapshot they were looked for in."""

    hours: dict[Subject, list[datetime]]
    snapshot_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Posts by hour and by the targets that saw them, and the hours that each target was read in whole."""

    counts: dict[Subject, dict[datetime, dict[frozenset[str], int]]]
    covered: dict[str, frozenset[datetime]]


def busy(
    lake: Lake, *, since_snapshot: int | None, recent: datetime, oldest: datetime, least: int, now: datetime
) -> Busy:
    """Hours with at least so many posts: those since `recent`, and older ones that changed since a snapshot."""

    def work(cursor: Cursor) -> Busy:
        until = feed.current(cursor)
        changed: set[datetime] | None = set()
        if since_snapshot is None or since_snapshot > until:  # a lake restored from a backup is behind its readers
            changed = None
        elif since_snapshot < until:
            values = {"since": since_snapshot + 1, "until": until, "oldest": oldest}
            changed = {row[0] for row in cursor.execute(sql.load("queries", "changed_hours"), values).fetchall()}
        start = min(changed, default=recent) if changed is not None else oldest
        values = {"since": min(start, recent), "now": now, "least": least}
        hours: dict[Subject, list[datetime]] = {}
        for row in rows_of(cursor.execute(sql.load("queries", "busy_hours"), values)):
            at = row["hour_at"]
            if at >= recent or changed is None or at in changed:
                hours.setdefault((row["brand"], row["topic"]), []).append(at)
        return Busy(hours=hours, snapshot_id=until)

    return lake.read(work)


def seen(lake: Lake, subjects: Sequence[Subject], *, since: datetime, now: datetime) -> Seen:
    """Everything that was posted about these subjects since an instant, and how far each target was read."""

    def work(cursor: Cursor) -> Seen:
        rows = [{"brand": brand, "topic": topic} for brand, topic in subjects]
        counts: dict[Subject, dict[datetime, dict[frozenset[str], int]]] = {subject: {} for subject in subjects}
        with staged(cursor, "wanted", pa.Table.from_pylist(rows, schema=_SUBJECT)):
            found = rows_of(cursor.execute(sql.load("queries", "topic_hours"), {"since": since, "now": now}))
        for row in found:
            hour = counts[row["brand"], row["topic"]].setdefault(row["hour_at"], {})
            hour[frozenset(row["targets"])] = row["posts"]
        covered: dict[str, set[datetime]] = {}
        for row in rows_of(cursor.execute(sql.load("queries", "covered_spans"), {"since": since})):
            span = hours_between(max(row["from_at"], since), min(row["to_at"], now))
            covered.setdefault(row["target_id"], set()).update(span)
        return Seen(counts=counts, covered={name: frozenset(hours) for name, hours in covered.items()})

    return lake.read(work)


def carriers(lake: Lake, hours: Sequence[tuple[Subject, datetime]]) -> dict[tuple[Subject, datetime], list[Carrier]]:
    """The posts of some hours, with whom they reach."""

    def work(cursor: Cursor) -> list[dict[str, Any]]:
        rows = [{"brand": brand, "topic": topic, "hour_at": at} for (brand, topic), at in hours]
        with staged(cursor, "wanted", pa.Table.from_pylist(rows, schema=_HOUR)):
            values = {"since": min(at for _, at in hours)}
            return rows_of(cursor.execute(sql.load("queries", "rush_posts"), values))

    found: dict[tuple[Subject, datetime], list[Carrier]] = {}
    for row in lake.read(work) if hours else []:
        place = ((row.pop("brand"), row.pop("topic")), row.pop("hour_at"))
        key = MentionKey(platform=row.pop("platform"), native_id=row.pop("native_id"))
        found.setdefault(place, []).append(Carrier(key=key, **row))
    return found
