"""Posts that are worth another look: those of cases that still wait."""

import json
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import select

from triage.mention import MentionKey
from warehouse import sql
from warehouse.batch import KEY
from warehouse.desk import Desk
from warehouse.lake import Cursor, Lake, rows_of, staged
from warehouse.tables import desk_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A stored post, and what its source noted to find it again."""

    key: MentionKey
    url: str | None
    note: tuple[tuple[str, str], ...]


def followed(desk: Desk, lake: Lake, *, target_id: str, limit: int) -> list[Followed]:
    """The opening posts of waiting cases that a target has seen, soonest due first cut at `limit`."""
    with desk.read() as connection:
        rows = connection.execute(
            select(desk_case.c.platform, desk_case.c.native_id)
            .where(desk_case.c.is_waiting.is_(True))
            .order_by(desk_case.c.next_due_at, desk_case.c.case_id)
            .limit(limit)
        )
        keys = [{"platform": row.platform, "native_id": row.native_id} for row in rows]

    def work(cursor: Cursor) -> list[Followed]:
        with staged(cursor, "wanted", pa.Table.from_pylist(keys, schema=KEY)):
            found = rows_of(cursor.execute(sql.load("queries", "followed"), {"target_id": target_id}))
        return [_followed(row["platform"], row["native_id"], row["url"], row["note"]) for row in found]

    return lake.read(work) if keys else []


def _followed(platform: str, native_id: str, url: str | None, note: str | None) -> Followed:
    pairs = tuple(sorted((str(k), str(v)) for k, v in json.loads(note or "{}").items()))
    return Followed(key=MentionKey(platform=platform, native_id=native_id), url=url, note=pairs)
