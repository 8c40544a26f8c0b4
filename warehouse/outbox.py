"""The outbox of alerts: put in with what causes them, marked before they are sent, and never sent twice unasked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, tuple_, update

from triage.alerts import OF_EVENTS, AfterCrash, Alert, AlertKind, Channel, Pending, alert_id_of
from triage.events import Event
from triage.urgency import Severity
from warehouse.desk import Desk, insert_or_ignore
from warehouse.tables import alert_due, alert_outbox

KEPT = timedelta(days=90)
_LONGEST_LEASE = timedelta(hours=1)
_CHUNK = 500
_row = alert_outbox.c


class OutboxState(StrEnum):
    """How far an alert has come on its channel."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    """Its sender died in the middle: it may have arrived, and is not sent again unless the channel says so."""
    MOOT = "moot"
    """Settled before anybody was told."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An alert that is to go out; `message_id` is set where it was tried before, with others or alone."""

    pending: Pending
    attempts: int
    message_id: str | None


class NotOursError(Exception):
    """Another process has taken some of these alerts."""


def note_due(connection: Connection, events: Iterable[Event]) -> None:
    """Remember events that people are to be told of, in the transaction that records them."""
    rows = [{"case_id": event.case_id, "version": event.version} for event in events if event.kind in OF_EVENTS]
    if rows:
        connection.execute(insert_or_ignore(connection, insert(alert_due)), rows)


def taken_in(connection: Connection, events: Sequence[tuple[str, int]]) -> None:
    """Forget due events whose alerts were put in by the same transaction."""
    key = tuple_(alert_due.c.case_id, alert_due.c.version)
    for start in range(0, len(events), _CHUNK):
        connection.execute(delete(alert_due).where(key.in_(events[start : start + _CHUNK])))


def put(
    connection: Connection,
    alerts: Iterable[Alert],
    *,
    channels: Sequence[Channel],
    now: datetime,
    incidents: Mapping[str, str] | None = None,
) -> int:
    """Give each channel the alerts it wants; one that it was given before is left alone. Returns how many are new.

    `incidents` names the open incident of an alert's subject.
    """
    rows = [
        _row_of(alert, channel=channel, incident_id=(incidents or {}).get(alert.subject), now=now)
        for alert in alerts
        for channel in channels
        if channel.wants(alert)
    ]
    fresh = 0
    for row in rows:
        fresh += connection.execute(insert_or_ignore(connection, insert(alert_outbox)).values(row)).rowcount
    return fresh


def has(desk: Desk, channel: str, key: str) -> bool:
    """Whether a channel was given an alert, whatever became of it."""
    with desk.read() as connection:
        found = select(_row.alert_id).where(_row.channel == channel, _row.dedup_key == key)
        return connection.scalar(found) is not None


def lines(desk: Desk, channel: str) -> list[Line]:
    """Everything that waits on a channel, oldest first."""
    with desk.read() as connection:
        rows = connection.execute(
            select(alert_outbox)
            .where(_row.state == OutboxState.WAITING.value, _row.channel == channel)
            .order_by(_row.created_at, _row.alert_id)
        )
        return [_line(row) for row in rows]


def claim(desk: Desk, alert_ids: Sequence[str], *, message_id: str, until: datetime) -> None:
    """Write that these alerts are being sent, before they are; NotOursError where another process does so."""
    mark = {
        "state": OutboxState.SENDING.value,
        "message_id": message_id,
        "lease_until": until,
        "attempts": _row.attempts + 1,
    }
    with desk.write() as connection:
        claimed = 0
        for start in range(0, len(alert_ids), _CHUNK):
            wanted = _row.alert_id.in_(alert_ids[start : start + _CHUNK])
            waiting = update(alert_outbox).where(wanted, _row.state == OutboxState.WAITING.value)
            claimed += connection.execute(waiting.values(mark)).rowcount
        if claimed != len(alert_ids):
            raise NotOursError


def settle(
    desk: Desk,
    alert_ids: Sequence[str],
    state: OutboxState,
    *,
    now: datetime,
    problem: str | None = None,
    next_try_at: datetime | None = None,
) -> None:
    """Write what became of alerts: sent, moot, failed, or waiting for another try."""
    values: dict[str, Any] = {"state": state.value, "lease_until": None, "problem": problem}
    if state is OutboxState.SENT:
        values["sent_at"] = now
    if next_try_at is not None:
        values["next_try_at"] = next_try_at
    with desk.write() as connection:
        for start in range(0, len(alert_ids), _CHUNK):
            wanted = _row.alert_id.in_(alert_ids[start : start + _CHUNK])
            connection.execute(update(alert_outbox).where(wanted).values(values))


