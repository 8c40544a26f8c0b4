"""A case: the work on one public post, folded from its events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from triage.events import UNDOABLE, DismissReason, Event, EventKind
from triage.mention import MentionKey
from triage.sla import SlaState, state
from triage.urgency import Severity
from triage.waiting import SAID, Wait, Waiting, wants_answer


class CaseStatus(StrEnum):
    """Where the work on a case stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    SNOOZED = "snoozed"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"
    CLOSED = "closed"
    """The post is gone: nothing is left to answer in public."""

    @property
    def awaits_answer(self) -> bool:
        """Whether someone still has to act while the case stands here."""
        return self in _AWAITS


_AWAITS = frozenset({CaseStatus.OPEN, CaseStatus.CLAIMED, CaseStatus.SNOOZED, CaseStatus.ESCALATED})
_NOT_OWED = frozenset({CaseStatus.DISMISSED, CaseStatus.CLOSED})
_NOT_OUR_AFFAIR = frozenset(DismissReason) - {DismissReason.NO_ANSWER_NEEDED}


def case_id_of(brand: str, key: MentionKey) -> str:
    """The id of the case of one brand and one opening post: the same on every run and machine."""
    return sha256(f"{brand}\x1f{key.platform}\x1f{key.native_id}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The fold of a case's events.

    `waiting_since` is the oldest customer message without an answer; None when the brand had the last word, or the
    post is gone.
    `next_warn_at` and `next_due_at` belong to the nearest promise still open: the first answer, or after one the answer
    to the customer who came back; None when nothing is owed.
    `first_answered_at` is None where there is no public answer, or one whose time is not known (`is_answered` tells).
    `last_customer_at` is when a customer last wrote something that wants an answer.
    `breached_at` is None again where an answer turns out to have been in time.
    """

    case_id: str
    brand: str
    key: MentionKey
    version: int
    status: CaseStatus
    severity: Severity
    urgency: int
    posted_at: datetime
    detected_at: datetime
    warn_at: datetime
    due_at: datetime
    policy_version: int
    rule: str
    owner: str | None = None
    waiting_since: datetime | None = None
    last_customer_at: datetime | None = None
    next_warn_at: datetime | None = None
    next_due_at: datetime | None = None
    is_answered: bool = False
    answer_id: str | None = None
    first_answered_at: datetime | None = None
    snoozed_until: datetime | None = None
    escalation_level: int = 0
    dismiss_reason: str | None = None
    resolved_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the case belongs in the queue now: somebody has to act, and it is not put off."""
        return self.status.awaits_answer and self.status is not CaseStatus.SNOOZED

    def sla(self, *, now: datetime) -> SlaState:
        """Where the first-response promise stands; an answer of unknown time counts as met."""
        if self.is_answered and self.first_answered_at is None:
            return SlaState.MET
        return state(warn_at=self.warn_at, due_at=self.due_at, answered_at=self.first_answered_at, now=now)


def fold(events: Iterable[Event]) -> Case:
    """The case that its events tell; ValueError where versions do not run 1, 2, 3 … from an `opened`."""
    return Folding(events).case


class Folding:
    """A fold that goes on: `case` is up to date after every `add`."""

    def __init__(self, events: Iterable[Event]) -> None:
        ordered = sorted(events, key=lambda event: event.version)
        if [event.version for event in ordered] != list(range(1, len(ordered) + 1)):
            raise ValueError("the versions of a case's events run 1, 2, 3 … without gap or double")
        if not ordered or ordered[0].kind is not EventKind.OPENED:
            raise ValueError("a case starts with the event that opened it")
        self.case = _opened(ordered[0])
        self._waiting = Waiting(Wait(since=self.case.posted_at, warn_at=self.case.warn_at, due_at=self.case.due_at))
        undone = undone_versions(ordered)
        for event in ordered[1:]:
            if event.version not in undone:
                self.add(event)
        self.case = replace(self.case, version=len(ordered))

    def add(self, event: Event) -> None:
        """Take in the next event; one that undoes needs a fold from the start."""
        case = replace(self.case, version=event.version)
        if event.kind in SAID:
            self._waiting.hear(event)
            case = _waits(case, self._waiting.wait)
        step = _STEPS.get(event.kind)
        self.case = step(case, event) if step else case


def undone_versions(events: Iterable[Event]) -> frozenset[int]:
    """Versions that an `undone` event took back."""
    return frozenset(int(event.details["undoes"] or 0) for event in events if event.kind is EventKind.UNDONE)


def last_undoable(events: Iterable[Event]) -> Event | None:
    """The latest act of a person that is not taken back yet."""
    listed = list(events)
    undone = undone_versions(listed)
    acts = [e for e in listed if e.kind in UNDOABLE and e.version not in undone and not e.details.get("is_detected")]
    return max(acts, key=lambda event: event.version, default=None)


def _opened(event: Event) -> Case:
    details = event.details
    return Case(
        case_id=event.case_id,
        brand=str(details["brand"]),
        key=MentionKey(platform=str(details["platform"]), native_id=str(details["native_id"])),
        version=1,
        status=CaseStatus.OPEN,
        severity=Severity(str(details["severity"])),
        urgency=int(details["urgency"] or 0),
        posted_at=_instant(details["posted_at"]),
        detected_at=_instant(details["detected_at"]),
        warn_at=_instant(details["warn_at"]),
        due_at=_instant(details["due_at"]),
        policy_version=int(details["policy_version"] or 0),
        rule=str(details["rule"]),
        waiting_since=_instant(details["posted_at"]),
        last_customer_at=_instant(details["posted_at"]),
        next_warn_at=_instant(details["warn_at"]),
        next_due_at=_instant(details["due_at"]),
    )


def _instant(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


def _waits(case: Case, wait: Wait | None) -> Case:
    return replace(
        case,
        waiting_since=wait.since if wait else None,
        next_warn_at=wait.warn_at if wait else None,
        next_due_at=wait.due_at if wait else None,
    )


def _answered(case: Case, event: Event) -> Case:
    """A public answer counts as the first one unless it was given to another customer in the thread."""
    if event.details.get("is_to_opener", True):
        known = event.occurred_at if event.details.get("is_time_known", True) else None
        case = replace(
            case,
            is_answered=True,
            answer_id=case.answer_id or str(event.details.get("answer_id") or "") or None,
            first_answered_at=min((at for at in (case.first_answered_at, known) if at is not None), default=None),
        )
        case = replace(case, breached_at=_broken_at(case))
    if not case.is_answered or case.waiting_since is not None:
        return case
    status = CaseStatus.ANSWERED if case.status.awaits_answer else case.status
    return replace(case, status=status, snoozed_until=None)


def _broken_at(case: Case) -> datetime | None:
    """When the first promise broke, now that the time of the first answer is known or may be."""
    if case.first_answered_at is None:
        return case.breached_at
    if case.first_answered_at <= case.due_at:
        return None
    return case.breached_at or (None if case.status in _NOT_OWED else case.due_at)


def _answer_gone(case: Case, event: Event) -> Case:
    """Nothing public is left of the answer: the customer waits again, since their own post."""
    is_back = case.waiting_since is not None and case.status in {CaseStatus.ANSWERED, CaseStatus.RESOLVED}
    return replace(
        case,
        status=CaseStatus.OPEN if is_back else case.status,
        is_answered=False,
        answer_id=None,
        first_answered_at=None,
        resolved_at=None if is_back else case.resolved_at,
    )


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
    if case.status.awaits_answer:
        return case
    return replace(case, status=CaseStatus.OPEN, resolved_at=None, dismiss_reason=None)


def _claimed(case: Case, event: Event) -> Case:
    case = replace(case, owner=event.actor)
    if case.status is CaseStatus.SNOOZED:
        return _woken(case, event)
    return replace(case, status=CaseStatus.CLAIMED if case.status is CaseStatus.OPEN else case.status)


def _released(case: Case, event: Event) -> Case:
    return replace(case, owner=None, status=CaseStatus.OPEN if case.status is CaseStatus.CLAIMED else case.status)


def _snoozed(case: Case, event: Event) -> Case:
    return replace(case, status=CaseStatus.SNOOZED, snoozed_until=_instant(event.details["until"]))


def _woken(case: Case, event: Event) -> Case:
    """Back to where it was put off: at the next level, in its owner's hands, or in the queue."""
    if case.status is not CaseStatus.SNOOZED:
        return case
    held = CaseStatus.CLAIMED if case.owner else CaseStatus.OPEN
    return replace(case, status=CaseStatus.ESCALATED if case.escalation_level else held, snoozed_until=None)


def _escalated(case: Case, event: Event) -> Case:
    return replace(
        case, status=CaseStatus.ESCALATED, escalation_level=case.escalation_level + 1, owner=None, snoozed_until=None
    )


def _dismissed(case: Case, event: Event) -> Case:
    return replace(case, status=CaseStatus.DISMISSED, dismiss_reason=str(event.details["reason"]), snoozed_until=None)


def _resolved(case: Case, event: Event) -> Case:
    return replace(case, status=CaseStatus.RESOLVED, resolved_at=event.occurred_at, snoozed_until=None)


def _reopened(case: Case, event: Event) -> Case:
    return replace(case, status=CaseStatus.OPEN, resolved_at=None, dismiss_reason=None)


def _post_gone(case: Case, event: Event) -> Case:
    finished = {CaseStatus.RESOLVED, CaseStatus.DISMISSED}
    return replace(case, status=case.status if case.status in finished else CaseStatus.CLOSED, snoozed_until=None)


def _warned(case: Case, event: Event) -> Case:
    return replace(case, warned_at=case.warned_at or event.occurred_at)


def _breached(case: Case, event: Event) -> Case:
    return replace(case, breached_at=case.breached_at or event.occurred_at)


_STEPS: dict[EventKind, Callable[[Case, Event], Case]] = {
    EventKind.CLAIMED: _claimed,
    EventKind.RELEASED: _released,
    EventKind.ANSWERED: _answered,
    EventKind.ANSWER_GONE: _answer_gone,
    EventKind.CUSTOMER_REPLIED: _customer_replied,
    EventKind.SNOOZED: _snoozed,
    EventKind.WOKEN: _woken,
    EventKind.ESCALATED: _escalated,
    EventKind.DISMISSED: _dismissed,
    EventKind.RESOLVED: _resolved,
    EventKind.REOPENED: _reopened,
    EventKind.POST_GONE: _post_gone,
    EventKind.WARNED: _warned,
    EventKind.BREACHED: _breached,
}
"""A note and an undo change nothing but the version."""
