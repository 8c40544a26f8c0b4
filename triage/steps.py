"""What each event makes of a case."""

from collections.abc import Callable
from dataclasses import replace

from triage.case import Case, CaseStatus
from triage.events import ALIKE, SYSTEM, DismissReason, Event, EventKind
from triage.urgency import Severity
from triage.waiting import wants_answer

_NOT_OUR_AFFAIR = frozenset(DismissReason) - {DismissReason.NO_ANSWER_NEEDED}
released = frozenset({EventKind.RELEASED, EventKind.ESCALATED})
"""Events after which nobody holds the case."""


def _answered(case: Case, event: Event) -> Case:
    """A public answer counts as the first one unless it was given to another customer in the thread."""
    case = replace(case, answered_at=max(case.answered_at or event.occurred_at, event.occurred_at))
    if event.details.get("is_to_opener", True):
        known = event.occurred_at if event.details.get("is_time_known", True) else None
        case = replace(
            case,
            is_answered=True,
            answer_id=case.answer_id or str(event.details.get("answer_id") or "") or None,
            first_answered_at=min((at for at in (case.first_answered_at, known) if at is not None), default=None),
        )
    if not case.is_answered or case.waiting_since is not None:
        return case
    status = CaseStatus.ANSWERED if case.status.awaits_answer else case.status
    return replace(case, status=status, snoozed_until=None)


def _answer_gone(case: Case, event: Event) -> Case:
    """Nothing public is left of the answer: the customer waits again, since their own post."""
    is_back = case.waiting_since is not None and case.status in {CaseStatus.ANSWERED, CaseStatus.RESOLVED}
    case = replace(case, is_answered=False, answer_id=None, first_answered_at=None)
    return _taken_up(case) if is_back else case


def _customer_replied(case: Case, event: Event) -> Case:
    """The oldest unanswered message holds the clock; one more does not restart it, and a thank-you starts none.

    A message that wants an answer brings the case back, put off or done with, but for one that is not our affair.
    """
    if not wants_answer(event):
        return case
    case = replace(case, last_customer_at=max(case.last_customer_at or event.occurred_at, event.occurred_at))
    if case.waiting_since is None or case.dismiss_reason in _NOT_OUR_AFFAIR:
        return case
    if case.status is CaseStatus.SNOOZED:
        return _woken(case, event)
    return case if case.status.awaits_answer else _taken_up(case)


def _taken_up(case: Case) -> Case:
    """Open again, with nothing left of how it was done with."""
    return replace(
        case,
        status=CaseStatus.OPEN,
        resolved_at=None,
        outcome=None,
        satisfaction=None,
        check_back_at=None,
        reminded_at=None,
        dismiss_reason=None,
        dismissed_at=None,
        merged_into=None,
    )


def _claimed(case: Case, event: Event) -> Case:
    return _held(case, event, by=event.actor)


def _assigned(case: Case, event: Event) -> Case:
    return _held(case, event, by=str(event.details["to"]))


def _held(case: Case, event: Event, *, by: str) -> Case:
    case = replace(case, owner=by, claim_lasts_seconds=int(event.details.get("lasts_seconds") or 0))
    if case.status is CaseStatus.SNOOZED:
        return _woken(case, event)
    return replace(case, status=CaseStatus.CLAIMED if case.status is CaseStatus.OPEN else case.status)


def _released(case: Case, event: Event) -> Case:
    return replace(case, owner=None, status=CaseStatus.OPEN if case.status is CaseStatus.CLAIMED else case.status)


def _snoozed(case: Case, event: Event) -> Case:
    return replace(case, status=CaseStatus.SNOOZED, snoozed_until=event.instant("until"))


def _woken(case: Case, event: Event) -> Case:
    """Back to where it was put off: at the next level, in its owner's hands, or in the queue."""
    if case.status is not CaseStatus.SNOOZED:
        return case
    held = CaseStatus.CLAIMED if case.owner else CaseStatus.OPEN
    return replace(case, status=CaseStatus.ESCALATED if case.escalation_level else held, snoozed_until=None)


def _escalated(case: Case, event: Event) -> Case:
    level = int(event.details.get("level") or case.escalation_level + 1)
    return replace(case, status=CaseStatus.ESCALATED, escalation_level=level, owner=None, snoozed_until=None)


def _dismissed(case: Case, event: Event) -> Case:
    return replace(
        case,
        status=CaseStatus.DISMISSED,
        dismiss_reason=str(event.details["reason"]),
        dismissed_at=event.occurred_at,
        snoozed_until=None,
    )


def _merged(case: Case, event: Event) -> Case:
    """The case that takes another one in stays as it is."""
    into = event.details.get("into")
    if into is None:
        return case
    return replace(
        case,
        status=CaseStatus.MERGED,
        merged_into=str(into),
        # nobody judged that a gathered copy asks for no answer of ours: figures go on counting it
        dismiss_reason=ALIKE if event.actor == SYSTEM else None,
        dismissed_at=event.occurred_at,
        snoozed_until=None,
    )


def _resolved(case: Case, event: Event) -> Case:
    satisfaction = event.details.get("satisfaction")
    return replace(
        case,
        status=CaseStatus.RESOLVED,
        resolved_at=event.occurred_at,
        outcome=str(event.details.get("outcome") or "") or None,
        satisfaction=None if satisfaction is None else int(satisfaction),
        check_back_at=event.instant("check_back_at"),
        reminded_at=None,
        snoozed_until=None,
    )


def _reopened(case: Case, event: Event) -> Case:
    return _taken_up(case)


def _reminded(case: Case, event: Event) -> Case:
    return replace(case, reminded_at=event.occurred_at)


def _followed_up(case: Case, event: Event) -> Case:
    return replace(case, check_back_at=None, reminded_at=None)


def _severity_changed(case: Case, event: Event) -> Case:
    return replace(case, severity=Severity(str(event.details["severity"])))


def _post_gone(case: Case, event: Event) -> Case:
    return replace(case, status=case.status if case.status.is_finished else CaseStatus.CLOSED, snoozed_until=None)


STEPS: dict[EventKind, Callable[[Case, Event], Case]] = {
    EventKind.CLAIMED: _claimed,
    EventKind.ASSIGNED: _assigned,
    EventKind.RELEASED: _released,
    EventKind.ANSWERED: _answered,
    EventKind.ANSWER_GONE: _answer_gone,
    EventKind.CUSTOMER_REPLIED: _customer_replied,
    EventKind.SNOOZED: _snoozed,
    EventKind.WOKEN: _woken,
    EventKind.ESCALATED: _escalated,
    EventKind.DISMISSED: _dismissed,
    EventKind.MERGED: _merged,
    EventKind.RESOLVED: _resolved,
    EventKind.REOPENED: _reopened,
    EventKind.REMINDED: _reminded,
    EventKind.FOLLOWED_UP: _followed_up,
    EventKind.SEVERITY_CHANGED: _severity_changed,
    EventKind.POST_GONE: _post_gone,
}
"""A note and an undo change nothing but the version; clocks, warnings and breaches belong to the fold."""
