"""A case: the work on one public post, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from triage.mention import MentionKey
from triage.sla import Cause, SlaState, Timer, state
from triage.urgency import Severity


class CaseStatus(StrEnum):
    """Where the work on a case stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    SNOOZED = "snoozed"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"
    MERGED = "merged"
    """Worked as part of another case."""
    CLOSED = "closed"
    """The post is gone: nothing is left to answer in public."""

    @property
    def awaits_answer(self) -> bool:
        """Whether someone still has to act while the case stands here."""
        return self in _AWAITS

    @property
    def is_finished(self) -> bool:
        """Whether nobody has to do anything, until the case is taken up again."""
        return self in _FINISHED

    @property
    def owes_nothing(self) -> bool:
        """Whether no answer is owed while the case stands here."""
        return self in _NOT_OWED


_AWAITS = frozenset({CaseStatus.OPEN, CaseStatus.CLAIMED, CaseStatus.SNOOZED, CaseStatus.ESCALATED})
_NOT_OWED = frozenset({CaseStatus.DISMISSED, CaseStatus.MERGED, CaseStatus.CLOSED})
_FINISHED = _NOT_OWED | {CaseStatus.RESOLVED}


def case_id_of(brand: str, key: MentionKey) -> str:
    """The id of the case of one brand and one opening post: the same on every run and machine."""
    return sha256(f"{brand}\x1f{key.platform}\x1f{key.native_id}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The fold of a case's events.

    `waiting_since` is the oldest customer message without an answer; None when the brand had the last word, or the
    post is gone.
    `next_warn_at` and `next_due_at` belong to the nearest promise still open, `next_timer`: the first answer, or after
    one the answer to the customer who came back; None when nothing is owed.
    `first_answered_at` is None where there is no public answer, or one whose time is not known (`is_answered` tells).
    `answered_at` is when the latest answer in the thread was sent, or came to be known; every answered case has it.
    `last_customer_at` is when a customer last wrote something that wants an answer.
    `breached_at` is None again where an answer turns out to have been in time. `next_late` counts the answers to a
    customer who came back that were late, or are by now.
    The resolution clock runs while a customer waits and the case is not done with; `resolve_due_at` is None where no
    resolution was promised, and where the clock stands (`resolve_stopped_at`) it is the instant that would be due if it
    ran on. `runs` is what `resolve_due_at` must rest on and `timed_runs` what it rests on.
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
    starts_at: datetime
    warn_at: datetime
    due_at: datetime
    policy_version: int
    rule: str
    owner: str | None = None
    team: str | None = None
    waiting_since: datetime | None = None
    last_customer_at: datetime | None = None
    next_timer: Timer | None = None
    next_warn_at: datetime | None = None
    next_due_at: datetime | None = None
    is_answered: bool = False
    answer_id: str | None = None
    first_answered_at: datetime | None = None
    answered_at: datetime | None = None
    claim_expires_at: datetime | None = None
    claim_lasts_seconds: int = 0
    snoozed_until: datetime | None = None
    escalation_level: int = 0
    dismiss_reason: str | None = None
    dismissed_at: datetime | None = None
    merged_into: str | None = None
    resolved_at: datetime | None = None
    outcome: str | None = None
    satisfaction: int | None = None
    check_back_at: datetime | None = None
    reminded_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    breached_by: Cause | None = None
    next_warned_at: datetime | None = None
    next_breached_at: datetime | None = None
    next_breached_by: Cause | None = None
    next_late: int = 0
    resolve_warn_at: datetime | None = None
    resolve_due_at: datetime | None = None
    resolve_stopped_at: datetime | None = None
    resolve_warned_at: datetime | None = None
    resolve_breached_at: datetime | None = None
    resolve_breached_by: Cause | None = None
    untold_at: datetime | None = None
    runs: str = ""
    timed_runs: str = ""
    timed_severity: Severity | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the case belongs in the queue now: somebody has to act, and it is not put off."""
        return self.status.awaits_answer and self.status is not CaseStatus.SNOOZED

    @property
    def is_timing_due(self) -> bool:
        """Whether its clocks were set for another severity, or for other pauses."""
        is_other = self.severity is not self.timed_severity
        if self.resolve_due_at is None:
            return is_other and self.waiting_since is not None
        return is_other or self.runs != self.timed_runs

    @property
    def tick_at(self) -> datetime | None:
        """The earliest instant at which time alone brings an event; None where it brings none."""
        return min(_awaited(self), default=None)

    def sla(self, *, now: datetime) -> SlaState:
        """Where the first-response promise stands; an answer of unknown time counts as met."""
        if self.is_answered and self.first_answered_at is None:
            return SlaState.MET
        return state(warn_at=self.warn_at, due_at=self.due_at, answered_at=self.first_answered_at, now=now)

    def resolution(self, *, now: datetime) -> SlaState | None:
        """Where the promise to settle the matter stands, None where none was made; a clock at rest stays as it is."""
        if self.resolve_warn_at is None or self.resolve_due_at is None:
            return None
        done_at = self.resolved_at and (self.resolve_stopped_at or self.resolved_at)
        at = min(now, self.resolve_stopped_at or now)
        return state(warn_at=self.resolve_warn_at, due_at=self.resolve_due_at, answered_at=done_at, now=at)


def _awaited(case: Case) -> list[datetime]:
    """Instants at which time alone brings something, in the past where that is overdue."""
    is_first = case.next_timer is Timer.FIRST
    warned_at = case.warned_at if is_first else case.next_warned_at
    breached_at = case.breached_at if is_first else case.next_breached_at
    is_owed = case.status.awaits_answer
    is_running = is_owed and case.resolve_stopped_at is None
    ran_over = case.resolve_stopped_at and case.resolve_due_at and case.resolve_stopped_at > case.resolve_due_at
    found = (
        (case.next_warn_at, is_owed and warned_at is None),
        (case.next_due_at, is_owed and breached_at is None),
        (case.untold_at, True),
        (case.resolve_warn_at, is_running and case.resolve_warned_at is None),
        (case.resolve_due_at, (is_running or ran_over) and case.resolve_breached_at is None),
        (case.starts_at, case.is_timing_due and not case.status.owes_nothing),
        (case.snoozed_until, case.status is CaseStatus.SNOOZED),
        (case.claim_expires_at, case.is_waiting),
        (case.check_back_at, case.status is CaseStatus.RESOLVED and case.reminded_at is None),
    )
    return [at for at, is_open in found if at is not None and is_open]
