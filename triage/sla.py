"""When a public answer is due, and where a promise stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from triage.mention import require_utc


class AnswerState(StrEnum):
    """Whether the public can see an answer; `unknown` where the source can never show one."""

    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    UNKNOWN = "unknown"


class SlaState(StrEnum):
    """Where a promise stands; an open one only ever moves on_time, at_risk, breached."""

    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    MET = "met"
    LATE = "late"


class Timer(StrEnum):
    """What is promised: a first answer, the next one to a customer who came back, and an end to the matter."""

    FIRST = "first"
    NEXT = "next"
    RESOLUTION = "resolution"


class Cause(StrEnum):
    """Where the time of a broken promise went."""

    COLLECTION = "collection"
    QUEUE = "queue"
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a policy promised one post: kept as decided, whatever policy comes later."""

    starts_at: datetime
    warn_at: datetime
    due_at: datetime
    target: timedelta
    policy_version: int
    rule: str

    def __post_init__(self) -> None:
        for name in ("starts_at", "warn_at", "due_at"):
            require_utc(name, getattr(self, name))
        if not self.starts_at <= self.warn_at <= self.due_at:
            raise ValueError(f"a promise runs start, warning, due; got {self.starts_at}, {self.warn_at}, {self.due_at}")


def state(*, warn_at: datetime, due_at: datetime, answered_at: datetime | None, now: datetime) -> SlaState:
    """Where a promise stands at `now`; an answer exactly at `due_at` is in time."""
    if answered_at is not None and answered_at <= now:
        return SlaState.MET if answered_at <= due_at else SlaState.LATE
    if now > due_at:
        return SlaState.BREACHED
    return SlaState.AT_RISK if now >= warn_at else SlaState.ON_TIME
