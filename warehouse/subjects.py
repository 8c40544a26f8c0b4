"""What rules of a policy may ask of posts, and the records of cases that are judged by them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import select

from triage.events import Event, EventKind
from warehouse import sql
from warehouse.batch import KEY
from warehouse.cases import events_of
from warehouse.desk import Desk
from warehouse.lake import Cursor, Lake, rows_of, staged
from warehouse.tables import case_event, desk_case

CHUNK = 500
Key = tuple[str, str]


def subjects(lake: Lake, keys: Sequence[Key]) -> dict[Key, dict[str, Any]]:
    """Language, topics, severity and followers of these posts, as far as they are scored."""

    def work(cursor: Cursor) -> list[dict[str, Any]]:
        wanted = [{"platform": platform, "native_id": native_id} for platform, native_id in dict.fromkeys(keys)]
        with staged(cursor, "wanted", pa.Table.from_pylist(wanted, schema=KEY)):
            return rows_of(cursor.execute(sql.load("queries", "subjects")))

    return {(row["platform"], row["native_id"]): row for row in lake.read(work)} if keys else {}


def records(
    desk: Desk, *, since: datetime, brand: str | None = None, with_kind: EventKind | None = None
) -> Iterator[list[list[Event]]]:
    """The records of cases whose post was written from `since` on, oldest first, some hundred at a time.

    With `with_kind` only those in which such an event is.
    """
    query = select(desk_case.c.case_id).where(desk_case.c.posted_at >= since)
    if brand is not None:
        query = query.where(desk_case.c.brand == brand)
    if with_kind is not None:
        has = select(case_event.c.case_id).where(case_event.c.kind == with_kind.value)
        query = query.where(desk_case.c.case_id.in_(has))
    with desk.read() as connection:
        ids = connection.execute(query.order_by(desk_case.c.posted_at, desk_case.c.case_id)).scalars().all()
    for start in range(0, len(ids), CHUNK):
        wanted = ids[start : start + CHUNK]
        with desk.read() as connection:
            found = events_of(connection, wanted)
        yield [found[case_id] for case_id in wanted]
