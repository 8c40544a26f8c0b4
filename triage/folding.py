"""Folds the events of a case into what it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from triage.case import Case, CaseStatus
from triage.events import SYSTEM, UNDOABLE, Event, EventKind
from triage.mention import MentionKey
from triage.running import running
from triage.sla import Cause, Timer
from triage.steps import STEPS, released
from triage.urgency import Severity
from triage.waiting import SAID, Wait, Waiting

Mark = tuple[Timer, datetime, datetime]
"""A promise that a warning or a breach is of: its timer, whose message it answers, and when it is due."""


def fold(events: Iterable[Event]) -> Case:
    """The case that its events tell; ValueError where versions do not run 1, 2, 3 … from an `opened`."""
    return Folding(events).case


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """A time in which a case was done with."""

    since: datetime
    until: datetime | None
    owes_nothing: bool


class Folding:
    """A fold that goes on: `case` is up to date after every `add`."""

    def __init__(self, events: Iterable[Event]) -> None:
        ordered = sorted(events, key=lambda event: event.version)
        if [event.version for event in ordered] != list(range(1, len(ordered) + 1)):
            raise ValueError("the versions of a case's events run 1, 2, 3 … without gap or double")
        if not ordered or ordered[0].kind is not EventKind.OPENED:
            raise ValueError("a case starts with the event that opened it")
        self.case = _opened(ordered[0])
        self._waiting = Waiting(_opening(self.case))
        self._rests: list[_Rest] = []
        self._timed: dict[tuple[Timer, datetime], tuple[datetime, datetime]] = {}
        self._warned: dict[Mark, datetime] = {}
        self._breached: dict[Mark, tuple[datetime, Cause | None]] = {}
        self._settle()
        self.case = replace(self.case, timed_runs=self.case.runs)
        undone = undone_versions(ordered)
        for event in ordered[1:]:
            if event.version not in undone:
                self.add(event)
        self.case = replace(self.case, version=len(ordered))

    def add(self, event: Event) -> None:
        """Take in the next event; one that undoes needs a fold from the start."""
        before = self.case
        self.case = replace(before, version=event.version)
        if event.kind in SAID:
            self._waiting.hear(event)
            wait = self._wait()
            # what an act makes of the case depends on who waits now
            self.case = replace(self.case, waiting_since=wait.since if wait else None)
        if event.kind in {EventKind.WARNED, EventKind.BREACHED}:
            self._mark(event)
        elif event.kind is EventKind.TIMED:
            self._time(event)
        elif step := STEPS.get(event.kind):
            self.case = step(self.case, event)
        self._keep_claim(event)
        self._rest(before.status, event)
        self._settle()

    def waits(self) -> list[Wait]:
        """Every wait for an answer so far, the opening one first, with the promise it has by now."""
        return [self._as_timed(wait) for wait in self._waiting.waits]

    def is_excused(self, wait: Wait) -> bool:
        """Whether nothing was owed from when a wait's answer was due until it came, if it did."""
        owed_at = _awake_at(wait.due_at, [rest for rest in self._rests if rest.owes_nothing])
        return owed_at is None or (wait.due_at < owed_at and wait.ended_at is not None and wait.ended_at < owed_at)

    def broken(self) -> list[Wait]:
        """Waits whose promise broke before the case was done with or answered, and of which nobody has told that."""
        return [
            wait
            for wait in self.waits()
            if _mark_of(wait) not in self._breached
            and ((wait.is_late and not self.is_excused(wait)) or self._is_left_behind(wait))
        ]

    def _is_left_behind(self, wait: Wait) -> bool:
        """Whether a wait that goes on was due before somebody was done with the case."""
        if wait.ended_at is not None or not self.case.status.is_finished:
            return False
        awake_at = _awake_at(wait.due_at, self._rests)
        return awake_at is not None and wait.due_at < self._rests[-1].since and awake_at <= self._rests[-1].since

    def _wait(self) -> Wait | None:
        wait = self._waiting.wait
        return wait and self._as_timed(wait)

    def _as_timed(self, wait: Wait) -> Wait:
        warn_at, due_at = self._timed.get((wait.timer, wait.since), (wait.warn_at, wait.due_at))
        # the first answer whose time is known decides, also where one of unknown time ended the wait before
        is_first = wait.timer is Timer.FIRST
        answered_at = self.case.first_answered_at if is_first else wait.answered_at
        if (wait.warn_at, wait.due_at, wait.answered_at) == (warn_at, due_at, answered_at):
            return wait
        return replace(wait, warn_at=warn_at, due_at=due_at, answered_at=answered_at)

    def _mark(self, event: Event) -> None:
        timer = Timer(str(event.details.get("timer", Timer.FIRST)))
        since = event.instant("since") or self.case.posted_at
        mark = timer, since, event.instant("due_at") or self.case.due_at
        if event.kind is EventKind.WARNED:
            self._warned.setdefault(mark, event.occurred_at)
        else:
            cause = event.details.get("cause")
            self._breached.setdefault(mark, (event.occurred_at, Cause(str(cause)) if cause else None))

    def _time(self, event: Event) -> None:
        timer = Timer(str(event.details["timer"]))
        warn_at, due_at = _required(event, "warn_at"), _required(event, "due_at")
        severity = Severity(str(event.details["severity"]))
        self.case = replace(self.case, timed_severity=severity)
        if timer is Timer.RESOLUTION:
            runs = str(event.details["runs"])
            self.case = replace(self.case, resolve_warn_at=warn_at, resolve_due_at=due_at, timed_runs=runs)
        else:
            self._timed[timer, event.instant("since") or self.case.posted_at] = warn_at, due_at

    def _keep_claim(self, event: Event) -> None:
        """A claim lasts from the last thing that its owner did, or that came for them to do."""
        case = self.case
        if case.owner is None or not case.claim_lasts_seconds:
            self.case = replace(case, claim_expires_at=None) if case.claim_expires_at else case
        elif event.actor == case.owner or event.kind in _FRESH:
            lasts = timedelta(seconds=case.claim_lasts_seconds)
            self.case = replace(case, claim_expires_at=event.recorded_at + lasts)

    def _rest(self, before: CaseStatus, event: Event) -> None:
        after = self.case.status
        if after is before:
            return
        if before.is_finished:
            rest = self._rests.pop()
            if event.occurred_at > rest.since:
                self._rests.append(replace(rest, until=event.occurred_at))
        if after.is_finished:
            self._rests.append(_Rest(since=event.occurred_at, until=None, owes_nothing=after.owes_nothing))

    def _settle(self) -> None:
        """Tell anew what follows from waits, rests and marks."""
        waits, wait = self.waits(), self._wait()
        spans = [(each.starts_at, each.ended_at) for each in waits]
        rests = [(rest.since, rest.until) for rest in self._rests]
        runs = running(spans, rests, starts_at=self.case.starts_at)
        later = wait if wait and wait.timer is Timer.NEXT else None
        late = [each for each in waits if each.timer is Timer.NEXT and self._is_broken(each)]
        breach = self._breached.get(_mark_of(later), (None, None)) if later else (None, None)
        self.case = replace(
            self.case,
            waiting_since=wait.since if wait else None,
            next_timer=wait.timer if wait else None,
            next_warn_at=wait.warn_at if wait else None,
            next_due_at=wait.due_at if wait else None,
            next_warned_at=self._warned.get(_mark_of(later)) if later else None,
            next_breached_at=breach[0],
            next_breached_by=breach[1],
            next_late=len(late),
            untold_at=min((each.due_at for each in self.broken()), default=None),
            runs=runs.written,
            resolve_stopped_at=runs.stopped_at,
            **self._first(waits[0]),
            **self._resolution(stopped_at=runs.stopped_at),
        )

    def _is_broken(self, wait: Wait) -> bool:
        if wait.answered_at is not None:
            return wait.is_late and not self.is_excused(wait)
        return _mark_of(wait) in self._breached

    def _first(self, opening: Wait) -> dict[str, Any]:
        mark = _mark_of(opening)
        breached_at, cause = self._breached.get(mark, (None, None))
        if opening.answered_at is not None:
            if opening.answered_at <= opening.due_at:
                breached_at = cause = None
            elif breached_at is None and not self.is_excused(opening):
                breached_at = opening.due_at
        return {
            "warn_at": opening.warn_at,
            "due_at": opening.due_at,
            "warned_at": self._warned.get(mark),
            "breached_at": breached_at,
            "breached_by": cause,
        }

    def _resolution(self, *, stopped_at: datetime | None) -> dict[str, Any]:
        due_at = self.case.resolve_due_at
        if due_at is None:
            return {}
        mark = Timer.RESOLUTION, self.case.posted_at, due_at
        breached_at, cause = self._breached.get(mark, (None, None))
        if stopped_at is not None and stopped_at <= due_at:
            breached_at = cause = None
        return {
            "resolve_warned_at": self._warned.get(mark),
            "resolve_breached_at": breached_at,
            "resolve_breached_by": cause,
        }


