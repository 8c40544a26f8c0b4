"""What the desk shows of its cases: the queue by page, the counts of its tabs, and one case in full."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from triage.case import CaseStatus
from triage.mention import MentionKey
from triage.urgency import Severity
from warehouse.desk import Desk
from warehouse.tables import case_mention, case_text, desk_case

PAGE = 50
COUNT_LIMIT = 10_000
"""Beyond this a tab says "10,000+": nobody reads the last digit, and everybody waits for it."""

_DONE = (
    CaseStatus.ANSWERED,
    CaseStatus.RESOLVED,
    CaseStatus.DISMISSED,
    CaseStatus.MERGED,
    CaseStatus.CLOSED,
)
_FINISHED = tuple(status for status in CaseStatus if status.is_finished)
_case = desk_case.c
_text = case_text.c


class Tab(StrEnum):
    """The parts of the queue."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    OPEN = "open"
    FOLLOW_UP = "follow_up"
    SNOOZED = "snoozed"
    DONE = "done"


class Sorting(StrEnum):
    """What comes first among the cases that wait: the nearest promise, or the gravest and newest post."""

    DUE = "due"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the queue is narrowed to; an empty one lets everything through."""

    brands: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    search: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out."""
        return self == Filters()


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
    reminded_at: datetime | None
    is_answered: bool
    author_name: str
    excerpt: str
    reporters: int = 1
    """How many accounts say the same: its own, and those of the cases that are worked with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows in order, and where the next page starts; None at the end."""

    rows: list[QueueRow] = field(default_factory=list)
    next: Cursor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The values that the filters can take now."""

    brands: tuple[str, ...]
    langs: tuple[str, ...]
    topics: tuple[str, ...]
    platforms: tuple[str, ...]
    teams: tuple[str, ...]


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
    of_tab = _lines().where(_of_tab(tab, me=me, now=now), _narrowed(filters))
    found: list[Any] = []
    with desk.read() as connection:
        for query in _strata(of_tab, tab=tab, sorting=sorting, after=after):
            if len(found) <= size:
                found += connection.execute(query.limit(size + 1 - len(found))).all()
    rows = [_queue_row(row) for row in found[:size]]
    more = len(found) > size
    return Page(rows=rows, next=cursor_of(rows[-1], tab=tab, sorting=sorting) if more else None)


def rows_of(desk: Desk, case_ids: Sequence[str]) -> list[QueueRow]:
    """The present lines of these cases, in the order asked for; one that is gone is left out."""
    with desk.read() as connection:
        found = connection.execute(_lines().where(_case.case_id.in_(case_ids))).all()
    by_id = {row.case_id: _queue_row(row) for row in found}
    return [by_id[case_id] for case_id in case_ids if case_id in by_id]


def cases_of_author(desk: Desk, *, platform: str, author_id: str, limit: int = PAGE) -> list[QueueRow]:
    """Every case of one customer on a platform, newest post first; those whose text was erased are nobody's."""
    query = _lines().where(_text.author_id == author_id, _case.platform == platform)
    with desk.read() as connection:
        rows = connection.execute(query.order_by(_case.posted_at.desc(), _case.case_id).limit(limit)).all()
    return [_queue_row(row) for row in rows]


def alike(desk: Desk, case_id: str) -> list[QueueRow]:
    """Unfinished cases of the same customer, brand and topic: what may be merged with a case, soonest due first."""
    mine, text = desk_case.alias(), case_text.alias()
    query = (
        _lines()
        .join(text, text.c.author_id == _text.author_id)
        .join(mine, mine.c.case_id == text.c.case_id)
        .where(mine.c.case_id == case_id, _case.case_id != case_id, _case.status.not_in([s.value for s in _FINISHED]))
        .where(*(_case[name] == mine.c[name] for name in ("brand", "platform", "topic")))
    )
    with desk.read() as connection:
        rows = connection.execute(query.order_by(_case.next_due_at, _case.case_id)).all()
    return [_queue_row(row) for row in rows]


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


def belongs(row: QueueRow, *, tab: Tab, me: str, now: datetime) -> bool:
    """Whether a line still is of its tab: what `page` asks in SQL, for one row at hand."""
    if tab is Tab.SNOOZED:
        return row.status is CaseStatus.SNOOZED
    if tab is Tab.DONE:
        return row.status in _DONE
    if tab is Tab.FOLLOW_UP:
        return row.status is CaseStatus.RESOLVED and row.reminded_at is not None
    is_overdue = row.next_due_at is not None and row.next_due_at < now
    is_warned = row.next_warn_at is not None and row.next_warn_at <= now
    wanted = {
        Tab.MINE: row.owner == me,
        Tab.UNASSIGNED: row.owner is None,
        Tab.AT_RISK: is_warned and not is_overdue,
        Tab.OVERDUE: is_overdue,
        Tab.OPEN: True,
    }
    return wanted[tab] and row.status.awaits_answer and row.status is not CaseStatus.SNOOZED


def counts(desk: Desk, *, me: str, filters: Filters, now: datetime) -> dict[Tab, int]:
    """How many cases each tab holds, counted to `COUNT_LIMIT`."""
    with desk.read() as connection:
        return {tab: _count(connection, tab, me=me, filters=filters, now=now) for tab in Tab}


def choices(desk: Desk) -> Choices:
    """What the filters offer."""
    with desk.read() as connection:
        columns = (_case.brand, _case.lang, _case.topic, _case.platform)
        found = [tuple(sorted(connection.scalars(select(column).distinct()))) for column in columns]
        teams = connection.scalars(select(_case.team).distinct().where(_case.team.is_not(None)))
        return Choices(
            brands=found[0], langs=found[1], topics=found[2], platforms=found[3], teams=tuple(sorted(map(str, teams)))
        )


