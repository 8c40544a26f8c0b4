"""What people's acts on a case say about its post: whether it needs an answer, and how severe it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from triage.events import SYSTEM, DismissReason, Event, EventKind
from triage.folding import undone_versions
from triage.urgency import Severity


class Ground(StrEnum):
    """The act that a decision rests on."""

    ANSWERED = "answered"
    MISSED = "missed"
    REOPENED = "reopened"
    SEVERITY = "severity"
    NOT_US = "not_us"
    SPAM = "spam"
    NO_ANSWER_NEEDED = "no_answer_needed"

    @property
    def needs_answer(self) -> bool:
        """Whether the post needs an answer where this was done."""
        return self not in _NO_ANSWER


_NO_ANSWER = frozenset({Ground.NOT_US, Ground.SPAM, Ground.NO_ANSWER_NEEDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The last word of people on a post, the urgency that it was scored with, and the severity that they left it at."""

    ground: Ground
    by: str
    at: datetime
    urgency: int
    severity: Severity
    is_corrected: bool


def decision_of(events: Iterable[Event]) -> Decision | None:
    """The decision that a case's acts come to; None where there is none, or all were taken back.

    The latest act wins. Duplicates and abuse say nothing of whether a post like it needs an answer.
    """
    listed = sorted(events, key=lambda event: event.version)
    undone = undone_versions(listed)
    found: tuple[Ground, Event] | None = None
    severity: Severity | None = None
    for event in listed:
        if event.version in undone:
            continue
        if event.kind is EventKind.SEVERITY_CHANGED:
            severity = Severity(str(event.details["severity"]))
        ground = _ground(event, found[0] if found else None)
        if ground is not None:
            found = (ground, event)
    if found is None:
        return None
    ground, event = found
    scored = listed[0].details
    return Decision(
        ground=ground,
        by=event.actor,
        at=event.recorded_at,
        urgency=int(scored["urgency"] or 0),
        severity=severity or Severity(str(scored["severity"])),
        is_corrected=severity is not None,
    )


def _ground(event: Event, before: Ground | None) -> Ground | None:
    match event.kind:
        case EventKind.OPENED if event.actor != SYSTEM:
            return Ground.MISSED
        case EventKind.ANSWERED if event.details.get("is_to_opener", True):
            return Ground.ANSWERED
        case EventKind.SEVERITY_CHANGED:
            return Ground.SEVERITY
        case EventKind.REOPENED if before is not None and not before.needs_answer:
            return Ground.REOPENED
        case EventKind.DISMISSED:
            return _DISMISSALS.get(DismissReason(str(event.details["reason"])))
        case _:
            return None


_DISMISSALS = {
    DismissReason.NOT_US: Ground.NOT_US,
    DismissReason.SPAM: Ground.SPAM,
    DismissReason.NO_ANSWER_NEEDED: Ground.NO_ANSWER_NEEDED,
}
