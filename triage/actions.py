"""What a person may do to a case: each act checks the case it saw and returns the event to record."""

from datetime import datetime
from typing import NoReturn

from triage.case import Case, CaseStatus, last_undoable
from triage.events import DismissReason, Event, EventKind
from triage.mention import require_utc

_FINISHED = frozenset({CaseStatus.RESOLVED, CaseStatus.DISMISSED, CaseStatus.CLOSED})


class NotAllowedError(Exception):
    """The act makes no sense for the case as it stands; the message says what would."""


def claim(case: Case, *, by: str, now: datetime) -> Event:
    """Take the case; NotAllowedError when it is finished, or already yours."""
    _refuse_finished(case, "claimed")
    if case.owner == by:
        raise NotAllowedError("This case is yours already.")
    return _event(case, EventKind.CLAIMED, by=by, now=now)


def release(case: Case, *, by: str, now: datetime) -> Event:
    """Give the case back to the queue."""
    if case.owner is None:
        raise NotAllowedError("Nobody holds this case.")
    return _event(case, EventKind.RELEASED, by=by, now=now)


def record_answer(case: Case, *, by: str, now: datetime, answered_at: datetime | None = None) -> Event:
    """Record a public answer that was sent on the platform; `answered_at` defaults to now."""
    _refuse_finished(case, "answered")
    sent_at = answered_at or now
    require_utc("answered_at", sent_at)
    if sent_at > now:
        raise NotAllowedError("An answer cannot be sent in the future: check its time.")
    if sent_at < case.posted_at:
        raise NotAllowedError("An answer cannot be older than the post: check its time.")
    return _event(case, EventKind.ANSWERED, by=by, now=now, occurred_at=sent_at)


def snooze(case: Case, *, by: str, now: datetime, until: datetime) -> Event:
    """Hide the case until an instant; its clock runs on."""
    _refuse_finished(case, "snoozed")
    require_utc("until", until)
    if until <= now:
        raise NotAllowedError("Snooze until a time that is still to come.")
    return _event(case, EventKind.SNOOZED, by=by, now=now, until=until.isoformat())


def escalate(case: Case, *, by: str, now: datetime, reason: str) -> Event:
    """Hand the case to the next level; it leaves its owner."""
    _refuse_finished(case, "escalated")
    return _event(case, EventKind.ESCALATED, by=by, now=now, reason=reason)


def dismiss(case: Case, *, by: str, now: datetime, reason: DismissReason) -> Event:
    """Say that the post needs no public answer from us, and why."""
    _refuse_finished(case, "dismissed")
    return _event(case, EventKind.DISMISSED, by=by, now=now, reason=reason.value)


def resolve(case: Case, *, by: str, now: datetime) -> Event:
    """Say that the customer's matter is settled."""
    _refuse_finished(case, "resolved")
    return _event(case, EventKind.RESOLVED, by=by, now=now)


def reopen(case: Case, *, by: str, now: datetime) -> Event:
    """Take up a finished case again."""
    if case.status not in {CaseStatus.RESOLVED, CaseStatus.DISMISSED}:
        raise NotAllowedError("Only a resolved or dismissed case can be reopened.")
    return _event(case, EventKind.REOPENED, by=by, now=now)


def note(case: Case, *, by: str, now: datetime) -> Event:
    """Mark that a note was written; its text is kept apart, where it can be erased."""
    return _event(case, EventKind.NOTED, by=by, now=now)


def undo(case: Case, events: list[Event], *, by: str, now: datetime) -> Event:
    """Take back the latest act of a person on this case."""
    act = last_undoable(events)
    if act is None:
        raise NotAllowedError("There is nothing to undo on this case.")
    return _event(case, EventKind.UNDONE, by=by, now=now, undoes=act.version, undid=act.kind.value)


def _refuse_finished(case: Case, verb: str) -> None:
    if case.status in _FINISHED:
        _refuse(case, verb)


def _refuse(case: Case, verb: str) -> NoReturn:
    way_out = "its post is gone" if case.status is CaseStatus.CLOSED else "reopen it first"
    raise NotAllowedError(f"A case that is {case.status} cannot be {verb}: {way_out}.")


def _event(
    case: Case, kind: EventKind, *, by: str, now: datetime, occurred_at: datetime | None = None, **details: str | int
) -> Event:
    return Event(
        case_id=case.case_id,
        version=case.version + 1,
        kind=kind,
        occurred_at=occurred_at or now,
        recorded_at=now,
        actor=by,
        details=details,
    )
