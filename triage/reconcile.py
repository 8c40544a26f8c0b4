"""Which events a case owes to what the platforms now show; asked again, it owes nothing more."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from triage.case import Case
from triage.conversation import Answer, Conversation
from triage.events import SYSTEM, Detail, Event, EventKind
from triage.folding import Folding
from triage.sla import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A customer's later message, when it was seen, and the promise it gets if it wants an answer."""

    native_id: str
    created_at: datetime
    promise: Promise | None
    detected_at: datetime | None = None


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
    recorded = _recorded(history)
    facts: list[tuple[datetime, Callable[[Case], list[Event]]]] = [
        (answer.created_at, _answered(answer, now))
        for answer in conversation.answers
        if answer.native_id not in recorded and not answer.is_gone
    ]
    facts += [(reply.created_at, _replied(reply, now)) for reply in replies if reply.native_id not in linked]
    facts.sort(key=lambda fact: fact[0])
    is_told = any(event.kind is EventKind.POST_GONE for event in history)
    tells = [tell for _, tell in facts] + [_answer_gone(conversation, now)]
    if conversation.opener.is_gone and not is_told:
        tells.append(lambda case: [_event(case, EventKind.POST_GONE, at=now, now=now)])
    folding, owed = Folding(history), list[Event]()
    for tell in tells:
        for event in tell(folding.case):
            folding.add(event)
            owed.append(event)
    return owed


def _recorded(history: Sequence[Event]) -> set[str]:
    """Answers that the case knows; one that was gone and stands again is news."""
    recorded: dict[str, bool] = {}
    for event in history:
        if event.kind is EventKind.ANSWER_GONE:
            recorded = {answer_id: is_to_opener for answer_id, is_to_opener in recorded.items() if not is_to_opener}
        elif event.details.get("answer_id"):
            recorded[str(event.details["answer_id"])] = bool(event.details.get("is_to_opener", True))
    return set(recorded)


def _answered(answer: Answer, now: datetime) -> Callable[[Case], list[Event]]:
    def tell(case: Case) -> list[Event]:
        details: dict[str, Detail] = {
            "answer_id": answer.native_id,
            "is_detected": True,
            "is_time_known": answer.is_time_known and answer.created_at >= case.posted_at,
            "is_to_opener": answer.is_to_opener,
            **({"signed_by": answer.signed_by} if answer.signed_by else {}),
        }
        return [_event(case, EventKind.ANSWERED, at=answer.created_at, now=now, details=details)]

    return tell


def _replied(reply: Reply, now: datetime) -> Callable[[Case], list[Event]]:
    details: dict[str, Detail] = {"native_id": reply.native_id, "needs_answer": reply.promise is not None}
    if reply.promise is not None:
        details |= {
            "starts_at": reply.promise.starts_at.isoformat(),
            "detected_at": (reply.detected_at or now).isoformat(),
            "warn_at": reply.promise.warn_at.isoformat(),
            "due_at": reply.promise.due_at.isoformat(),
        }
    return lambda case: [_event(case, EventKind.CUSTOMER_REPLIED, at=reply.created_at, now=now, details=details)]


def _answer_gone(conversation: Conversation, now: datetime) -> Callable[[Case], list[Event]]:
    gone = {answer.native_id for answer in conversation.answers if answer.is_gone}

    def tell(case: Case) -> list[Event]:
        is_lost = case.is_answered and case.answer_id in gone and not conversation.standing
        return [_event(case, EventKind.ANSWER_GONE, at=now, now=now)] if is_lost else []

    return tell


def _event(
    case: Case,
    kind: EventKind,
    *,
    at: datetime,
    now: datetime,
    details: dict[str, Detail] | None = None,
) -> Event:
    return Event(
        case_id=case.case_id,
        version=case.version + 1,
        kind=kind,
        occurred_at=at,
        recorded_at=now,
        actor=SYSTEM,
        details=details or {},
    )