_FRESH = frozenset({
    EventKind.CLAIMED,
    EventKind.ASSIGNED,
    EventKind.WOKEN,
    EventKind.CUSTOMER_REPLIED,
    EventKind.ANSWER_GONE,
    EventKind.REOPENED,
})


def undone_versions(events: Iterable[Event]) -> frozenset[int]:
    """Versions that an `undone` event took back."""
    return frozenset(int(event.details["undoes"] or 0) for event in events if event.kind is EventKind.UNDONE)


def last_undoable(events: Iterable[Event]) -> Event | None:
    """The latest act that is not taken back yet and that a person may take back.

    It is a person's own, or the system's that merged this case into another that says the same.
    """
    listed = list(events)
    undone = undone_versions(listed)
    acts = [
        event
        for event in listed
        if event.kind in UNDOABLE and event.version not in undone
        if event.actor != SYSTEM or event.details.get("into")
        if not event.details.get("is_detected")
    ]
    return max(acts, key=lambda event: event.version, default=None)


def owner_at(events: Iterable[Event], at: datetime) -> str | None:
    """Who held the case at an instant, as it was known then."""
    owner: str | None = None
    listed = [event for event in events if event.recorded_at <= at]
    undone = undone_versions(listed)
    for event in sorted(listed, key=lambda event: event.version):
        if event.version in undone:
            continue
        if event.kind is EventKind.CLAIMED:
            owner = event.actor
        elif event.kind is EventKind.ASSIGNED:
            owner = str(event.details["to"])
        elif event.kind in released:
            owner = None
    return owner