def after_crash(desk: Desk, *, channels: Sequence[Channel], now: datetime) -> int:
    """Settle what a sender that died has left behind, as each channel wants it; returns how many are unsure now."""
    resending = [channel.name for channel in channels if channel.after_crash is AfterCrash.RESEND]
    # what a clock that ran ahead has marked is left, too: no sender takes so long
    is_over = or_(_row.lease_until < now, _row.lease_until > now + _LONGEST_LEASE)
    left = and_(_row.state == OutboxState.SENDING.value, is_over)
    with desk.write() as connection:
        again = update(alert_outbox).where(left, _row.channel.in_(resending))
        connection.execute(again.values(state=OutboxState.WAITING.value, lease_until=None))
        held = update(alert_outbox).where(left, _row.channel.not_in(resending))
        return connection.execute(held.values(state=OutboxState.UNSURE.value, lease_until=None)).rowcount


def doubt(desk: Desk) -> int:
    """Of a desk that comes from a copy: what waited then may have been sent since; returns how many are unsure now."""
    open_then = _row.state.in_((OutboxState.WAITING.value, OutboxState.SENDING.value))
    with desk.write() as connection:
        held = update(alert_outbox).where(open_then)
        return connection.execute(held.values(state=OutboxState.UNSURE.value, lease_until=None)).rowcount


def release(desk: Desk, channel: str, *, now: datetime, resend: bool) -> int:
    """What a person says of a channel's unsure alerts: send them (and the failed) again, or they did arrive."""
    wanted = (OutboxState.UNSURE.value, OutboxState.FAILED.value) if resend else (OutboxState.UNSURE.value,)
    again = {"state": OutboxState.WAITING.value, "next_try_at": now, "attempts": 0}
    with desk.write() as connection:
        lines = update(alert_outbox).where(_row.state.in_(wanted), _row.channel == channel)
        return connection.execute(lines.values(again if resend else {"state": OutboxState.SENT.value})).rowcount


def messages_between(desk: Desk, channel: str, since: datetime, until: datetime) -> int:
    """How many messages a channel was sent in a span; what a clock that ran ahead has noted is of no hour yet."""
    with desk.read() as connection:
        sent = select(func.count(_row.message_id.distinct())).where(
            _row.channel == channel, _row.sent_at > since, _row.sent_at <= until
        )
        return connection.scalar(sent) or 0


def incidents_told(desk: Desk, channel: str, since: datetime, until: datetime) -> frozenset[str]:
    """Incidents whose cases a channel heard of in a span."""
    with desk.read() as connection:
        told = select(_row.incident_id).where(
            _row.channel == channel, _row.sent_at > since, _row.sent_at <= until, _row.incident_id.is_not(None)
        )
        return frozenset(connection.scalars(told.distinct()))


def counts(desk: Desk) -> dict[str, dict[OutboxState, int]]:
    """How many alerts of each channel are where."""
    found: dict[str, dict[OutboxState, int]] = {}
    with desk.read() as connection:
        rows = connection.execute(
            select(_row.channel, _row.state, func.count().label("n")).group_by(_row.channel, _row.state)
        )
        for row in rows:
            found.setdefault(row.channel, {})[OutboxState(row.state)] = row.n
    return found


def problems(desk: Desk) -> dict[str, str]:
    """The last problem of each channel that has one now."""
    with desk.read() as connection:
        states = (OutboxState.WAITING.value, OutboxState.FAILED.value)
        rows = connection.execute(
            select(_row.channel, _row.problem)
            .where(_row.state.in_(states), _row.problem.is_not(None))
            .order_by(_row.channel, _row.next_try_at)
        )
        return {row.channel: row.problem for row in rows}


def forget(desk: Desk, *, channels: Sequence[Channel], now: datetime) -> None:
    """Drop what was settled long ago, and settle what waits on a channel that is no more; the rest stays."""
    done = (OutboxState.SENT.value, OutboxState.MOOT.value)
    names = [channel.name for channel in channels]
    with desk.write() as connection:
        connection.execute(delete(alert_outbox).where(_row.state.in_(done), _row.created_at < now - KEPT))
        orphan = update(alert_outbox).where(_row.state == OutboxState.WAITING.value, _row.channel.not_in(names))
        connection.execute(orphan.values(state=OutboxState.MOOT.value))


def _row_of(alert: Alert, *, channel: Channel, incident_id: str | None, now: datetime) -> dict[str, Any]:
    return {
        "alert_id": alert_id_of(channel.name, alert.key),
        "channel": channel.name,
        "dedup_key": alert.key,
        "kind": alert.kind.value,
        "brands": list(alert.brands),
        "severity": alert.severity.value if alert.severity else None,
        "subject": alert.subject,
        "happened_at": alert.happened_at,
        "facts": dict(alert.facts),
        "incident_id": incident_id,
        "state": OutboxState.WAITING.value,
        "attempts": 0,
        "created_at": now,
        "next_try_at": now,
    }


def _line(row: Any) -> Line:  # noqa: ANN401 -- a row of alert_outbox
    alert = Alert(
        key=row.dedup_key,
        kind=AlertKind(row.kind),
        subject=row.subject,
        happened_at=row.happened_at,
        brands=tuple(row.brands),
        severity=Severity(row.severity) if row.severity else None,
        facts=row.facts,
    )
    pending = Pending(alert_id=row.alert_id, alert=alert, next_try_at=row.next_try_at, incident_id=row.incident_id)
    return Line(pending=pending, attempts=row.attempts, message_id=row.message_id)