def owners(desk: Desk) -> list[str]:
    """Who holds a case that waits, by name."""
    query = select(_case.owner).distinct().where(_case.owner.is_not(None), _case.is_waiting.is_(True))
    with desk.read() as connection:
        return sorted(map(str, connection.scalars(query)))


def _count(connection: Connection, tab: Tab, *, me: str, filters: Filters, now: datetime) -> int:
    inner = select(_case.case_id).where(_of_tab(tab, me=me, now=now), _narrowed(filters)).limit(COUNT_LIMIT)
    if filters.search:
        inner = inner.join(case_text, _text.case_id == _case.case_id)
    return connection.scalar(select(func.count()).select_from(inner.subquery())) or 0


def _strata(of_tab: Select[Any], *, tab: Tab, sorting: Sorting, after: Cursor | None) -> list[Select[Any]]:
    """The queries whose rows, one after the other, are the tab in order: each is read along an index."""
    match tab:
        case Tab.DONE:
            behind = of_tab.where(_behind(_case.posted_at, after, falling=True))
            return [behind.order_by(_case.posted_at.desc(), _case.case_id.desc())]
        case Tab.SNOOZED | Tab.FOLLOW_UP:
            column = _case.snoozed_until if tab is Tab.SNOOZED else _case.reminded_at
            return [of_tab.where(_behind(column, after, falling=False)).order_by(column, _case.case_id)]
        case Tab.MINE | Tab.AT_RISK if sorting is Sorting.URGENT:
            return [_few_by_severity(of_tab, after)]
        case _ if sorting is Sorting.URGENT:
            return _by_severity(of_tab, after)
        case _:
            return _by_promise(of_tab, after)


def _by_promise(of_tab: Select[Any], after: Cursor | None) -> list[Select[Any]]:
    # nulls sort first in SQLite and last in PostgreSQL, so they are read apart
    column = _case.next_due_at
    promised = of_tab.where(column.is_not(None), _behind(column, after, falling=False)).order_by(column, _case.case_id)
    rest = of_tab.where(column.is_(None)).order_by(_case.case_id)
    if after is None or after.at is not None:
        return [promised, rest]
    return [rest.where(_case.case_id > after.case_id)]


def _few_by_severity(of_tab: Select[Any], after: Cursor | None) -> Select[Any]:
    """The same order where few of those that wait are wanted: found by what makes them few, and then sorted."""
    # an expression is no column of an index, so that none is walked from end to end for its order
    query = of_tab.order_by(
        _case.severity.concat(""), _case.urgency.desc(), _case.posted_at.desc(), _case.case_id.desc()
    )
    if after is None or after.severity is None:
        return query
    level = after.severity.value
    return query.where(or_(_case.severity > level, and_(_case.severity == level, _less_urgent(after))))


def _less_urgent(after: Cursor) -> ColumnElement[bool]:
    newer = _behind(_case.posted_at, after, falling=True)
    return or_(_case.urgency < after.urgency, and_(_case.urgency == after.urgency, newer))


def _by_severity(of_tab: Select[Any], after: Cursor | None) -> list[Select[Any]]:
    order = (_case.urgency.desc(), _case.posted_at.desc(), _case.case_id.desc())
    levels = [severity for severity in Severity if after is None or severity >= (after.severity or severity)]
    found = [of_tab.where(_case.severity == severity.value).order_by(*order) for severity in levels]
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


def _of_tab(tab: Tab, *, me: str, now: datetime) -> ColumnElement[bool]:
    if tab is Tab.SNOOZED:
        return _case.status == CaseStatus.SNOOZED.value
    if tab is Tab.DONE:
        return _case.status.in_([status.value for status in _DONE])
    if tab is Tab.FOLLOW_UP:
        return and_(_case.reminded_at.is_not(None), _case.status == CaseStatus.RESOLVED.value)
    wanted: dict[Tab, ColumnElement[bool]] = {
        Tab.MINE: _case.owner == me,
        Tab.UNASSIGNED: _case.owner.is_(None),
        Tab.AT_RISK: and_(_case.next_due_at >= now, _case.next_warn_at <= now),
        Tab.OVERDUE: _case.next_due_at < now,
        Tab.OPEN: true(),
    }
    return and_(_case.is_waiting.is_(True), wanted[tab])


def _narrowed(filters: Filters) -> ColumnElement[bool]:
    columns = (
        (_case.brand, filters.brands),
        (_case.severity, filters.severities),
        (_case.lang, filters.langs),
        (_case.topic, filters.topics),
        (_case.platform, filters.platforms),
        (_case.team, filters.teams),
    )
    conditions: list[ColumnElement[bool]] = [column.in_(values) for column, values in columns if values]
    if filters.search:
        conditions.append(
            or_(
                _text.excerpt.icontains(filters.search, autoescape=True),
                _text.author_name.icontains(filters.search, autoescape=True),
            )
        )
    return and_(true(), *conditions)


def _lines() -> Select[Any]:
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
    lines = select(desk_case, _text.author_name, _text.excerpt, reporters.label("reporters"))
    return lines.outerjoin(case_text, _text.case_id == _case.case_id)


def _queue_row(row: Any) -> QueueRow:  # noqa: ANN401 -- a row of _lines
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
        reminded_at=row.reminded_at,
        is_answered=row.is_answered,
        author_name=row.author_name or "",
        excerpt=row.excerpt or "",
        reporters=max(row.reporters, 1),
    )
