"""The promises of a case in order, each with both clocks, how it stands, and where the time of a broken one went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.clock_words import Clock, Tone, due, span
from dashboard.words import Words
from triage.case import Case
from triage.events import Event, EventKind
from triage.folding import Folding, undone_versions
from triage.sla import SlaState, Timer
from triage.waiting import Wait

_AT_ONCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """One promise: counted from what the customer said, and from when we saw it."""

    timer: Timer
    since: datetime
    detected_at: datetime
    due_at: datetime
    clock: Clock
    until: datetime | None = None
    """When its clocks stopped; None while they run, and where nobody knows."""
    is_running: bool = False
    cause: str | None = None


def promises(events: Sequence[Event], *, now: datetime, t: Words) -> list[Promised]:
    """Every promise that the record tells of, the first answer first and the resolution last."""
    folding = Folding(events)
    case, causes = folding.case, _causes(events)
    found = [_answering(wait, case, causes, now=now, t=t) for wait in folding.waits()]
    resolution = _resolving(case, causes, now=now, t=t)
    return [*found, *([resolution] if resolution else [])]


def noted_late(events: Sequence[Event], *, detected_at: datetime) -> dict[int, datetime]:
    """When each event came to be known, by its version, where the record would puzzle without: late, or out of turn.

    The record goes by what was noted first; a warning that was noted behind a later act bears an earlier time.
    """
    found: dict[int, datetime] = {}
    ordered = sorted(events, key=lambda event: event.version)
    latest = ordered[0].occurred_at
    for event in ordered:
        # what was read together with the post was seen when the post was
        known_at = detected_at if event.recorded_at == ordered[0].recorded_at else event.recorded_at
        # a post that was found late has clocks that ran before anybody could know
        if known_at - event.occurred_at > _AT_ONCE or event.occurred_at < min(latest, known_at):
            found[event.version] = known_at
        latest = max(latest, event.occurred_at)
    return found


def _answering(wait: Wait, case: Case, causes: dict[tuple[str, str], str], *, now: datetime, t: Words) -> Promised:
    is_running = wait.ended_at is None and not case.status.is_finished
    if wait.answered_at is not None:
        clock = _kept(wait.due_at - wait.answered_at, t)
    elif not is_running:
        known = case.is_answered and wait.ended_at is not None
        clock = Clock(words=t("clocks.unknown") if known else t.of("status", case.status), tone=Tone.DONE)
    else:
        clock = due(due_at=wait.due_at, warn_at=wait.warn_at, now=now, t=t)
    return Promised(
        timer=wait.timer,
        since=wait.since,
        detected_at=wait.detected_at,
        due_at=wait.due_at,
        clock=clock,
        until=wait.answered_at,
        is_running=is_running,
        cause=causes.get((wait.timer, wait.since.isoformat())),
    )


def _resolving(case: Case, causes: dict[tuple[str, str], str], *, now: datetime, t: Words) -> Promised | None:
    stands = case.resolution(now=now)
    if stands is None or case.resolve_due_at is None or case.resolve_warn_at is None:
        return None
    stopped_at = case.resolve_stopped_at
    if case.resolved_at is not None:
        clock = _kept(case.resolve_due_at - (stopped_at or case.resolved_at), t)
    elif stopped_at is not None and stands is not SlaState.BREACHED:
        clock = Clock(words=t("clocks.rests", span=span(case.resolve_due_at - stopped_at, t)), tone=Tone.DONE)
    elif case.status.owes_nothing:
        clock = Clock(words=t.of("status", case.status), tone=Tone.DONE)
    else:
        clock = due(due_at=case.resolve_due_at, warn_at=case.resolve_warn_at, now=now, t=t)
    return Promised(
        timer=Timer.RESOLUTION,
        since=case.posted_at,
        detected_at=case.detected_at,
        due_at=case.resolve_due_at,
        clock=clock,
        until=case.resolved_at,
        is_running=case.resolved_at is None and not case.status.is_finished,
        cause=causes.get((Timer.RESOLUTION, case.posted_at.isoformat())),
    )


def _kept(ahead: timedelta, t: Words) -> Clock:
    """How an ended promise was met."""
    if ahead >= timedelta():
        return Clock(words=t("clocks.in_time"), tone=Tone.DONE)
    return Clock(words=t("clocks.late", span=span(ahead, t)), tone=Tone.SOON)


def _causes(events: Sequence[Event]) -> dict[tuple[str, str], str]:
    """Where the time of each broken promise went, by its timer and what it answers."""
    undone = undone_versions(events)
    opened = events[0].details
    return {
        (
            str(event.details.get("timer", Timer.FIRST)),
            str(event.details.get("since", opened["posted_at"])),
        ): str(event.details["cause"])
        for event in events
        if event.kind is EventKind.BREACHED and event.version not in undone and event.details.get("cause")
    }
