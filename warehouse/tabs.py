"""The parts of the queue and what it is narrowed to: what belongs where, and how many cases that are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select, true

from triage.case import CaseStatus
from warehouse.desk import Desk
from warehouse.lines import QueueRow
from warehouse.tables import case_text, desk_case

COUNT_LIMIT = 10_000
"""Beyond this a tab says "10,000+": nobody reads the last digit, and everybody waits for it."""

_DONE = (
    CaseStatus.ANSWERED,
    CaseStatus.RESOLVED,
    CaseStatus.DISMISSED,
    CaseStatus.MERGED,
    CaseStatus.CLOSED,
)
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


_WAITING = (Tab.MINE, Tab.UNASSIGNED, Tab.AT_RISK, Tab.OVERDUE, Tab.OPEN)


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
    # each text is looked at once for all tabs, and each tab of its own by its index where no text is asked for
    together = _WAITING if filters.search else ()
    apart = [tab for tab in Tab if tab not in together]
    with desk.read() as connection:
        found = dict(zip(apart, connection.execute(select(*_each(apart, me, filters, now))).one(), strict=True))
        if together:
            row = connection.execute(_at_once(together, me, filters, now)).one()
            found |= {tab: min(n, COUNT_LIMIT) for tab, n in zip(together, row, strict=True)}
    return {tab: found[tab] for tab in Tab}


def _each(tabs: Sequence[Tab], me: str, filters: Filters, now: datetime) -> list[ScalarSelect[int]]:
    found = [
        _searched(select(_case.case_id), filters).where(of_tab(tab, me=me, now=now), narrowed(filters)) for tab in tabs
    ]
    return [select(func.count()).select_from(one.limit(COUNT_LIMIT).subquery()).scalar_subquery() for one in found]


def _at_once(tabs: Sequence[Tab], me: str, filters: Filters, now: datetime) -> Select[Any]:
    counted: list[Any] = [func.count().filter(of_tab(tab, me=me, now=now)) for tab in tabs]
    query: Select[Any] = select(*counted).select_from(desk_case).where(_case.is_waiting.is_(True), narrowed(filters))
    return _searched(query, filters)


def _searched(query: Select[Any], filters: Filters) -> Select[Any]:
    return query.join(case_text, _text.case_id == _case.case_id) if filters.search else query


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
    if tab is Tab.SNOOZED:
        return _case.status == CaseStatus.SNOOZED.value
    if tab is Tab.DONE:
        # an expression is no column of an index: found by its status, all that was ever done would have to be sorted
        return _case.status.concat("").in_([status.value for status in _DONE])
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


def narrowed(filters: Filters) -> ColumnElement[bool]:
    """Whether a case is let through; a search asks for the texts to be joined."""
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
    if filters.search:
        conditions.append(
            or_(
                _text.excerpt.icontains(filters.search, autoescape=True),
                _text.author_name.icontains(filters.search, autoescape=True),
            )
        )
    return and_(true(), *conditions)
