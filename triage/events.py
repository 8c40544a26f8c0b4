"""What can happen to a case: the vocabulary of the append-only record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from triage.mention import require_utc

SYSTEM = "repwatch"
"""The actor of what no person did."""

ALIKE = "alike"
"""Why a case was merged by the system: another open one says the same."""

Detail = str | int | float | bool | None


class EventKind(StrEnum):
    """Everything that is recorded about a case."""

    OPENED = "opened"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    RELEASED = "released"
    ANSWERED = "answered"
    ANSWER_GONE = "answer_gone"
    CUSTOMER_REPLIED = "customer_replied"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    ESCALATED = "escalated"
    DISMISSED = "dismissed"
    MERGED = "merged"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    REMINDED = "reminded"
    FOLLOWED_UP = "followed_up"
    SEVERITY_CHANGED = "severity_changed"
    NOTED = "noted"
    POST_GONE = "post_gone"
    TIMED = "timed"
    WARNED = "warned"
    BREACHED = "breached"
    UNDONE = "undone"


UNDOABLE = frozenset({
    EventKind.CLAIMED,
    EventKind.ASSIGNED,
    EventKind.RELEASED,
    EventKind.ANSWERED,
    EventKind.SNOOZED,
    EventKind.ESCALATED,
    EventKind.DISMISSED,
    EventKind.MERGED,
    EventKind.RESOLVED,
    EventKind.REOPENED,
    EventKind.FOLLOWED_UP,
    EventKind.SEVERITY_CHANGED,
})
"""What a person can take back; a platform's facts cannot be."""


class DismissReason(StrEnum):
    """Why a case needs no public answer from us."""

    NOT_US = "not_us"
    SPAM = "spam"
    NO_ANSWER_NEEDED = "no_answer_needed"
    DUPLICATE = "duplicate"
    ABUSIVE = "abusive"


OF_THE_WORDS = frozenset({DismissReason.SPAM, DismissReason.ABUSIVE, DismissReason.NOT_US})
"""Reasons that lie in what a post says, so that they hold for whoever says the same."""


class Outcome(StrEnum):
    """How a customer's matter ended."""

    SOLVED = "solved"
    COMPENSATED = "compensated"
    EXPLAINED = "explained"
    HANDED_OVER = "handed_over"
    NO_REACTION = "no_reaction"
    NOT_SOLVED = "not_solved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a case's record: ids and decisions only, never text.

    `version` counts from 1 within its case. `occurred_at` is when it happened (for an answer, the platform's time);
    `recorded_at` when we wrote it.
    """

    case_id: str
    version: int
    kind: EventKind
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    details: Mapping[str, Detail] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_utc("occurred_at", self.occurred_at)
        require_utc("recorded_at", self.recorded_at)
        if self.version < 1 or not self.actor or not self.case_id:
            raise ValueError(f"an event needs a case, a version from 1 and an actor, got {self!r}")

    def instant(self, name: str) -> datetime | None:
        """The instant in the details under `name`; None where there is none."""
        text = self.details.get(name)
        return datetime.fromisoformat(str(text)) if text else None
