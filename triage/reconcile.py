"""Which events a case owes to what the platforms now show; asked again, it owes nothing more."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from triage.case import Case, CaseStatus, fold
from triage.conversation import Answer, Conversation
from triage.events import SYSTEM, Detail, Event, EventKind
from triage.sla import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A customer's later message, and the promise it gets if it wants an answer."""

    native_id: str
    created_at: datetime
    promise: Promise | None


def catch_up(
    history: Sequence[Event],
    conversation: Conversation,
    replies: Sequence[Reply],
    *,
    now: datetime,
    linked: Collection[str],
) -> list[Event]:
    """Events to append for a case whose conversation now reads so.

    `linked` are native ids of posts the case knows already. New facts are recorded in the order in which they happened.
    """
    recorded = {str(event.details["answer_id"]) for event in history if event.details.get("answer_id")}
    facts: list[tuple[datetime, Callable[[Case], list[Event]]]] = [
        (answer.created_at, _answered(answer, now))
        for answer in conversation.answers
        if answer.native_id not in recorded and not answer.is_gone
    ]
    facts += [(reply.created_at, _replied(reply, now)) for reply in replies if reply.native_id not in linked]
    facts.sort(key=lambda fact: fact[0])
    events = list(history)
    for _, tell in [*facts, (now, _answer_gone(conversation, now)), (now, _post_gone(conversation, now))]:
        events += tell(fold(events))
    return events[len(history) :]


def tick(case: Case, *, now: datetime) -> list[Event]:
    """Events that time alone brings: a warning, a breach, the end of a snooze."""
    owed: list[tuple[EventKind, datetime]] = []
    if not case.is_answered and case.status.awaits_answer:
        if case.warned_at is None and case.warn_at <= now:
            owed.append((EventKind.WARNED, case.warn_at))
        if case.breached_at is None and case.due_at < now:
            owed.append((EventKind.BREACHED, case.due_at))
    if case.status is CaseStatus.SNOOZED and case.snoozed_until is not None and case.snoozed_until <= now:
        owed.append((EventKind.WOKEN, case.snoozed_until))
    return [_event(case, kind, at=at, now=now, after=after) for after, (kind, at) in enumerate(owed)]


def _answered(answer: Answer, now: datetime) -> Callable[[Case], list[Event]]:
    def tell(case: Case) -> list[Event]:
        is_time_known = answer.is_time_known and answer.created_at >= case.posted_at
        owed = []
        if answer.is_to_opener and is_time_known and answer.created_at > case.due_at and _is_unbroken(case):
            owed.append(_event(case, EventKind.BREACHED, at=case.due_at, now=now))
        details: dict[str, Detail] = {
            "answer_id": answer.native_id,
            "is_detected": True,
            "is_time_known": is_time_known,
            "is_to_opener": answer.is_to_opener,
        }
        at = answer.created_at if answer.is_time_known else now
        return [*owed, _event(case, EventKind.ANSWERED, at=at, now=now, after=len(owed), details=details)]

    return tell


def _is_unbroken(case: Case) -> bool:
    return case.breached_at is None and not case.is_answered


def _replied(reply: Reply, now: datetime) -> Callable[[Case], list[Event]]:
    details: dict[str, Detail] = {"native_id": reply.native_id, "needs_answer": reply.promise is not None}
    if reply.promise is not None:
        details |= {"warn_at": reply.promise.warn_at.isoformat(), "due_at": reply.promise.due_at.isoformat()}
    return lambda case: [_event(case, EventKind.CUSTOMER_REPLIED, at=reply.created_at, now=now, details=details)]


def _answer_gone(conversation: Conversation, now: datetime) -> Callable[[Case], list[Event]]:
    gone = {answer.native_id for answer in conversation.answers if answer.is_gone}

    def tell(case: Case) -> list[Event]:
        is_lost = case.is_answered and case.answer_id in gone and not conversation.standing
        return [_event(case, EventKind.ANSWER_GONE, at=now, now=now)] if is_lost else []

    return tell


def _post_gone(conversation: Conversation, now: datetime) -> Callable[[Case], list[Event]]:
    finished = {CaseStatus.CLOSED, CaseStatus.RESOLVED, CaseStatus.DISMISSED}

    def tell(case: Case) -> list[Event]:
        is_news = conversation.opener.is_gone and case.status not in finished
        return [_event(case, EventKind.POST_GONE, at=now, now=now)] if is_news else []

    return tell


def _event(
    case: Case,
    kind: EventKind,
    *,
    at: datetime,
    now: datetime,
    after: int = 0,
    details: dict[str, Detail] | None = None,
) -> Event:
    return Event(
        case_id=case.case_id,
        version=case.version + 1 + after,
        kind=kind,
        occurred_at=at,
        recorded_at=now,
        actor=SYSTEM,
        details=details or {},
    )
