"""Tells people what they asked to be told: events become alerts in the outbox, and the outbox is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from repwatch.alert_words import Message, Said, Speaker
from repwatch.channels import Outlet
from repwatch.sending import ChannelSetupError, UndeliveredError
from triage.alerts import (
    INCIDENT_PAUSE,
    MOST_TRIES,
    OF_CASES,
    AlertKind,
    Batch,
    Pending,
    batches,
    is_moot,
    message_id_of,
    next_try,
)
from warehouse import alerting, incidents, outbox
from warehouse.alerting import CaseNow
from warehouse.desk import Desk
from warehouse.outbox import Line, NotOursError, OutboxState

log = structlog.get_logger(__name__)

TAKEN_TOGETHER = 200
LEASE = timedelta(minutes=2)
"""Longer than any receiver is waited for; a line that is "sending" for longer has lost its sender."""
HOUR = timedelta(hours=1)


class Carrier(Protocol):
    """Hands messages over."""

    def send(self, url_secret: str, message: Message) -> None:
        """UndeliveredError where the receiver does not say that it has it."""
        ...


@dataclass(slots=True, kw_only=True)
class NotifySummary:
    """What one pass told: `raised` lines came into the outbox, `alerts` of it went out in `messages`."""

    raised: int = 0
    messages: int = 0
    alerts: int = 0
    waiting: int = 0
    moot: int = 0
    unsure: int = 0
    failed: int = 0

    def as_dict(self) -> dict[str, int | str]:
        """The counts by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What telling takes: the desk, a carrier, and the words; `clock` is the real one, for leases."""

    desk: Desk
    carrier: Carrier
    console: str
    titles: Mapping[str, str]
    clock: Callable[[], datetime]


def take_in(desk: Desk, outlets: Sequence[Outlet], *, now: datetime) -> int:
    """Turn events that are to be told into lines of the outbox; a crash between two hundred repeats and loses none."""
    channels = [outlet.channel for outlet in outlets]
    raised = 0
    while True:
        with desk.write() as connection:
            due = alerting.due_alerts(connection, limit=TAKEN_TOGETHER)
            rushes = incidents.rushes(connection)
            of_rush = {one.case_id: rush for one in due if (rush := incidents.rush_of(rushes, one)) is not None}
            alerts = [one.alert for one in due]
            raised += outbox.put(connection, alerts, channels=channels, now=now, incidents=of_rush)
            outbox.taken_in(connection, [(one.case_id, one.version) for one in due])
        if len(due) < TAKEN_TOGETHER:
            return raised


def send_all(office: Office, outlets: Sequence[Outlet], *, now: datetime) -> NotifySummary:
    """Send what waits, channel by channel; one that fails is tried again later and holds up no other."""
    channels = [outlet.channel for outlet in outlets]
    outbox.after_crash(office.desk, channels=channels, now=office.clock())
    outbox.forget(office.desk, channels=channels, now=now)
    summary = NotifySummary()
    unsure = {name: states.get(OutboxState.UNSURE, 0) for name, states in outbox.counts(office.desk).items()}
    for outlet in outlets:
        _send_channel(office, outlet, summary, unsure=unsure.get(outlet.name, 0), now=now)
    states = outbox.counts(office.desk).values()
    summary.waiting = sum(found.get(OutboxState.WAITING, 0) for found in states)
    summary.unsure = sum(found.get(OutboxState.UNSURE, 0) for found in states)
    summary.failed = sum(found.get(OutboxState.FAILED, 0) for found in states)
    log.info("notified", **summary.as_dict())
    return summary


def _send_channel(office: Office, outlet: Outlet, summary: NotifySummary, *, unsure: int, now: datetime) -> None:
    waiting = outbox.lines(office.desk, outlet.name)
    cases = alerting.cases_now(office.desk, [one.pending.alert.subject for one in waiting if _is_of_case(one)])
    moot = _moot(office.desk, waiting, cases, now=now)
    outbox.settle(office.desk, sorted(moot), OutboxState.MOOT, now=now)
    summary.moot += len(moot)
    lines = {one.pending.alert_id: one for one in waiting if one.pending.alert_id not in moot}
    said = {case_id: Said(author=case.author, excerpt=case.excerpt) for case_id, case in cases.items()}
    speaker = Speaker(outlet=outlet, console=office.console, titles=office.titles, said=said)
    for batch, message_id in _plan(office.desk, outlet, lines, now=now):
        members = [lines[one.alert_id] for one in batch.pending]
        message = speaker.message(batch, message_id=message_id, unsure=unsure)
        try:
            if not _send(office, outlet, members, message, now=now):
                break  # what one message meets, the next would meet, too
        except NotOursError:
            continue
        summary.messages += 1
        summary.alerts += len(members)


def _plan(desk: Desk, outlet: Outlet, lines: Mapping[str, Line], *, now: datetime) -> list[tuple[Batch, str]]:
    """What goes out now, with its id: first what was tried before, as it was, under the id that it had."""
    tried: dict[str, list[Pending]] = {}
    for one in lines.values():
        if one.message_id is not None:
            tried.setdefault(one.message_id, []).append(one.pending)
    again = [(Batch(pending=tuple(group), incident_id=_common(group)), name) for name, group in tried.items()]
    is_quiet = outlet.channel.is_quiet(now=now)
    again = [
        (batch, name)
        for batch, name in again
        if all(one.is_ripe(now=now) for one in batch.pending)
        and (not is_quiet or any(outlet.channel.is_urgent(one.alert) for one in batch.pending))
    ]
    fresh = batches(
        [one.pending for one in lines.values() if one.message_id is None],
        channel=outlet.channel,
        now=now,
        sent=outbox.messages_between(desk, outlet.name, now - HOUR, now) + len(again),
        quieted=outbox.incidents_told(desk, outlet.name, now - INCIDENT_PAUSE, now),
    )
    return again + [(batch, message_id_of(one.alert_id for one in batch.pending)) for batch in fresh]


def _send(office: Office, outlet: Outlet, members: Sequence[Line], message: Message, *, now: datetime) -> bool:
    """Mark, send, settle, in this order: a crash in the middle leaves a line that says so."""
    ids = [one.pending.alert_id for one in members]
    outbox.claim(office.desk, ids, message_id=message.message_id, until=office.clock() + LEASE)
    try:
        office.carrier.send(outlet.url_secret, message)
    except UndeliveredError as error:
        attempts = max(one.attempts for one in members) + 1
        # an address that is missing is no fault of the message: it waits until a person has set it
        is_last = attempts >= MOST_TRIES and not isinstance(error, ChannelSetupError)
        outbox.settle(
            office.desk,
            ids,
            OutboxState.FAILED if is_last else OutboxState.WAITING,
            now=now,
            problem=str(error),
            next_try_at=next_try(attempts, seed=message.message_id, now=now),
        )
        log.warning("alert not delivered", channel=outlet.name, problem=str(error), attempts=attempts)
        return False
    outbox.settle(office.desk, ids, OutboxState.SENT, now=now)
    return True


def _moot(desk: Desk, waiting: Sequence[Line], cases: Mapping[str, CaseNow], *, now: datetime) -> set[str]:
    """Lines that nobody needs to hear any more: settled cases, spikes that are over, silences that ended unheard."""
    moot = set()
    closed = incidents.closed(desk, [one.pending.alert.subject for one in waiting if _is(one, AlertKind.SPIKE)])
    untold = {one.pending.alert.subject for one in waiting if _is(one, AlertKind.SOURCE_SILENT)}
    ended = {one.pending.alert.subject for one in waiting if _is(one, AlertKind.SOURCE_BACK)}
    for one in waiting:
        alert = one.pending.alert
        if _is_of_case(one):
            case = cases.get(alert.subject)
            is_over = case is None or is_moot(alert, status=case.status, now=now)
        elif alert.kind is AlertKind.SPIKE:
            is_over = alert.subject in closed
        else:
            is_over = alert.subject in untold & ended
        if is_over:
            moot.add(one.pending.alert_id)
    return moot


def _is(line: Line, kind: AlertKind) -> bool:
    return line.pending.alert.kind is kind


def _is_of_case(line: Line) -> bool:
    return line.pending.alert.kind in OF_CASES


def _common(group: Sequence[Pending]) -> str | None:
    """The incident that all of them belong to."""
    found = {one.incident_id for one in group}
    return found.pop() if len(found) == 1 else None
