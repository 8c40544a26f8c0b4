"""Incidents in the desk: spikes of a brand and topic, opened once, grown hour by hour, closed when calm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from warehouse.alerting import DueAlert
from warehouse.desk import Desk
from warehouse.tables import incident

_HOUR = timedelta(hours=1)


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
        if is_same and due.posted_at >= rush.opened_at - _HOUR:
            return rush.incident_id
    return None


def closed(desk: Desk, incident_ids: Sequence[str]) -> frozenset[str]:
    """Those of these incidents that are over."""
    with desk.read() as connection:
        over = select(incident.c.incident_id).where(
            incident.c.incident_id.in_(incident_ids), incident.c.closed_at.is_not(None)
        )
        return frozenset(connection.scalars(over)) if incident_ids else frozenset()
