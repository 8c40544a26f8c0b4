"""What waits in whose hands now: counts by owner, and the cases behind them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, or_, select, true

from warehouse.desk import Desk
from warehouse.tables import case_text, desk_case

_case = desk_case.c


class Part(StrEnum):
    """A part of what waits; each case is of one."""

    OVERDUE = "overdue"
    AT_RISK = "at_risk"
    HAS_TIME = "has_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What waits in one person's hands; None holds what nobody has taken. What is overdue is not at risk any more."""

    owner: str | None
    waiting: int
    at_risk: int
    overdue: int


def loads(desk: Desk, *, brand: str | None, now: datetime) -> list[Load]:
    """Everybody's load, by name."""
    part = _part(now)
    found = (
        select(
            _case.owner,
            func.count().label("waiting"),
            func.sum(case((part == Part.AT_RISK, 1), else_=0)).label("at_risk"),
            func.sum(case((part == Part.OVERDUE, 1), else_=0)).label("overdue"),
        )
        .where(_case.is_waiting.is_(True), _of(brand))
        .group_by(_case.owner)
        .order_by(_case.owner)
    )
    with desk.read() as connection:
        return [Load(**row) for row in connection.execute(found).mappings()]


def waiting(
    desk: Desk,
    *,
    brand: str | None,
    now: datetime,
    owners: Collection[str | None] | None = None,
    part: Part | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """The cases that these loads count, soonest due first, each with which of their parts counts it.

    With `owners` only what is in these hands, None among them for nobody's; with `part` only what that counts.
    """
    found = (
        select(
            _case.case_id,
            _case.owner,
            _case.brand,
            _case.platform,
            _case.severity,
            _case.posted_at,
            _case.next_due_at.label("due_at"),
            _part(now).label("state"),
            case_text.c.excerpt,
        )
        .outerjoin(case_text, case_text.c.case_id == _case.case_id)
        .where(_case.is_waiting.is_(True), _of(brand))
        .order_by(_case.next_due_at, _case.case_id)
        .limit(limit)
    )
    if owners is not None:
        names = [name for name in owners if name is not None]
        found = found.where(or_(_case.owner.in_(names), _case.owner.is_(None) if None in owners else false()))
    if part is not None:
        found = found.where(_part(now) == part)
    with desk.read() as connection:
        return [dict(row) for row in connection.execute(found).mappings()]


def _part(now: datetime) -> ColumnElement[str]:
    overdue, at_risk = _case.next_due_at < now, _case.next_warn_at <= now
    return case((overdue, Part.OVERDUE.value), (at_risk, Part.AT_RISK.value), else_=Part.HAS_TIME.value)


def _of(brand: str | None) -> ColumnElement[bool]:
    return true() if brand is None else _case.brand == brand
