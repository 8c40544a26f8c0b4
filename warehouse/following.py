"""Posts that are worth another look: those of cases that still wait, and those young enough to change."""

import json
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from sqlalchemy import delete, select

from triage.case import CaseStatus
from triage.mention import MentionKey
from warehouse import sql
from warehouse.batch import KEY
from warehouse.desk import Desk, upsert
from warehouse.lake import Cursor, Lake, rows_of, staged
from warehouse.tables import desk_case, recheck_place

_CASES = 10_000
"""Cases that are looked through for those of one target, of each sort."""
_WANTED = pa.schema([*KEY, ("place", pa.int64())])
_MAY_GO_ON = (
    CaseStatus.ANSWERED.value,
    CaseStatus.RESOLVED.value,
    CaseStatus.SNOOZED.value,
    CaseStatus.MERGED.value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A stored post, and what its source noted to find it again."""

    key: MentionKey
    url: str | None
    note: tuple[tuple[str, str], ...]


def followed(desk: Desk, lake: Lake, *, target_id: str, since: datetime, limit: int) -> list[Followed]:
    """The opening posts of cases that a target has seen: those that wait, soonest due first, then those that may go on.

    A case goes on where the customer comes back below an answer, or an answer comes while it is put off; after `since`,
    when its post was written, that is seldom. Both together are cut at `limit` posts of this target, so that one with
    many cases takes no look from another.
    """
    opening = select(desk_case.c.platform, desk_case.c.native_id)
    waiting = opening.where(desk_case.c.is_waiting.is_(True)).order_by(desk_case.c.next_due_at, desk_case.c.case_id)
    resting = opening.where(desk_case.c.status.in_(_MAY_GO_ON), desk_case.c.posted_at >= since)
    resting = resting.order_by(desk_case.c.posted_at.desc(), desk_case.c.case_id)
    with desk.read() as connection:
        rows = [*connection.execute(waiting.limit(_CASES))]
        rows += connection.execute(resting.limit(_CASES))
    keys = [{"place": place, "platform": row.platform, "native_id": row.native_id} for place, row in enumerate(rows)]

    def work(cursor: Cursor) -> list[Followed]:
        values = {"target_id": target_id, "most": limit}
        with staged(cursor, "wanted", pa.Table.from_pylist(keys, schema=_WANTED)):
            found = rows_of(cursor.execute(sql.load("queries", "followed"), values))
        return [_followed(row["platform"], row["native_id"], row["url"], row["note"]) for row in found]

    return lake.read(work) if keys else []


def recent(desk: Desk, lake: Lake, *, target_id: str, since: datetime, now: datetime, limit: int) -> list[Followed]:
    """The next posts of a target's round over those created from `since` on; a round that is over starts anew.

    A round and not a list by age: so each post is looked at as often as the others, whatever the limit.
    """
    with desk.read() as connection:
        place = connection.execute(select(recheck_place).where(recheck_place.c.target_id == target_id)).first()
    values = {
        "target_id": target_id,
        "since": since,
        "now": now,
        "most": limit,
        "after_created_at": place.created_at if place else None,
        "after_platform": place.platform if place else None,
        "after_native_id": place.native_id if place else None,
    }
    rows = lake.query(sql.load("queries", "recent"), values)
    with desk.write() as connection:
        if len(rows) < limit:
            connection.execute(delete(recheck_place).where(recheck_place.c.target_id == target_id))
        else:
            last = {name: rows[-1][name] for name in ("created_at", "platform", "native_id")}
            upsert(connection, recheck_place, [{"target_id": target_id, **last}])
    return [_followed(row["platform"], row["native_id"], row["url"], row["note"]) for row in rows]


def _followed(platform: str, native_id: str, url: str | None, note: str | None) -> Followed:
    pairs = tuple(sorted((str(k), str(v)) for k, v in json.loads(note or "{}").items()))
    return Followed(key=MentionKey(platform=platform, native_id=native_id), url=url, note=pairs)
