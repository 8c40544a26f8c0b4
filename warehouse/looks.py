"""Who has which case before them now, so that two people do not answer one customer: one row a person."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from warehouse.desk import Desk, upsert
from warehouse.tables import case_look

FRESH = timedelta(seconds=90)
"""A page is drawn anew each minute: whoever was not heard of for longer is gone.

Whoever is heard of from further ahead has a clock that is wrong, and is not known to be there either.
"""


def look(desk: Desk, who: str, case_id: str, *, now: datetime, is_writing: bool = False) -> None:
    """Somebody has a case before them, or writes an answer to it; who opens another has left the last one."""
    seen = case_look.c
    with desk.write() as connection:
        connection.execute(delete(case_look).where(~_is_fresh(now)))
        wrote_at = connection.scalar(select(seen.wrote_at).where(seen.who == who, seen.case_id == case_id))
        row = {"who": who, "case_id": case_id, "seen_at": now, "wrote_at": now if is_writing else wrote_at}
        upsert(connection, case_look, [row])


def others(desk: Desk, who: str, case_id: str, *, now: datetime) -> list[tuple[str, bool]]:
    """Who else has the case before them, by name, and whether they write."""
    seen = case_look.c
    query = select(seen.who, seen.wrote_at).where(seen.case_id == case_id, seen.who != who, _is_fresh(now))
    with desk.read() as connection:
        rows = connection.execute(query.order_by(seen.who)).all()
    return [(row.who, row.wrote_at is not None and abs(now - row.wrote_at) <= FRESH) for row in rows]


def _is_fresh(now: datetime) -> ColumnElement[bool]:
    return case_look.c.seen_at.between(now - FRESH, now + FRESH)
