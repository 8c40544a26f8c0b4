"""Who was told of an incident, as the outbox holds it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from triage.alerts import AlertKind
from warehouse.desk import Desk
from warehouse.outbox import OutboxState
from warehouse.tables import alert_outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a channel was told of an incident and its cases: alerts of one kind in one state, and when the last went."""

    channel: str
    kind: AlertKind
    state: OutboxState
    alerts: int
    last_at: datetime | None


def told(desk: Desk, incident_id: str) -> list[Told]:
    """By channel, what was said of an incident and of the cases in it."""
    row = alert_outbox.c
    found = (
        select(row.channel, row.kind, row.state, func.count(), func.max(row.sent_at))
        .where(or_(row.subject == incident_id, row.incident_id == incident_id))
        .group_by(row.channel, row.kind, row.state)
        .order_by(row.channel, row.kind, row.state)
    )
    with desk.read() as connection:
        return [
            Told(channel=channel, kind=AlertKind(kind), state=OutboxState(state), alerts=alerts, last_at=last_at)
            for channel, kind, state, alerts, last_at in connection.execute(found)
        ]
