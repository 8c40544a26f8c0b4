"""Incidents in the desk: spikes of a brand and topic, opened once, grown hour by hour, closed when calm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from triage.mention import MentionKey
from triage.spikes import HOUR, Incident, RushHour
from warehouse.alerting import DueAlert
from warehouse.desk import Desk, upsert
from warehouse.tables import incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Rush:
    """An open incident, as far as a case needs to know it."""

    incident_id: str
    brand: str
    topic: str
    opened_at: datetime


def rushes(connection: Connection) -> list[Rush]:
    """Every open incident."""
    rows = connection.execute(
        select(incident.c.incident_id, incident.c.brand, incident.c.topic, incident.c.opened_at).where(
            incident.c.closed_at.is_(None)
        )
    )
    return [Rush(**row) for row in rows.mappings()]


def rush_of(open_now: Sequence[Rush], due: DueAlert) -> str | None:
    """The open incident that a case is part of: its brand and topic, posted since the rush began."""
    for rush in open_now:
        is_same = rush.brand in due.alert.brands and rush.topic == due.topic
        if is_same and due.posted_at >= rush.opened_at - HOUR:
            return rush.incident_id
    return None


def closed(desk: Desk, incident_ids: Sequence[str]) -> frozenset[str]:
    """Those of these incidents that are over."""
    with desk.read() as connection:
        over = select(incident.c.incident_id).where(
            incident.c.incident_id.in_(incident_ids), incident.c.closed_at.is_not(None)
        )
        return frozenset(connection.scalars(over)) if incident_ids else frozenset()


def since(connection: Connection, at: datetime) -> list[Incident]:
    """Open incidents, and closed ones whose last hour is not before an instant, oldest first."""
    row = incident.c
    rows = connection.execute(
        select(incident).where(or_(row.closed_at.is_(None), row.last_hour_at >= at)).order_by(row.opened_at)
    )
    return [_incident(found) for found in rows]


def latest(desk: Desk, *, limit: int, is_open: bool = False) -> list[Incident]:
    """The latest incidents, newest first."""
    found = select(incident).order_by(incident.c.opened_at.desc(), incident.c.incident_id).limit(limit)
    with desk.read() as connection:
        rows = connection.execute(found.where(incident.c.closed_at.is_(None)) if is_open else found)
        return [_incident(row) for row in rows]


def save(connection: Connection, changed: Iterable[Incident], *, now: datetime) -> None:
    """Keep incidents as they stand now; when one was found is kept from the first time."""
    rows = [_row(one) for one in changed]
    found = select(incident.c.incident_id, incident.c.found_at).where(
        incident.c.incident_id.in_([row["incident_id"] for row in rows])
    )
    before = {row.incident_id: row.found_at for row in connection.execute(found)}
    upsert(connection, incident, [{**row, "found_at": before.get(row["incident_id"], now)} for row in rows])


def _row(one: Incident) -> dict[str, Any]:
    return {
        "incident_id": one.incident_id,
        "brand": one.brand,
        "topic": one.topic,
        "opened_at": one.opened_at,
        "last_hour_at": one.last_hour_at,
        "closed_at": one.closed_at,
        "level": one.level,
        "hours": {at.isoformat(): [rush.posts, rush.usual, rush.reach] for at, rush in sorted(one.hours.items())},
        "drivers": [[key.platform, key.native_id, weight] for key, weight in one.drivers],
    }


def _incident(row: Any) -> Incident:  # noqa: ANN401 -- a row of incident
    return Incident(
        incident_id=row.incident_id,
        brand=row.brand,
        topic=row.topic,
        opened_at=row.opened_at,
        last_hour_at=row.last_hour_at,
        closed_at=row.closed_at,
        level=row.level,
        hours={
            datetime.fromisoformat(at): RushHour(posts=posts, usual=usual, reach=reach)
            for at, (posts, usual, reach) in row.hours.items()
        },
        drivers=tuple(
            (MentionKey(platform=platform, native_id=native_id), weight) for platform, native_id, weight in row.drivers
        ),
    )
