"""One line of the queue: a case as a list shows it, and the lines that are asked for by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select

from triage.case import CaseStatus
from triage.mention import MentionKey
from triage.urgency import Severity
from warehouse.desk import Desk
from warehouse.tables import case_mention, case_text, desk_case

_FINISHED = tuple(status for status in CaseStatus if status.is_finished)
_case = desk_case.c
_text = case_text.c
_SHOWN = (
    _case.case_id,
    _case.version,
    _case.brand,
    _case.platform,
    _case.native_id,
    _case.status,
    _case.severity,
    _case.urgency,
    _case.lang,
    _case.topic,
    _case.customer_type,
    _case.owner,
    _case.posted_at,
    _case.next_warn_at,
    _case.next_due_at,
    _case.snoozed_until,
    _case.first_answered_at,
    _case.answered_at,
    _case.reminded_at,
    _case.is_answered,
    _text.author_id,
    _text.author_name,
    _text.excerpt,
)
"""No column more: each instant of each row costs, and a page is read at every act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One line of the queue."""

    case_id: str
    version: int
    brand: str
    key: MentionKey
    status: CaseStatus
    severity: Severity
    urgency: int
    lang: str
    topic: str
    customer_type: str
    owner: str | None
    posted_at: datetime
    next_warn_at: datetime | None
    next_due_at: datetime | None
    snoozed_until: datetime | None
    first_answered_at: datetime | None
    answered_at: datetime | None
    reminded_at: datetime | None
    is_answered: bool
    author_id: str | None
    author_name: str
    excerpt: str
    reporters: int = 1
    """How many accounts say the same: its own, and those of the cases that are worked with it."""


def rows_of(desk: Desk, case_ids: Sequence[str]) -> list[QueueRow]:
    """The present lines of these cases, in the order asked for; one that is gone is left out."""
    with desk.read() as connection:
        found = connection.execute(lines().where(_case.case_id.in_(case_ids))).all()
    by_id = {row.case_id: line_of(row) for row in found}
    return [by_id[case_id] for case_id in case_ids if case_id in by_id]


def cases_of_author(desk: Desk, *, platform: str, author_id: str, limit: int = 50) -> list[QueueRow]:
    """Every case of one customer on a platform, newest post first; those whose text was erased are nobody's."""
    query = lines().where(_text.author_id == author_id, _case.platform == platform)
    with desk.read() as connection:
        rows = connection.execute(query.order_by(_case.posted_at.desc(), _case.case_id).limit(limit)).all()
    return [line_of(row) for row in rows]


def alike(desk: Desk, case_id: str) -> list[QueueRow]:
    """Unfinished cases of the same customer, brand and topic: what may be merged with a case, soonest due first."""
    mine, text = desk_case.alias(), case_text.alias()
    query = (
        lines()
        .join(text, text.c.author_id == _text.author_id)
        .join(mine, mine.c.case_id == text.c.case_id)
        .where(mine.c.case_id == case_id, _case.case_id != case_id, _case.status.not_in([s.value for s in _FINISHED]))
        .where(*(_case[name] == mine.c[name] for name in ("brand", "platform", "topic")))
    )
    with desk.read() as connection:
        rows = connection.execute(query.order_by(_case.next_due_at, _case.case_id)).all()
    return [line_of(row) for row in rows]


def owners(desk: Desk) -> list[str]:
    """Who holds a case that waits, by name."""
    query = select(_case.owner).distinct().where(_case.owner.is_not(None), _case.is_waiting.is_(True))
    with desk.read() as connection:
        return sorted(map(str, connection.scalars(query)))


@cache
def lines() -> Select[Any]:
    """Every case with its texts, as `line_of` reads it."""
    said = case_text.alias()
    # an account is known on its platform; a post whose author is not told, or erased, is somebody's
    account = func.coalesce(case_mention.c.platform + ":" + said.c.author_id, said.c.case_id)
    reporters = (
        select(func.count(account.distinct()))
        .select_from(case_mention)
        .join(said, said.c.case_id == func.coalesce(case_mention.c.moved_from, case_mention.c.case_id))
        .where(case_mention.c.case_id == _case.case_id, case_mention.c.role == "opener")
        .scalar_subquery()
    )
    return (
        select(*_SHOWN, reporters.label("reporters"))
        .select_from(desk_case)
        .outerjoin(case_text, _text.case_id == _case.case_id)
    )


def line_of(row: Any) -> QueueRow:  # noqa: ANN401 -- a row of lines
    """The line of a row."""
    return QueueRow(
        case_id=row.case_id,
        version=row.version,
        brand=row.brand,
        key=MentionKey(platform=row.platform, native_id=row.native_id),
        status=CaseStatus(row.status),
        severity=Severity(row.severity),
        urgency=row.urgency,
        lang=row.lang,
        topic=row.topic,
        customer_type=row.customer_type,
        owner=row.owner,
        posted_at=row.posted_at,
        next_warn_at=row.next_warn_at,
        next_due_at=row.next_due_at,
        snoozed_until=row.snoozed_until,
        first_answered_at=row.first_answered_at,
        answered_at=row.answered_at,
        reminded_at=row.reminded_at,
        is_answered=row.is_answered,
        author_id=row.author_id,
        author_name=row.author_name or "",
        excerpt=row.excerpt or "",
        reporters=max(row.reporters, 1),
    )
