"""What a person may do to a case: each act checks the case it saw and returns the event to record."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from triage.case import Case, CaseStatus
from triage.events import OF_THE_WORDS, SYSTEM, Detail, DismissReason, Event, EventKind, Outcome
from triage.folding import last_undoable
from triage.mention import require_utc
from triage.urgency import Severity

_NO_TIME = timedelta()
_NEVER = datetime.max.replace(tzinfo=UTC)


class NotAllowedError(Exception):
    """The act makes no sense for the case as it stands; the message says what would."""


def claim(case: Case, *, by: str, now: datetime, lasts: timedelta = _NO_TIME) -> Event:
    """Take the case; NotAllowedError when it is finished, or already yours.

    A claim that `lasts` goes back to the queue when its owner does nothing for so long.
    """
    _refuse_finished(case, "claimed")
    if case.owner == by:
        raise NotAllowedError("This case is yours already.")
    return _recorded(case, EventKind.CLAIMED, _lasting(lasts), by=by, now=now, occurred_at=now)


def assign(case: Case, *, by: str, now: datetime, to: str, lasts: timedelta = _NO_TIME) -> Event:
    """Give the case to somebody; NotAllowedError when it is finished, or already theirs."""
    _refuse_finished(case, "assigned")
    if not to.strip():
        raise NotAllowedError("Say whom the case is for.")
    if case.owner == to:
        raise NotAllowedError(f"{to} has this case already.")
    details = {"to": to, "had": case.owner, **_lasting(lasts)}
    return _recorded(case, EventKind.ASSIGNED, details, by=by, now=now, occurred_at=now)


def release(case: Case, *, by: str, now: datetime) -> Event:
    """Give the case back to the queue."""
    if case.owner is None:
        raise NotAllowedError("Nobody holds this case.")
    return _event(case, EventKind.RELEASED, by=by, now=now)


def record_answer(
    case: Case, *, by: str, now: datetime, answered_at: datetime | None = None, started_from: str | None = None
) -> Event:
    """Record a public answer that was sent on the platform; `answered_at` defaults to now.

    `started_from` is the code of the saved reply, or other text, that it was written from.
    """
    _refuse_finished(case, "answered")
    sent_at = answered_at or now
    require_utc("answered_at", sent_at)
    if sent_at > now:
        raise NotAllowedError("An answer cannot be sent in the future: check its time.")
    if sent_at < case.posted_at:
        raise NotAllowedError("An answer cannot be older than the post: check its time.")
    details: dict[str, Detail] = {"started_from": started_from} if started_from else {}
    return _recorded(case, EventKind.ANSWERED, details, by=by, now=now, occurred_at=sent_at)


def snooze(case: Case, *, by: str, now: datetime, until: datetime) -> Event:
    """Hide the case until an instant; its clock runs on."""
    _refuse_finished(case, "snoozed")
    require_utc("until", until)
    if until <= now:
        raise NotAllowedError("Snooze until a time that is still to come.")
    return _event(case, EventKind.SNOOZED, by=by, now=now, until=until.isoformat())


def escalate(case: Case, *, by: str, now: datetime, reason: str, level: int | None = None) -> Event:
    """Hand the case to the next level, or to one above; it leaves its owner, whom the record keeps."""
    _refuse_finished(case, "escalated")
    if level is not None and level <= case.escalation_level:
        raise NotAllowedError(f"The case is at level {case.escalation_level}: hand it over to one above.")
    to = level or case.escalation_level + 1
    return _event(case, EventKind.ESCALATED, by=by, now=now, reason=reason, level=to, had=case.owner)


def dismiss(case: Case, *, by: str, now: datetime, reason: DismissReason) -> Event:
    """Say that the post needs no public answer from us, and why."""
    _refuse_finished(case, "dismissed")
    return _event(case, EventKind.DISMISSED, by=by, now=now, reason=reason.value)


def merge(case: Case, *, into: Case, by: str, now: datetime) -> tuple[Event, Event]:
    """Work the case as part of another one: the events of both.

    What is due first stays: a promise does not get longer by being merged. repwatch itself also puts a copy to a case
    that was dismissed for what it says.
    """
    _refuse_finished(case, "merged")
    is_judged = by == SYSTEM and into.status is CaseStatus.DISMISSED and into.dismiss_reason in OF_THE_WORDS
    if case.case_id == into.case_id or case.brand != into.brand:
        raise NotAllowedError("A case is merged into another one of the same brand.")
    if into.status.is_finished and not is_judged:
        raise NotAllowedError(f"The other case is {into.status}: reopen it first.")
    if (case.next_due_at or _NEVER) < (into.next_due_at or _NEVER):
        raise NotAllowedError("This case is due before the other one: merge that one into this one.")
    return (
        _event(case, EventKind.MERGED, by=by, now=now, into=into.case_id),
        _event(into, EventKind.MERGED, by=by, now=now, taken=case.case_id),
    )


def resolve(
    case: Case,
    *,
    by: str,
    now: datetime,
    outcome: Outcome | None = None,
    satisfaction: int | None = None,
    check_back_after: timedelta = _NO_TIME,
) -> Event:
    """Say that the customer's matter is settled, how, and how content they are (1 to 5), as far as it is known.

    With `check_back_after` the case comes up again so long afterwards, to ask how it went.
    """
    _refuse_finished(case, "resolved")
    if satisfaction is not None and satisfaction not in range(1, 6):
        raise NotAllowedError("Satisfaction runs from 1 to 5.")
    details: dict[str, Detail] = {}
    if outcome is not None:
        details["outcome"] = outcome.value
    if satisfaction is not None:
        details["satisfaction"] = satisfaction
    if check_back_after > _NO_TIME:
        details["check_back_at"] = (now + check_back_after).isoformat()
    return _recorded(case, EventKind.RESOLVED, details, by=by, now=now, occurred_at=now)


def follow_up(case: Case, *, by: str, now: datetime) -> Event:
    """Say that the customer was asked how it went, so that nobody is reminded any more."""
    if case.check_back_at is None:
        raise NotAllowedError("Nobody has to check back on this case.")
    return _event(case, EventKind.FOLLOWED_UP, by=by, now=now)


def change_severity(case: Case, *, by: str, now: datetime, severity: Severity) -> Event:
    """Say that the case is more or less severe than its score; its clocks are then set anew, pauses kept."""
    _refuse_finished(case, "changed")
    if severity is case.severity:
        raise NotAllowedError(f"The case is {severity} already.")
    return _event(case, EventKind.SEVERITY_CHANGED, by=by, now=now, severity=severity.value, was=case.severity.value)


def reopen(case: Case, *, by: str, now: datetime) -> Event:
    """Take up a finished case again."""
    if case.status not in {CaseStatus.RESOLVED, CaseStatus.DISMISSED}:
        way_out = ": take the merge back" if case.status is CaseStatus.MERGED else ""
        raise NotAllowedError(f"Only a resolved or dismissed case can be reopened{way_out}.")
    return _event(case, EventKind.REOPENED, by=by, now=now)


def note(case: Case, *, by: str, now: datetime) -> Event:
    """Mark that a note was written; its text is kept apart, where it can be erased."""
    return _event(case, EventKind.NOTED, by=by, now=now)


def undo(case: Case, events: Sequence[Event], *, by: str, now: datetime) -> Event:
    """Take back the latest act of a person on this case."""
    act = last_undoable(events)
    if act is None:
        raise NotAllowedError("There is nothing to undo on this case.")
    return undo_of(case, act, by=by, now=now)


def undo_of(case: Case, act: Event, *, by: str, now: datetime) -> Event:
    """Take back one act of this case."""
    return _event(case, EventKind.UNDONE, by=by, now=now, undoes=act.version, undid=act.kind.value)


def _lasting(lasts: timedelta) -> dict[str, Detail]:
    return {"lasts_seconds": int(lasts.total_seconds())} if lasts > _NO_TIME else {}


def _refuse_finished(case: Case, verb: str) -> None:
    if case.status.is_finished:
        _refuse(case, verb)


def _refuse(case: Case, verb: str) -> NoReturn:
    ways_out = {CaseStatus.CLOSED: "its post is gone", CaseStatus.MERGED: "work the case it was merged into"}
    way_out = ways_out.get(case.status, "reopen it first")
    raise NotAllowedError(f"A case that is {case.status} cannot be {verb}: {way_out}.")


def _event(
    case: Case, kind: EventKind, *, by: str, now: datetime, occurred_at: datetime | None = None, **details: Detail
) -> Event:
    return _recorded(case, kind, details, by=by, now=now, occurred_at=occurred_at or now)


def _recorded(
    case: Case, kind: EventKind, details: dict[str, Detail], *, by: str, now: datetime, occurred_at: datetime
) -> Event:
    return Event(
        case_id=case.case_id,
        version=case.version + 1,
        kind=kind,
        occurred_at=occurred_at,
        recorded_at=now,
        actor=by,
        details=details,
    )
