"""What waits in whose hands now: counts by owner, and the cases behind them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, true

from warehouse.desk import Desk
from warehouse.tables import case_text, desk_case

_case = desk_case.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What waits in one person's hands; None holds what nobody has taken. What is overdue is not at risk any more."""

    owner: str | None
    waiting: int
    at_risk: int
    overdue: int


def loads(desk: Desk, *, brand: str | None, now: datetime) -> list[Load]:
    """Everybody's load, by name."""
    found = (
        select(
            _case.owner,
            func.count().label("waiting"),
            func.sum(case((and_(_case.next_due_at >= now, _case.next_warn_at <= now), 1), else_=0)).label("at_risk"),
            func.sum(case((_case.next_due_at < now, 1), else_=0)).label("overdue"),
        )
        .where(_case.is_waiting.is_(True), _of(brand))
        .group_by(_case.owner)
        .order_by(_case.owner)
    )
    with desk.read() as connection:
        return [Load(**row) for row in connection.execute(found).mappings()]


def waiting(desk: Desk, *, brand: str | None, now: datetime, limit: int) -> list[dict[str, Any]]:
    """The cases that these loads count, soonest due first."""
    found = (
        select(
            _case.case_id,
            _case.owner,
            _case.brand,
            _case.platform,
            _case.severity,
            _case.posted_at,
            _case.next_due_at.label("due_at"),
            case_text.c.excerpt,
        )
        .outerjoin(case_text, case_text.c.case_id == _case.case_id)
        .where(_case.is_waiting.is_(True), _of(brand))
        .order_by(_case.next_due_at, _case.case_id)
        .limit(limit)
    )
    with desk.read() as connection:
        rows = [dict(row) for row in connection.execute(found).mappings()]
    return [{**row, "is_overdue": row["due_at"] is not None and row["due_at"] < now} for row in rows]


def _of(brand: str | None) -> ColumnElement[bool]:
    return true() if brand is None else _case.brand == brand
