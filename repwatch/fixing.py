"""Says when a recurring issue was fixed, or takes that back: a lead's word, since reports compare around that day."""

from datetime import date, datetime

from repwatch.roles import Actor, Role
from warehouse import issue_book
from warehouse.desk import Desk


def fix(desk: Desk, issue_id: str, *, on: date, note: str, by: Actor, now: datetime) -> int:
    """Keep the day of a fix and return its version; NotPermittedError where the actor may not."""
    by.require(Role.LEAD, now=now)
    return issue_book.fix(desk, issue_id, on=on, note=note.strip(), by=by.name, now=now)


def unfix(desk: Desk, issue_id: str, *, by: Actor, now: datetime) -> None:
    """Take the fix of an issue back; NotPermittedError where the actor may not."""
    by.require(Role.LEAD, now=now)
    issue_book.unfix(desk, issue_id, by=by.name, now=now)
