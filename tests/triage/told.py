"""Short ways to tell a case's story in tests: one post at noon, due four hours later."""

from datetime import UTC, datetime, timedelta

from triage.case import Case
from triage.conversation import Conversation, Message, conversations
from triage.events import Detail, Event, EventKind
from triage.folding import fold
from triage.mention import ReplyVisibility
from triage.reconcile import Reply, catch_up
from triage.sla import Promise

POSTED = datetime(2026, 3, 2, 12, tzinfo=UTC)
TARGET = timedelta(hours=4)
WARN = POSTED + timedelta(hours=3, minutes=12)
DUE = POSTED + TARGET
NEXT_TARGET = timedelta(hours=2)


def after(hours: float) -> datetime:
    """An instant so many hours after the post."""
    return POSTED + timedelta(hours=hours)


def event(
    kind: EventKind,
    version: int,
    also: dict[str, Detail] | None = None,
    *,
    hours: float = 1,
    actor: str = "ann",
    **details: Detail,
) -> Event:
    """An event of the case, `hours` after the post."""
    return Event(
        case_id="c1",
        version=version,
        kind=kind,
        occurred_at=after(hours),
        recorded_at=after(hours),
        actor=actor,
        details=details | (also or {}),
    )


def opened() -> Event:
    """The event that opens the case."""
    details: dict[str, Detail] = {
        "brand": "maple-finch",
        "platform": "mastodon",
        "native_id": "post",
        "severity": "P2",
        "urgency": 60,
        "posted_at": POSTED.isoformat(),
        "detected_at": after(0.1).isoformat(),
        "warn_at": WARN.isoformat(),
        "due_at": DUE.isoformat(),
        "policy_version": 3,
        "rule": "everyone",
    }
    return event(EventKind.OPENED, 1, details, hours=0, actor="repwatch")


def replied(version: int, *, hours: float, needs_answer: bool = True) -> Event:
    """A later message of a customer."""
    due = {"warn_at": after(hours + 1.6).isoformat(), "due_at": (after(hours) + NEXT_TARGET).isoformat()}
    details: dict[str, Detail] = {"needs_answer": needs_answer, **(due if needs_answer else {})}
    return event(EventKind.CUSTOMER_REPLIED, version, details, hours=hours, actor="repwatch")


def message(
    native_id: str = "post",
    *,
    hours: float = 0,
    parent: str | None = None,
    author: str | None = "cust",
    is_brand: bool = False,
    is_gone: bool = False,
    is_time_known: bool = True,
    sees: ReplyVisibility = ReplyVisibility.THREAD,
    changed: float | None = None,
) -> Message:
    """One message of the thread."""
    return Message(
        native_id=native_id,
        parent_id=parent,
        author_id=author,
        created_at=after(hours),
        is_created_at_known=is_time_known,
        is_brand=is_brand,
        is_gone=is_gone,
        reply_visibility=sees,
        changed_at=None if changed is None else after(changed),
    )


def answer(
    native_id: str, *, hours: float, to: str = "post", is_gone: bool = False, is_time_known: bool = True
) -> Message:
    """A message of the brand."""
    return message(
        native_id, hours=hours, parent=to, author="brand", is_brand=True, is_gone=is_gone, is_time_known=is_time_known
    )


def talk(*messages: Message) -> Conversation:
    """The conversation that the thread opens."""
    (conversation,) = conversations(messages)
    return conversation


def promise(hours: float) -> Promise:
    """The promise for a message that came so many hours after the post."""
    at = after(hours)
    return Promise(
        starts_at=at,
        warn_at=at + NEXT_TARGET * 0.8,
        due_at=at + NEXT_TARGET,
        target=NEXT_TARGET,
        policy_version=3,
        rule="everyone",
    )


def reply(native_id: str, *, hours: float, needs_answer: bool = True) -> Reply:
    """A customer's later message with its promise."""
    return Reply(native_id=native_id, created_at=after(hours), promise=promise(hours) if needs_answer else None)


def caught_up(
    history: list[Event], *messages: Message, replies: tuple[Reply, ...] = (), hours: float = 1
) -> list[Event]:
    """The record after the case has caught up with a thread in which `replies` are news."""
    return [*history, *catch_up(history, talk(*messages), replies, now=after(hours), linked=frozenset())]


def told(*kinds: EventKind) -> Case:
    """The case after acts of Ann."""
    return fold(worked(*kinds))


def worked(*kinds: EventKind) -> list[Event]:
    """The record of acts of Ann, minutes apart."""
    details: dict[EventKind, dict[str, Detail]] = {
        EventKind.SNOOZED: {"until": after(9).isoformat()},
        EventKind.DISMISSED: {"reason": "no_answer_needed"},
    }
    acts = [event(kind, at, details.get(kind), hours=at / 10) for at, kind in enumerate(kinds, start=2)]
    return [opened(), *acts]
