"""What people decided about posts, read from the record of cases, and the posts that this can be learnt from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from sqlalchemy import or_, select

from triage.decisions import Decision, decision_of
from triage.events import SYSTEM, EventKind
from triage.mention import MentionKey
from warehouse import sql
from warehouse.batch import KEY
from warehouse.cases import events_of
from warehouse.desk import Desk
from warehouse.lake import Cursor, Lake, rows_of, staged
from warehouse.tables import case_event, desk_case

_TELLING = (EventKind.ANSWERED, EventKind.DISMISSED, EventKind.REOPENED, EventKind.SEVERITY_CHANGED)
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A post, and the last word of one brand's people on it."""

    brand: str
    key: MentionKey
    decision: Decision


def decided(desk: Desk) -> list[Decided]:
    """Every decision that stands, by post and brand; it is read from the events, so that an undone one is none."""
    told = or_(
        case_event.c.kind.in_([kind.value for kind in _TELLING]),
        (case_event.c.kind == EventKind.OPENED.value) & (case_event.c.actor != SYSTEM),
    )
    with desk.read() as connection:
        ids = list(connection.execute(select(case_event.c.case_id).where(told).distinct()).scalars())
        found = []
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            histories = events_of(connection, chunk)
            for row in connection.execute(select(desk_case).where(desk_case.c.case_id.in_(chunk))):
                decision = decision_of(histories[row.case_id])
                if decision is not None:
                    key = MentionKey(platform=row.platform, native_id=row.native_id)
                    found.append(Decided(brand=row.brand, key=key, decision=decision))
    return sorted(found, key=lambda one: (one.key.platform, one.key.native_id, one.brand))


def posts(lake: Lake, keys: Sequence[MentionKey]) -> list[dict[str, Any]]:
    """What can be learnt from of the posts with these keys, in order; posts that are gone are left out."""

    def work(cursor: Cursor) -> list[dict[str, Any]]:
        wanted = [{"platform": key.platform, "native_id": key.native_id} for key in keys]
        with staged(cursor, "wanted", pa.Table.from_pylist(wanted, schema=KEY)):
            return rows_of(cursor.execute(sql.load("queries", "posts_to_learn")))

    return lake.read(work)


def recent(lake: Lake, *, limit: int) -> list[MentionKey]:
    """Keys of the newest scored opening posts that still have a text."""
    rows = lake.query(sql.load("queries", "recent_openings"), {"limit": limit})
    return [MentionKey(platform=row["platform"], native_id=row["native_id"]) for row in rows]
