"""How far each reader of the lake has come: by snapshot, never by timestamps alone."""

from datetime import datetime

from sqlalchemy import delete, select

from warehouse.desk import Desk, upsert
from warehouse.lake import Cursor
from warehouse.tables import consumer


def position(desk: Desk, name: str) -> int | None:
    """The last snapshot that the reader called `name` has taken in; None when it never ran."""
    with desk.read() as connection:
        return connection.execute(select(consumer.c.snapshot_id).where(consumer.c.name == name)).scalar()


def move(desk: Desk, name: str, snapshot_id: int, *, now: datetime) -> None:
    """Record that the reader has taken in everything up to `snapshot_id`."""
    with desk.write() as connection:
        upsert(connection, consumer, [{"name": name, "snapshot_id": snapshot_id, "changed_at": now}])


def oldest(desk: Desk) -> int | None:
    """The snapshot that the slowest reader still needs; None when nobody reads."""
    with desk.read() as connection:
        return min(connection.execute(select(consumer.c.snapshot_id)).scalars(), default=None)


def current(cursor: Cursor) -> int:
    """The snapshot that a cursor's transaction sees."""
    row = cursor.execute("select id from ducklake_current_snapshot('lake')").fetchone()
    if row is None:
        raise LookupError("the lake has no snapshot: run `repwatch migrate`")
    return int(row[0])


def start_over(desk: Desk, *, before: int) -> None:
    """Let readers that have not come to a snapshot look at everything once, so that nothing older is kept for them."""
    with desk.write() as connection:
        connection.execute(delete(consumer).where(consumer.c.snapshot_id < before))


def forget(desk: Desk, *, prefix: str, but: str) -> None:
    """Drop the readers whose name starts with `prefix`, all but one: they hold back the clean-up of old snapshots."""
    with desk.write() as connection:
        connection.execute(delete(consumer).where(consumer.c.name.startswith(prefix), consumer.c.name != but))
