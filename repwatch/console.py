"""What a person does to a case from the console: one act, checked against the version that was seen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypedDict

from repwatch import business
from repwatch.roles import Actor, Role
from triage import actions
from triage.case import Case
from triage.events import DismissReason, Event, Outcome
from triage.urgency import Severity
from warehouse import acts, case_file, lines
from warehouse.case_file import Written
from warehouse.cases import act
from warehouse.desk import Desk


class Verb(StrEnum):
    """Everything that can be done to a case."""

    CLAIM = "claim"
    RELEASE = "release"
    ANSWERED = "answered"
    SNOOZE = "snooze"
    ESCALATE = "escalate"
    DISMISS = "dismiss"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    ASSIGN = "assign"
    SEVERITY = "severity"
    MERGE = "merge"
    TAKE_IN = "take_in"
    FOLLOW_UP = "follow_up"
    NOTE = "note"
    UNDO = "undo"

    @property
    def clears(self) -> bool:
        """Whether the case leaves one's hands by it, so that the next one is due."""
        return self in _CLEARS


_CLEARS = frozenset({
    Verb.ANSWERED,
    Verb.SNOOZE,
    Verb.ESCALATE,
    Verb.DISMISS,
    Verb.RESOLVE,
    Verb.ASSIGN,
    Verb.MERGE,
    Verb.FOLLOW_UP,
})


class EscalationReason(StrEnum):
    """Why a case goes to the next level; a code, since the record holds no text."""

    AUTHORITY = "authority"
    SAFETY = "safety"
    LEGAL = "legal"
    PRIVACY = "privacy"
    PRESS = "press"
    REFUSED_TWICE = "refused_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One act, with what it needs: `at` is when an answer was sent or a snooze ends.

    `other` is the case that this one is merged into, or that it takes in, in the version `other_version` that was seen;
    `written` is what the reply says to whom answered.
    """

    verb: Verb
    at: datetime | None = None
    reason: str = ""
    note: str = ""
    to: str = ""
    severity: Severity | None = None
    outcome: Outcome | None = None
    satisfaction: int | None = None
    other: str = ""
    other_version: int = 0
    written: Written | None = None


def perform(desk: Desk, case_id: str, order: Order, *, by: Actor, seen_version: int, now: datetime) -> Case:
    """Do it, in one transaction.

    NotPermittedError where the actor may not, StaleCaseError where somebody was first, OtherDraftError where another
    draft is kept than the one that was seen, NotAllowedError where it makes no sense for the case as it stands.
    """
    by.require(Role.AGENT, now=now)
    return _perform(desk, case_id, order, by=by.name, seen_version=seen_version, now=now)


def keep_draft(
    desk: Desk,
    case_id: str,
    *,
    draft: str,
    by: Actor,
    now: datetime,
    seen: str | None = None,
    started_from: str | None = None,
) -> None:
    """Keep a reply that is being written with its case; NotPermittedError where the actor may not.

    `seen` is the kept draft that the writer knows: OtherDraftError where another window kept one meanwhile.
    `started_from` is the code of the text that it begins with now, or empty for none; None leaves it as it was.
    """
    by.require(Role.AGENT, now=now)
    case_file.keep_draft(desk, case_id, draft=draft, by=by.name, now=now, seen=seen, started_from=started_from)


def colleagues(desk: Desk, *, brand: str, lang: str, topic: str) -> list[str]:
    """Whom a case can be given to: who can answer it, then the other members of teams, then who holds a case now."""
    rules = business.staffing(desk)
    able = rules.who_can(brand=brand, lang=lang, topics=(topic,))
    return list(dict.fromkeys([*able, *rules.people, *lines.owners(desk)]))


def _perform(  # noqa: C901, PLR0911 -- one return for each verb
    desk: Desk, case_id: str, order: Order, *, by: str, seen_version: int, now: datetime
) -> Case:
    seen = _Seen(by=by, now=now, seen_version=seen_version)
    match order.verb:
        case Verb.CLAIM:
            return acts.claim(desk, case_id, **seen, staffing=business.staffing(desk))
        case Verb.ASSIGN:
            return acts.assign(desk, case_id, to=order.to, **seen, staffing=business.staffing(desk))
        case Verb.ESCALATE:
            reason = EscalationReason(order.reason).value
            return acts.escalate(desk, case_id, reason=reason, **seen, staffing=business.staffing(desk))
        case Verb.RESOLVE:
            staffing = business.staffing(desk)
            return acts.resolve(
                desk, case_id, outcome=order.outcome, satisfaction=order.satisfaction, **seen, staffing=staffing
            )
        case Verb.FOLLOW_UP:
            return acts.follow_up(desk, case_id, **seen)
        case Verb.SEVERITY if order.severity is not None:
            policies = business.policies_of(desk)
            return acts.change_severity(desk, case_id, severity=order.severity, policies=policies, **seen)
        case Verb.MERGE:
            return acts.merge(desk, case_id, into=order.other, **seen)[0]
        case Verb.TAKE_IN:
            taken = acts.merge(desk, order.other, into=case_id, by=by, now=now, seen_version=order.other_version)
            return taken[1]
        case Verb.ANSWERED:
            return acts.answered(desk, case_id, answered_at=order.at, written=order.written, **seen)
        case Verb.UNDO:
            return acts.undo(desk, case_id, **seen, policies=business.policies_of(desk))
    return act(
        desk,
        case_id,
        lambda case, _history: _decide(order, case, by=by, now=now),
        seen_version=seen_version,
        note=order.note or None,
    )


def _decide(order: Order, case: Case, *, by: str, now: datetime) -> Event:
    match order.verb:
        case Verb.SNOOZE:
            return actions.snooze(case, by=by, now=now, until=order.at or now)
        case Verb.DISMISS:
            return actions.dismiss(case, by=by, now=now, reason=DismissReason(order.reason))
        case Verb.NOTE if not order.note.strip():
            raise actions.NotAllowedError("Write the note first: an empty one says nothing.")
        case _:
            return _PLAIN[order.verb](case, by=by, now=now)


class _Seen(TypedDict):
    """Who acts, when, and on which version."""

    by: str
    now: datetime
    seen_version: int


class _Plain(Protocol):
    def __call__(self, case: Case, *, by: str, now: datetime) -> Event: ...


_PLAIN: dict[Verb, _Plain] = {
    Verb.RELEASE: actions.release,
    Verb.REOPEN: actions.reopen,
    Verb.NOTE: actions.note,
}
"""Verbs that need nothing but the case, the person and the instant."""
