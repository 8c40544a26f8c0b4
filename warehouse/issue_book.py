"""The recurring issues that were found, the complaints of each, and the days on which somebody fixed them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from warehouse import config
from warehouse.desk import Desk, insert_or_ignore, upsert
from warehouse.tables import issue, issue_grouping, issue_post

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
class Grouping:
    """When the complaints of a brand were last grouped, how many it had then, and the oldest that was grouped."""

    brand: str
    grouped_at: datetime
    complaints: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """A complaint with the issue that it is in, if any; its place tells how typical it is."""

    platform: str
    native_id: str
    issue_id: str | None
    place: int


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


def groupings(desk: Desk) -> dict[str, Grouping]:
    """The last grouping of each brand."""
    with desk.read() as connection:
        rows = connection.execute(select(issue_grouping)).mappings().all()
    return {row["brand"]: Grouping(**row) for row in rows}


def regroup(desk: Desk, grouping: Grouping, posts: Sequence[Grouped], found: Iterable[KnownIssue]) -> None:
    """Put a grouping of a brand in the place of the one before, whole."""
    rows = [asdict(post) | {"brand": grouping.brand} for post in posts]
    with desk.write() as connection:
        _add(connection, found, now=grouping.grouped_at)
        connection.execute(delete(issue_post).where(issue_post.c.brand == grouping.brand))
        if rows:
            connection.execute(insert(issue_post), rows)
        upsert(connection, issue_grouping, [asdict(grouping)])


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


def _add(connection: Connection, found: Iterable[KnownIssue], *, now: datetime) -> None:
    """Remember new issues; one that is known stays as it is."""
    rows = [asdict(one) | {"signature": dict(one.signature), "found_at": now} for one in found]
    if rows:
        connection.execute(insert_or_ignore(connection, insert(issue)), rows)
