"""What an alert needs to know of its case: when it is made, and again just before it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from triage.alerts import OF_EVENTS, Alert
from triage.case import CaseStatus
from triage.events import EventKind
from triage.urgency import Severity
from warehouse.desk import Desk
from warehouse.tables import alert_due, case_event, case_text, desk_case

_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAlert:
    """An event that is to be told, and the post it is about."""

    case_id: str
    version: int
    alert: Alert
    topic: str
    posted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNow:
    """Where a case stands now, and its erasable texts."""

    status: CaseStatus
    author: str
    excerpt: str


def due_alerts(connection: Connection, *, limit: int) -> list[DueAlert]:
    """The next events that the outbox has not taken in, oldest first."""
    rows = connection.execute(
        select(case_event, desk_case, case_text.c.reason)
        .join(alert_due, and_(alert_due.c.case_id == case_event.c.case_id, alert_due.c.version == case_event.c.version))
        .join(desk_case, desk_case.c.case_id == case_event.c.case_id)
        .outerjoin(case_text, case_text.c.case_id == case_event.c.case_id)
        .order_by(case_event.c.occurred_at, case_event.c.case_id, case_event.c.version)
        .limit(limit)
    )
    return [_due_alert(row) for row in rows.mappings()]


def cases_now(desk: Desk, case_ids: Sequence[str]) -> dict[str, CaseNow]:
    """Where these cases stand; one that is gone is left out."""
    found = {}
    with desk.read() as connection:
        for start in range(0, len(case_ids), _CHUNK):
            rows = connection.execute(
                select(desk_case.c.case_id, desk_case.c.status, case_text.c.author_name, case_text.c.excerpt)
                .outerjoin(case_text, case_text.c.case_id == desk_case.c.case_id)
                .where(desk_case.c.case_id.in_(case_ids[start : start + _CHUNK]))
            )
            for row in rows:
                found[row.case_id] = CaseNow(
                    status=CaseStatus(row.status), author=row.author_name or "", excerpt=row.excerpt or ""
                )
    return found


def answered_between(desk: Desk, brand: str, start: datetime, end: datetime) -> int:
    """How many cases of a brand were answered in a span, the end exclusive, and still count as answered."""
    event, case = case_event.c, desk_case.c
    answered = (
        select(func.count(event.case_id.distinct()))
        .join(desk_case, case.case_id == event.case_id)
        .where(
            event.kind == EventKind.ANSWERED.value,
            event.occurred_at >= start,
            event.occurred_at < end,
            case.brand == brand,
            case.is_answered,
        )
    )
    with desk.read() as connection:
        return connection.scalar(answered) or 0


def _due_alert(row: Any) -> DueAlert:  # noqa: ANN401 -- a row of the query above
    event, case, details = case_event.c, desk_case.c, row[case_event.c.details]
    kind = EventKind(row[event.kind])
    due_at = details.get("due_at") or row[event.occurred_at if kind is EventKind.BREACHED else case.next_due_at]
    alert = Alert(
        key=f"case:{row[event.case_id]}:{row[event.version]}",
        kind=OF_EVENTS[kind],
        subject=row[event.case_id],
        happened_at=row[event.occurred_at],
        brands=(row[case.brand],),
        severity=Severity(row[case.severity]),
        facts={
            "timer": details.get("timer") or "first",
            "due_at": due_at if isinstance(due_at, str) or due_at is None else due_at.isoformat(),
            "platform": row[case.platform],
            "topic": row[case.topic],
            # the reason is kept as `name: words`, and the words are the customer's
            "why": (row[case_text.c.reason] or "").partition(":")[0],
            "reason": details.get("reason"),
            "level": details.get("level") or row[case.escalation_level],
        },
    )
    return DueAlert(
        case_id=row[event.case_id],
        version=row[event.version],
        alert=alert,
        topic=row[case.topic],
        posted_at=row[case.posted_at],
    )
