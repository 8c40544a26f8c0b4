"""Cases with a broken promise, for whoever wants to know which."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, true

from triage.sla import Timer
from warehouse.desk import Desk
from warehouse.tables import case_text, desk_case

_case = desk_case.c
_BROKEN = {
    Timer.FIRST: _case.breached_at.is_not(None),
    Timer.NEXT: _case.next_late > 0,
    Timer.RESOLUTION: _case.resolve_breached_at.is_not(None),
}
_CAUSE = {
    Timer.FIRST: _case.breached_by,
    Timer.NEXT: _case.next_breached_by,
    Timer.RESOLUTION: _case.resolve_breached_by,
}


def broken(desk: Desk, timer: Timer, *, since: datetime, brand: str | None, limit: int) -> list[dict[str, Any]]:
    """Cases of posts since an instant that broke one of the three promises, newest first, with what took the time."""
    names = ("case_id", "brand", "platform", "native_id", "posted_at", "severity", "lang", "owner")
    found = (
        select(*(_case[name] for name in names), _CAUSE[timer].label("cause"), case_text.c.excerpt.label("text"))
        .outerjoin(case_text, case_text.c.case_id == _case.case_id)
        .where(_BROKEN[timer], _case.posted_at >= since, true() if brand is None else _case.brand == brand)
        .order_by(_case.posted_at.desc(), _case.case_id)
        .limit(limit)
    )
    with desk.read() as connection:
        return [dict(row) for row in connection.execute(found).mappings()]
