"""The recurring issues that were found before, and the days on which somebody fixed them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select

from warehouse import config
from warehouse.desk import Desk, insert_or_ignore
from warehouse.tables import issue

_FIX = "issue_fix"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIssue:
    """An issue as it was first found; its id, names and signature stay."""

    issue_id: str
    brand: str
    name_en: str
    name_fr: str
    signature: Mapping[str, float]
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """When an issue was fixed, as a person said it."""

    on: date
    note: str
    by: str


def known(desk: Desk, *, brand: str | None = None) -> list[KnownIssue]:
    """Issues found so far, of one brand or all."""
    query = select(issue).order_by(issue.c.first_seen_at, issue.c.issue_id)
    with desk.read() as connection:
        rows = connection.execute(query if brand is None else query.where(issue.c.brand == brand)).all()
    return [
        KnownIssue(
            issue_id=row.issue_id,
            brand=row.brand,
            name_en=row.name_en,
            name_fr=row.name_fr,
            signature=row.signature,
            first_seen_at=row.first_seen_at,
        )
        for row in rows
    ]


def add(desk: Desk, found: Iterable[KnownIssue], *, now: datetime) -> None:
    """Remember new issues; one that is known stays as it is."""
    rows = [
        {
            "issue_id": one.issue_id,
            "brand": one.brand,
            "name_en": one.name_en,
            "name_fr": one.name_fr,
            "signature": dict(one.signature),
            "first_seen_at": one.first_seen_at,
            "found_at": now,
        }
        for one in found
    ]
    if rows:
        with desk.write() as connection:
            connection.execute(insert_or_ignore(connection, insert(issue)), rows)


def fixes(desk: Desk) -> dict[str, Fix]:
    """The fix of each issue that has one, at its latest version."""
    return {
        entry.name: Fix(
            on=date.fromisoformat(entry.body["on"]), note=str(entry.body.get("note", "")), by=entry.changed_by
        )
        for entry in config.entries(desk, _FIX)
    }


def fix(desk: Desk, issue_id: str, *, on: date, note: str, by: str, now: datetime) -> int:
    """Say when an issue was fixed; every version of it stays on record."""
    body = {"on": on.isoformat(), "note": note}
    return config.put(desk, kind=_FIX, name=issue_id, body=body, by=by, now=now)


def unfix(desk: Desk, issue_id: str, *, by: str, now: datetime) -> None:
    """Take the fix of an issue back."""
    config.remove(desk, kind=_FIX, name=issue_id, by=by, now=now)
