"""Cases with a broken promise, for whoever wants to know which."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, not_, select, true

from triage.events import ALIKE
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
# a copy that repwatch gathered is judged with the case that it went to
_judging = desk_case.alias("judging")
_JUDGED_WITH = _judging.c.case_id == case((_case.dismiss_reason == ALIKE, _case.merged_into), else_=_case.case_id)
_IS_DISMISSED = and_(
    _judging.c.status.in_(["dismissed", "merged"]), func.coalesce(_judging.c.dismiss_reason, "") != ALIKE
)


def broken(desk: Desk, timer: Timer, *, since: datetime, brand: str | None, limit: int) -> list[dict[str, Any]]:
    """Cases of posts since an instant that broke one of the three promises, newest first, with what took the time.

    What a person dismissed is in no figure of first answers to posts that need one, and so not here.
    """
    is_counted = not_(func.coalesce(_IS_DISMISSED, False)) if timer is Timer.FIRST else true()
    names = ("case_id", "brand", "platform", "native_id", "posted_at", "severity", "lang", "owner")
    found = (
        select(*(_case[name] for name in names), _CAUSE[timer].label("cause"), case_text.c.excerpt.label("text"))
        .outerjoin(case_text, case_text.c.case_id == _case.case_id)
        .outerjoin(_judging, _JUDGED_WITH)
        .where(_BROKEN[timer], is_counted, _case.posted_at >= since, true() if brand is None else _case.brand == brand)
        .order_by(_case.posted_at.desc(), _case.case_id)
        .limit(limit)
    )
    with desk.read() as connection:
        return [dict(row) for row in connection.execute(found).mappings()]
