"""How each promise of a case was kept, and how it would have been under another policy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from triage.case import Case
from triage.events import SYSTEM, Detail, Event, EventKind
from triage.folding import Folding
from triage.policy import Policy, Subject
from triage.running import Runs
from triage.sla import SlaState, Timer, state
from triage.ticking import set_clocks
from triage.waiting import Wait, wants_answer

HIT = frozenset({SlaState.MET})
BROKEN = frozenset({SlaState.LATE, SlaState.BREACHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One promise and where it stands; `since` is when the message was written that it answers."""

    timer: Timer
    since: datetime
    due_at: datetime
    state: SlaState


def verdicts(history: Sequence[Event], *, now: datetime) -> list[Kept]:
    """Every promise of a case that was owed, in the order of its timers and waits."""
    folding = Folding(history)
    found = [
        Kept(timer=wait.timer, since=wait.since, due_at=wait.due_at, state=standing)
        for wait in folding.waits()
        if (standing := _standing(wait, folding, now=now)) is not None
    ]
    case = folding.case
    resolution = None if case.status.owes_nothing else case.resolution(now=now)
    if resolution is not None and case.resolve_due_at is not None:
        found.append(Kept(timer=Timer.RESOLUTION, since=case.posted_at, due_at=case.resolve_due_at, state=resolution))
    return found


def under(
    history: Sequence[Event], policy: Policy, *, subject: Subject, reply_subject: Callable[[str], Subject | None]
) -> list[Event]:
    """The record as it would be under another policy: same posts, acts and pauses, other promises.

    `reply_subject` knows what rules may ask of a later message by its native id; the opener's stands in where it does
    not. What followed from the old promises is left out, and the clocks that pauses moved are set anew.
    """
    changed = [_under(event, policy, subject=subject, reply_subject=reply_subject) for event in history]
    now = max(event.recorded_at for event in history)
    return changed + set_clocks(changed, now=now, policies=lambda _version: policy)


_FOLLOWS = frozenset({EventKind.WARNED, EventKind.BREACHED, EventKind.TIMED})


def _under(event: Event, policy: Policy, *, subject: Subject, reply_subject: Callable[[str], Subject | None]) -> Event:
    if event.kind in _FOLLOWS or (event.actor == SYSTEM and event.kind is EventKind.ESCALATED):
        # versions stay as they are, so that what was taken back stays taken back
        return replace(event, kind=EventKind.NOTED, details={})
    if event.kind is EventKind.OPENED:
        starts_at = event.instant("starts_at") or event.instant("posted_at") or event.occurred_at
        return replace(event, details={**event.details, **_promised(policy, subject, starts_at)})
    if event.kind is EventKind.CUSTOMER_REPLIED and wants_answer(event):
        asked = reply_subject(str(event.details.get("native_id"))) or subject
        starts_at = event.instant("starts_at") or event.occurred_at
        promise = policy.promise(asked, starts_at=starts_at, timer=Timer.NEXT)
        due: dict[str, Detail] = {"warn_at": promise.warn_at.isoformat(), "due_at": promise.due_at.isoformat()}
        return replace(event, details={**event.details, **due})
    return event


def _promised(policy: Policy, subject: Subject, starts_at: datetime) -> dict[str, Detail]:
    promise = policy.promise(subject, starts_at=starts_at)
    clock = policy.clock(policy.rule_for(subject), subject.severity, Timer.RESOLUTION)
    runs = Runs(past=(), since=starts_at)
    return {
        "warn_at": promise.warn_at.isoformat(),
        "due_at": promise.due_at.isoformat(),
        "rule": promise.rule,
        "policy_version": promise.policy_version,
        "resolve_warn_at": clock.warn_at(runs).isoformat() if clock else None,
        "resolve_due_at": clock.due_at(runs).isoformat() if clock else None,
    }


def _standing(wait: Wait, folding: Folding, *, now: datetime) -> SlaState | None:
    """Where a wait's promise stands; None where nothing was owed any more, or the post went away first."""
    case = folding.case
    if wait.ended_at is None:
        if folding.is_excused(wait) or case.status.owes_nothing:
            return None
        return state(warn_at=wait.warn_at, due_at=wait.due_at, answered_at=None, now=now)
    if wait.answered_at is None:
        return SlaState.MET if _is_answered(wait, case) else None
    if wait.is_late and folding.is_excused(wait):
        return None
    return SlaState.LATE if wait.is_late else SlaState.MET


def _is_answered(wait: Wait, case: Case) -> bool:
    """Whether an answer of unknown time ended the wait, and not the end of the post."""
    return case.is_answered and (wait.timer is Timer.NEXT or case.first_answered_at is None)
