"""The queue by page: its order, and where the next page starts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select, true

from triage.urgency import Severity
from warehouse.desk import Desk
from warehouse.lines import QueueRow, line_of, lines
from warehouse.tables import desk_case
from warehouse.tabs import SETTLED, Filters, Tab, narrowed, of_tab, rare

PAGE = 50
_SORTED = 2_000
"""So many cases are sorted at once; of more, those that come first are walked along an index."""
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
    answered ones the latest answer first, and settled ones the latest post.
    """
    with desk.read() as connection:
        through = narrowed(filters, among=rare(connection, filters))
        wanted = lines().where(_of_tab(connection, tab, me=me, now=now, sorting=sorting), through)
        found = _in_order(connection, wanted, tab=tab, sorting=sorting, after=after, most=size + 1)
    rows = [line_of(row) for row in found[:size]]
    more = len(found) > size
    return Page(rows=rows, next=cursor_of(rows[-1], tab=tab, sorting=sorting) if more else None)


def first_ids(desk: Desk, *, tab: Tab, me: str, filters: Filters, now: datetime, sorting: Sorting) -> list[str]:
    """The cases on the first page of a tab, by id: what came meanwhile is counted without reading what it says."""
    with desk.read() as connection:
        through = narrowed(filters, among=rare(connection, filters))
        wanted = lines().with_only_columns(_case.case_id, _case.posted_at)
        wanted = wanted.where(_of_tab(connection, tab, me=me, now=now, sorting=sorting), through)
        found = _in_order(connection, wanted, tab=tab, sorting=sorting, after=None, most=PAGE)
    return [row.case_id for row in found]


def cursor_of(row: QueueRow, *, tab: Tab, sorting: Sorting = Sorting.DUE) -> Cursor:
    """Where the page after `row` starts."""
    match tab:
        case Tab.DONE:
            return Cursor(at=row.posted_at, case_id=row.case_id)
        case Tab.ANSWERED:
            return Cursor(at=row.answered_at, case_id=row.case_id)
        case Tab.SNOOZED:
            return Cursor(at=row.snoozed_until, case_id=row.case_id)
        case Tab.FOLLOW_UP:
            return Cursor(at=row.reminded_at, case_id=row.case_id)
        case _ if sorting is Sorting.URGENT:
            return Cursor(at=row.posted_at, case_id=row.case_id, severity=row.severity, urgency=row.urgency)
        case _:
            return Cursor(at=row.next_due_at, case_id=row.case_id)


def _of_tab(connection: Connection, tab: Tab, *, me: str, now: datetime, sorting: Sorting) -> ColumnElement[bool]:
    """Whether a case belongs to a tab, said so that the index that fits is walked."""
    belongs = of_tab(tab, me=me, now=now)
    if tab is not Tab.OVERDUE or sorting is not Sorting.URGENT:
        return belongs
    late = select(_case.case_id).where(belongs).limit(_SORTED).subquery()
    if connection.scalars(select(func.count()).select_from(late)).one() < _SORTED:
        return belongs
    # SQLite would find all that is overdue by its promise and sort it: a case is no column of an index
    return and_(_case.is_waiting.is_(True), case((belongs, 1), else_=0) == 1)


def _in_order(
    connection: Connection, wanted: Select[Any], *, tab: Tab, sorting: Sorting, after: Cursor | None, most: int
) -> list[Any]:
    if tab is Tab.DONE:
        return _settled(connection, wanted, after=after, most=most)
    found: list[Any] = []
    for query in _strata(wanted, tab=tab, sorting=sorting, after=after):
        if len(found) < most:
            found += connection.execute(query.limit(most - len(found))).all()
    return found


def _settled(connection: Connection, wanted: Select[Any], *, after: Cursor | None, most: int) -> list[Any]:
    """The settled cases by the latest post, however many answered ones lie between them.

    Each way of being settled is read along the index, since that of all posts would be walked through what is answered.
    """
    behind = _latest_first(wanted, _case.posted_at, after).limit(most)
    found = [row for status in SETTLED for row in connection.execute(behind.where(_case.status == status.value))]
    return sorted(found, key=lambda row: (row.posted_at, row.case_id), reverse=True)[:most]


def _latest_first(wanted: Select[Any], column: Any, after: Cursor | None) -> Select[Any]:  # noqa: ANN401 -- a Utc column
    return wanted.where(_behind(column, after, falling=True)).order_by(column.desc(), _case.case_id.desc())


def _strata(wanted: Select[Any], *, tab: Tab, sorting: Sorting, after: Cursor | None) -> list[Select[Any]]:
    """The queries whose rows, one after the other, are the tab in order: each is read along an index."""
    match tab:
        case Tab.ANSWERED:
            return [_latest_first(wanted, _case.answered_at, after)]
        case Tab.SNOOZED | Tab.FOLLOW_UP:
            column = _case.snoozed_until if tab is Tab.SNOOZED else _case.reminded_at
            return [wanted.where(_behind(column, after, falling=False)).order_by(column, _case.case_id)]
        case Tab.MINE | Tab.AT_RISK | Tab.ESCALATED if sorting is Sorting.URGENT:
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