def _awake_at(moment: datetime, rests: Iterable[_Rest]) -> datetime | None:
    """The first instant from `moment` on that lies in no rest."""
    for rest in rests:
        if rest.since <= moment and (rest.until is None or moment < rest.until):
            if rest.until is None:
                return None
            moment = rest.until
    return moment


def _mark_of(wait: Wait) -> Mark:
    return wait.timer, wait.since, wait.due_at


def _opened(event: Event) -> Case:
    details = event.details
    posted_at = _required(event, "posted_at")
    severity = Severity(str(details["severity"]))
    return Case(
        case_id=event.case_id,
        brand=str(details["brand"]),
        key=MentionKey(platform=str(details["platform"]), native_id=str(details["native_id"])),
        version=1,
        status=CaseStatus.OPEN,
        severity=severity,
        urgency=int(details["urgency"] or 0),
        posted_at=posted_at,
        detected_at=_required(event, "detected_at"),
        starts_at=event.instant("starts_at") or posted_at,
        warn_at=_required(event, "warn_at"),
        due_at=_required(event, "due_at"),
        policy_version=int(details["policy_version"] or 0),
        rule=str(details["rule"]),
        team=str(details.get("team") or "") or None,
        last_customer_at=posted_at,
        resolve_warn_at=event.instant("resolve_warn_at"),
        resolve_due_at=event.instant("resolve_due_at"),
        timed_severity=severity,
    )


def _opening(case: Case) -> Wait:
    return Wait(
        since=case.posted_at,
        starts_at=case.starts_at,
        detected_at=case.detected_at,
        warn_at=case.warn_at,
        due_at=case.due_at,
        timer=Timer.FIRST,
    )


def _required(event: Event, name: str) -> datetime:
    return datetime.fromisoformat(str(event.details[name]))
