"""Silences of targets in the desk: opened once, ended once, each with what is told of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from warehouse.desk import insert_or_ignore
from warehouse.tables import source_silence

_row = source_silence.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A target that delivered nothing from `since` on, and does not yet."""

    target_id: str
    since: datetime


def going_on(connection: Connection) -> dict[str, Silence]:
    """The silence of each target that is in one."""
    rows = connection.execute(select(_row.target_id, _row.since).where(_row.ended_at.is_(None)))
    return {row.target_id: Silence(target_id=row.target_id, since=row.since) for row in rows}


def begin(connection: Connection, silence: Silence, *, now: datetime) -> bool:
    """Note a silence; False where it was noted before."""
    row = {"target_id": silence.target_id, "since": silence.since, "noticed_at": now}
    return connection.execute(insert_or_ignore(connection, insert(source_silence)).values(row)).rowcount > 0


def end(connection: Connection, silence: Silence, *, now: datetime) -> None:
    """Note that a silence is over."""
    wanted = (_row.target_id == silence.target_id, _row.since == silence.since)
    connection.execute(update(source_silence).where(*wanted).values(ended_at=now))
