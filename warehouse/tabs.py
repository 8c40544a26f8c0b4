"""The parts of the queue and what it is narrowed to: what belongs where, and how many cases that are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select, true

from triage.case import Case, CaseStatus
from warehouse.desk import Desk
from warehouse.lines import QueueRow
from warehouse.tables import case_text, desk_case

COUNT_LIMIT = 10_000
"""Beyond this a tab says "10,000+": nobody reads the last digit, and everybody waits for it."""

SETTLED = tuple(status for status in CaseStatus if status.is_finished)
_case = desk_case.c
_text = case_text.c


class Tab(StrEnum):
    """The parts of the queue."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    OPEN = "open"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    """Answered and not settled: the customer may come back."""
    FOLLOW_UP = "follow_up"
    SNOOZED = "snoozed"
    DONE = "done"


_FEW = 2_000
"""Cases that are asked for by name; where more say what is searched for, a page of them is soon found on its way."""
_WAITING = (Tab.MINE, Tab.UNASSIGNED, Tab.AT_RISK, Tab.OVERDUE, Tab.OPEN, Tab.ESCALATED)
_RESTING = tuple(tab for tab in Tab if tab not in _WAITING)
_OF_STATUS = {
    Tab.ESCALATED: CaseStatus.ESCALATED,
    Tab.SNOOZED: CaseStatus.SNOOZED,
    Tab.ANSWERED: CaseStatus.ANSWERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the queue is narrowed to; an empty one lets everything through."""

    brands: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    """Levels that cases were handed over to; 0 are those that nobody escalated."""
    search: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out."""
        return self == Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The values that the filters can take now."""

    brands: tuple[str, ...]
    langs: tuple[str, ...]
    topics: tuple[str, ...]
    platforms: tuple[str, ...]
    teams: tuple[str, ...]


def belongs(row: QueueRow, *, tab: Tab, me: str, now: datetime) -> bool:
    """Whether a line still is of its tab: what `page` asks in SQL, for one row at hand."""
    if tab in _OF_STATUS:
        return row.status is _OF_STATUS[tab]
    if tab is Tab.DONE:
        return row.status.is_finished
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
    if filters.is_empty:
        with desk.read() as connection:
            return dict(zip(Tab, connection.execute(_each(), {"me": me, "now": now}).one(), strict=True))
    asked = {tab: func.count().filter(of_tab(tab, me=me, now=now)) for tab in Tab}
    found: dict[Tab, int] = {}
    with desk.read() as connection:
        if filters.search:
            among = rare(connection, filters)
            through = narrowed(filters, among=_saying(filters.search, connection) if among is None else among)
            found |= zip(Tab, connection.execute(select(*asked.values()).where(through)).one(), strict=True)
        else:
            # each case is looked at once for all tabs, by an index that holds whatever can be asked
            for tabs, is_waiting in ((_WAITING, True), (_RESTING, False)):
                query = select(*(asked[tab] for tab in tabs)).where(_case.is_waiting.is_(is_waiting), narrowed(filters))
                found |= zip(tabs, connection.execute(query).one(), strict=True)
    return {tab: min(found[tab], COUNT_LIMIT) for tab in Tab}


@cache
def _each() -> Select[Any]:
    """The count of each tab by its own index, which ends at the limit; made once, since it is asked at every act."""
    me, now = cast("str", bindparam("me")), cast("datetime", bindparam("now"))
    found = [select(_case.case_id).where(of_tab(tab, me=me, now=now)).limit(COUNT_LIMIT) for tab in Tab]
    return select(*(select(func.count()).select_from(one.subquery()).scalar_subquery() for one in found))


def tab_of(case: Case, *, me: str) -> Tab:
    """Where a case is found now by whoever has just acted on it."""
    match case.status:
        case CaseStatus.SNOOZED:
            return Tab.SNOOZED
        case CaseStatus.ANSWERED:
            return Tab.ANSWERED
        case CaseStatus.ESCALATED:
            return Tab.ESCALATED
        case status if status.is_finished:
            return Tab.DONE
        case _ if case.owner == me:
            return Tab.MINE
        case _:
            return Tab.OPEN if case.owner else Tab.UNASSIGNED


def choices(desk: Desk) -> Choices:
    """What the filters offer."""
    with desk.read() as connection:
        columns = (_case.brand, _case.lang, _case.topic, _case.platform)
        found = [tuple(sorted(connection.scalars(select(column).distinct()))) for column in columns]
        teams = connection.scalars(select(_case.team).distinct().where(_case.team.is_not(None)))
        return Choices(
            brands=found[0], langs=found[1], topics=found[2], platforms=found[3], teams=tuple(sorted(map(str, teams)))
        )


def of_tab(tab: Tab, *, me: str, now: datetime) -> ColumnElement[bool]:
    """Whether a case belongs to a tab."""
    if tab in _OF_STATUS:
        return _case.status == _OF_STATUS[tab].value
    if tab is Tab.DONE:
        return _case.status.in_([status.value for status in SETTLED])
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


def rare(connection: Connection, filters: Filters) -> Sequence[str] | None:
    """The cases that a search finds, where they are few: they are asked for by name. None where there is no search."""
    if not filters.search:
        return None
    found = [str(case_id) for case_id in connection.scalars(_saying(filters.search, connection).limit(_FEW + 1))]
    return found if len(found) <= _FEW else None


def narrowed(filters: Filters, *, among: Sequence[str] | Select[Any] | None = None) -> ColumnElement[bool]:
    """Whether a case is let through; a search asks for the texts to be joined, or for the cases that it finds."""
    columns: tuple[tuple[ColumnElement[Any], tuple[Any, ...]], ...] = (
        (_case.brand, filters.brands),
        (_case.severity, filters.severities),
        (_case.lang, filters.langs),
        (_case.topic, filters.topics),
        (_case.platform, filters.platforms),
        (_case.team, filters.teams),
        (_case.escalation_level, filters.levels),
    )
    conditions: list[ColumnElement[bool]] = [column.in_(values) for column, values in columns if values]
    if among is not None:
        conditions.append(_case.case_id.in_(among))
    elif filters.search:
        said = (column.icontains(filters.search, autoescape=True) for column in (_text.excerpt, _text.author_name))
        conditions.append(or_(*said))
    return and_(true(), *conditions)


def _saying(words: str, connection: Connection) -> Select[Any]:
    """The cases whose text or author says it."""
    # SQLite's like heeds no case, and to lower every text first takes three times as long
    says = "contains" if connection.dialect.name == "sqlite" else "icontains"
    said = (getattr(column, says)(words, autoescape=True) for column in (_text.excerpt, _text.author_name))
    return select(_text.case_id).where(or_(*said))
