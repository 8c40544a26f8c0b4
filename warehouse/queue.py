"""The queue by page: its order, and where the next page starts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, true

from triage.urgency import Severity
from warehouse.desk import Desk
from warehouse.lines import QueueRow, line_of, lines
from warehouse.tables import desk_case
from warehouse.tabs import Filters, Tab, narrowed, of_tab

PAGE = 50
_case = desk_case.c


class Sorting(StrEnum):
    """What comes first among the cases that wait: the nearest promise, or the gravest and newest post."""

    DUE = "due"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The last row of a page; `at` is None among the cases to which nothing is promised, which come last.

    The most urgent first, `at` is when it was posted, and `severity` and `urgency` are its own.
    """

    at: datetime | None
    case_id: str
    severity: Severity | None = None
    urgency: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows in order, and where the next page starts; None at the end."""

    rows: list[QueueRow] = field(default_factory=list)
    next: Cursor | None = None


def page(
    desk: Desk,
    *,
    tab: Tab,
    me: str,
    filters: Filters,
    now: datetime,
    sorting: Sorting = Sorting.DUE,
    after: Cursor | None = None,
    size: int = PAGE,
) -> Page:
    """The next `size` rows of a tab behind `after`.

    Those that wait come as `sorting` says; snoozed ones by when they come back, follow-ups the longest waiting first,
    what is done with by the latest post.
    """
    wanted = lines().where(of_tab(tab, me=me, now=now), narrowed(filters))
    found: list[Any] = []
    with desk.read() as connection:
        for query in _strata(wanted, tab=tab, sorting=sorting, after=after):
            if len(found) <= size:
                found += connection.execute(query.limit(size + 1 - len(found))).all()
    rows = [line_of(row) for row in found[:size]]
    more = len(found) > size
    return Page(rows=rows, next=cursor_of(rows[-1], tab=tab, sorting=sorting) if more else None)


def cursor_of(row: QueueRow, *, tab: Tab, sorting: Sorting = Sorting.DUE) -> Cursor:
    """Where the page after `row` starts."""
    match tab:
        case Tab.DONE:
            return Cursor(at=row.posted_at, case_id=row.case_id)
        case Tab.SNOOZED:
            return Cursor(at=row.snoozed_until, case_id=row.case_id)
        case Tab.FOLLOW_UP:
            return Cursor(at=row.reminded_at, case_id=row.case_id)
        case _ if sorting is Sorting.URGENT:
            return Cursor(at=row.posted_at, case_id=row.case_id, severity=row.severity, urgency=row.urgency)
        case _:
            return Cursor(at=row.next_due_at, case_id=row.case_id)


def _strata(wanted: Select[Any], *, tab: Tab, sorting: Sorting, after: Cursor | None) -> list[Select[Any]]:
    """The queries whose rows, one after the other, are the tab in order: each is read along an index."""
    match tab:
        case Tab.DONE:
            behind = wanted.where(_behind(_case.posted_at, after, falling=True))
            return [behind.order_by(_case.posted_at.desc(), _case.case_id.desc())]
        case Tab.SNOOZED | Tab.FOLLOW_UP:
            column = _case.snoozed_until if tab is Tab.SNOOZED else _case.reminded_at
            return [wanted.where(_behind(column, after, falling=False)).order_by(column, _case.case_id)]
        case Tab.MINE | Tab.AT_RISK if sorting is Sorting.URGENT:
            return [_few_by_severity(wanted, after)]
        case _ if sorting is Sorting.URGENT:
            return _by_severity(wanted, after)
        case _:
            return _by_promise(wanted, after)


def _by_promise(wanted: Select[Any], after: Cursor | None) -> list[Select[Any]]:
    # nulls sort first in SQLite and last in PostgreSQL, so they are read apart
    column = _case.next_due_at
    promised = wanted.where(column.is_not(None), _behind(column, after, falling=False)).order_by(column, _case.case_id)
    rest = wanted.where(column.is_(None)).order_by(_case.case_id)
    if after is None or after.at is not None:
        return [promised, rest]
    return [rest.where(_case.case_id > after.case_id)]


def _few_by_severity(wanted: Select[Any], after: Cursor | None) -> Select[Any]:
    """The same order where few of those that wait are wanted: found by what makes them few, and then sorted."""
    # an expression is no column of an index, so that none is walked from end to end for its order
    query = wanted.order_by(
        _case.severity.concat(""), _case.urgency.desc(), _case.posted_at.desc(), _case.case_id.desc()
    )
    if after is None or after.severity is None:
        return query
    level = after.severity.value
    return query.where(or_(_case.severity > level, and_(_case.severity == level, _less_urgent(after))))


def _less_urgent(after: Cursor) -> ColumnElement[bool]:
    newer = _behind(_case.posted_at, after, falling=True)
    return or_(_case.urgency < after.urgency, and_(_case.urgency == after.urgency, newer))


def _by_severity(wanted: Select[Any], after: Cursor | None) -> list[Select[Any]]:
    order = (_case.urgency.desc(), _case.posted_at.desc(), _case.case_id.desc())
    levels = [severity for severity in Severity if after is None or severity >= (after.severity or severity)]
    found = [wanted.where(_case.severity == severity.value).order_by(*order) for severity in levels]
    if after is not None:
        # the outer bound is what an index can seek to
        found[0] = found[0].where(_case.urgency <= after.urgency, _less_urgent(after))
    return found


def _behind(column: Any, after: Cursor | None, *, falling: bool) -> ColumnElement[bool]:  # noqa: ANN401 -- a Utc column
    if after is None or after.at is None:
        return true()
    bound = column <= after.at if falling else column >= after.at
    strict = column < after.at if falling else column > after.at
    tie = _case.case_id < after.case_id if falling else _case.case_id > after.case_id
    # the outer bound is what an index can seek to
    return and_(bound, or_(strict, tie))
