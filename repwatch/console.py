"""What a person does to a case from the console: one act, checked against the version that was seen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from repwatch import business
from repwatch.roles import Actor, Role
from triage import actions
from triage.case import Case
from triage.events import DismissReason, Event
from warehouse import acts, case_file
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
    NOTE = "note"
    UNDO = "undo"

    @property
    def clears(self) -> bool:
        """Whether the case leaves one's hands by it, so that the next one is due."""
        return self in {Verb.ANSWERED, Verb.SNOOZE, Verb.ESCALATE, Verb.DISMISS, Verb.RESOLVE}


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
    """One act, with what it needs: `at` is when an answer was sent or a snooze ends."""

    verb: Verb
    at: datetime | None = None
    reason: str = ""
    note: str = ""


def perform(desk: Desk, case_id: str, order: Order, *, by: Actor, seen_version: int, now: datetime) -> Case:
    """Do it, in one transaction.

    NotPermittedError where the actor may not, StaleCaseError where somebody was first, NotAllowedError where it makes
    no sense for the case as it stands.
    """
    by.require(Role.AGENT, now=now)
    return _perform(desk, case_id, order, by=by.name, seen_version=seen_version, now=now)


def keep_draft(desk: Desk, case_id: str, *, draft: str, by: Actor, now: datetime) -> None:
    """Keep a reply that is being written with its case; NotPermittedError where the actor may not."""
    by.require(Role.AGENT, now=now)
    case_file.keep_draft(desk, case_id, draft=draft, by=by.name)


def _perform(desk: Desk, case_id: str, order: Order, *, by: str, seen_version: int, now: datetime) -> Case:
    match order.verb:
        case Verb.CLAIM:
            rules = business.staffing(desk)
            return acts.claim(desk, case_id, by=by, now=now, seen_version=seen_version, staffing=rules)
        case Verb.RESOLVE:
            rules = business.staffing(desk)
            return acts.resolve(desk, case_id, by=by, now=now, seen_version=seen_version, staffing=rules)
        case Verb.UNDO:
            policies = business.policies_of(desk)
            return acts.undo(desk, case_id, by=by, now=now, seen_version=seen_version, policies=policies)
    return act(
        desk,
        case_id,
        lambda case, _history: _decide(order, case, by=by, now=now),
        seen_version=seen_version,
        note=order.note or None,
    )


def _decide(order: Order, case: Case, *, by: str, now: datetime) -> Event:
    match order.verb:
        case Verb.ANSWERED:
            return actions.record_answer(case, by=by, now=now, answered_at=order.at)
        case Verb.SNOOZE:
            return actions.snooze(case, by=by, now=now, until=order.at or now)
        case Verb.ESCALATE:
            return actions.escalate(case, by=by, now=now, reason=EscalationReason(order.reason).value)
        case Verb.DISMISS:
            return actions.dismiss(case, by=by, now=now, reason=DismissReason(order.reason))
        case Verb.NOTE if not order.note.strip():
            raise actions.NotAllowedError("Write the note first: an empty one says nothing.")
        case _:
            return _PLAIN[order.verb](case, by=by, now=now)


class _Plain(Protocol):
    def __call__(self, case: Case, *, by: str, now: datetime) -> Event: ...


_PLAIN: dict[Verb, _Plain] = {
    Verb.RELEASE: actions.release,
    Verb.REOPEN: actions.reopen,
    Verb.NOTE: actions.note,
}
"""Verbs that need nothing but the case, the person and the instant."""
