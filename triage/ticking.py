"""What time alone brings to a case: its clocks set anew, a warning, a breach, the end of a claim or of a snooze."""

from collections.abc import Callable, Sequence
from datetime import datetime

from triage.case import Case, CaseStatus
from triage.events import SYSTEM, Detail, Event, EventKind
from triage.folding import Folding, owner_at
from triage.policy import Clock, Policy
from triage.running import Runs
from triage.sla import Cause, Timer
from triage.staffing import NOBODY, Staffing
from triage.waiting import Wait

Policies = Callable[[int], Policy]
"""The policy of a version."""


def tick(
    history: Sequence[Event], *, now: datetime, policies: Policies | None = None, staffing: Staffing = NOBODY
) -> list[Event]:
    """Events that are due; asked again, nothing. Without `policies` no clock is set anew."""
    ticking = _Ticking(history, now=now, staffing=staffing)
    if policies is not None:
        ticking.set_clocks(policies)
    for wait in ticking.folding.broken():
        ticking.breach(_Promised.of(wait))
    ticking.move_first_or_next()
    ticking.move_resolution()
    ticking.expire()
    ticking.wake()
    ticking.remind()
    return ticking.owed


def set_clocks(history: Sequence[Event], *, now: datetime, policies: Policies) -> list[Event]:
    """The clocks of a case set anew where its severity or its pauses changed; nothing where they did not."""
    ticking = _Ticking(history, now=now, staffing=NOBODY)
    ticking.set_clocks(policies)
    return ticking.owed


def cause_of(history: Sequence[Event], *, detected_at: datetime, warn_at: datetime, due_at: datetime) -> Cause:
    """Where the time went: found when it was at risk already, held by nobody when it was due, or held by somebody."""
    if detected_at >= warn_at:
        return Cause.COLLECTION
    return Cause.AGENT if owner_at(history, due_at) else Cause.QUEUE


class _Promised:
    """One promise on its way to a warning and a breach."""

    def __init__(
        self, *, timer: Timer, since: datetime, detected_at: datetime, warn_at: datetime, due_at: datetime
    ) -> None:
        self.timer, self.since, self.detected_at = timer, since, detected_at
        self.warn_at, self.due_at = warn_at, due_at

    @classmethod
    def of(cls, wait: Wait) -> "_Promised":
        return cls(
            timer=wait.timer,
            since=wait.since,
            detected_at=wait.detected_at,
            warn_at=wait.warn_at,
            due_at=wait.due_at,
        )

    def details(self) -> dict[str, Detail]:
        return {"timer": self.timer, "since": self.since.isoformat(), "due_at": self.due_at.isoformat()}


class _Ticking:
    def __init__(self, history: Sequence[Event], *, now: datetime, staffing: Staffing) -> None:
        self.folding = Folding(history)
        self.owed: list[Event] = []
        self._history, self._now, self._staffing = list(history), now, staffing

    @property
    def case(self) -> Case:
        return self.folding.case

    def set_clocks(self, policies: Policies) -> None:
        """By the rule the case has, for its present severity and pauses; where that promises nothing, as they were."""
        case = self.case
        if not case.is_timing_due or case.status.owes_nothing:
            return
        policy = policies(case.policy_version)
        rule = policy.rule_called(case.rule)
        for wait in self.folding.waits():
            clock = policy.clock(rule, case.severity, wait.timer)
            is_set = case.severity is case.timed_severity
            # an answer that was given is judged by the promise of its time
            if clock is not None and not is_set and wait.ended_at is None:
                runs = Runs(past=(), since=wait.starts_at)
                self._time(clock, runs, {"timer": wait.timer, "since": wait.since.isoformat()})
        clock = policy.clock(rule, case.severity, Timer.RESOLUTION)
        which: dict[str, Detail] = {"timer": Timer.RESOLUTION, "runs": case.runs}
        if clock is not None:
            self._time(clock, Runs.read(case.runs), which)
        elif case.resolve_warn_at is not None and case.resolve_due_at is not None:
            self._set(which, warn_at=case.resolve_warn_at, due_at=case.resolve_due_at)

    def _time(self, clock: Clock, runs: Runs, which: dict[str, Detail]) -> None:
        self._set(which, warn_at=clock.warn_at(runs), due_at=clock.due_at(runs))

    def _set(self, which: dict[str, Detail], *, warn_at: datetime, due_at: datetime) -> None:
        due: dict[str, Detail] = {"warn_at": warn_at.isoformat(), "due_at": due_at.isoformat()}
        self._add(EventKind.TIMED, self._now, **which, **due, severity=self.case.severity)

    def move_first_or_next(self) -> None:
        case = self.case
        wait = next((wait for wait in self.folding.waits() if wait.ended_at is None), None)
        if wait is None or not case.status.awaits_answer:
            return
        is_first = wait.timer is Timer.FIRST
        promised = _Promised.of(wait)
        if (case.warned_at if is_first else case.next_warned_at) is None:
            self._warn(promised)
        if (case.breached_at if is_first else case.next_breached_at) is None and wait.due_at < self._now:
            self.breach(promised)

    def move_resolution(self) -> None:
        case = self.case
        if case.resolve_warn_at is None or case.resolve_due_at is None:
            return
        promised = _Promised(
            timer=Timer.RESOLUTION,
            since=case.posted_at,
            detected_at=case.detected_at,
            warn_at=case.resolve_warn_at,
            due_at=case.resolve_due_at,
        )
        runs_on = case.resolve_stopped_at is None and case.status.awaits_answer
        if runs_on and case.resolve_warned_at is None:
            self._warn(promised)
        ran_until = self._now if runs_on else case.resolve_stopped_at
        if case.resolve_breached_at is None and ran_until is not None and case.resolve_due_at < ran_until:
            self.breach(promised)

    def _warn(self, promised: _Promised) -> None:
        if promised.warn_at <= self._now:
            self._add(EventKind.WARNED, promised.warn_at, **promised.details())

    def breach(self, promised: _Promised) -> None:
        """Record it with its cause, and hand the case over where a rule says so."""
        cause = cause_of(
            self._history, detected_at=promised.detected_at, warn_at=promised.warn_at, due_at=promised.due_at
        )
        self._add(EventKind.BREACHED, promised.due_at, **promised.details(), cause=cause)
        case = self.case
        level = self._staffing.level_on_breach(timer=promised.timer, severity=case.severity)
        if level > case.escalation_level and case.status.awaits_answer:
            self._add(EventKind.ESCALATED, self._now, reason="breach", level=level, had=case.owner)

    def expire(self) -> None:
        case = self.case
        if case.is_waiting and case.claim_expires_at is not None and case.claim_expires_at <= self._now:
            self._add(EventKind.RELEASED, case.claim_expires_at, reason="claim_expired", had=case.owner)

    def wake(self) -> None:
        case = self.case
        if case.status is CaseStatus.SNOOZED and case.snoozed_until is not None and case.snoozed_until <= self._now:
            self._add(EventKind.WOKEN, case.snoozed_until)

    def remind(self) -> None:
        case = self.case
        is_waited_for = case.status is CaseStatus.RESOLVED and case.reminded_at is None
        if is_waited_for and case.check_back_at is not None and case.check_back_at <= self._now:
            self._add(EventKind.REMINDED, case.check_back_at)

    def _add(self, kind: EventKind, at: datetime, **details: Detail) -> None:
        event = Event(
            case_id=self.case.case_id,
            version=self.case.version + 1,
            kind=kind,
            occurred_at=at,
            recorded_at=self._now,
            actor=SYSTEM,
            details=details,
        )
        self.folding.add(event)
        self.owed.append(event)
