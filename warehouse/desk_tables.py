"""Rows of the desk as reports read them: Arrow tables under the names that their queries know."""

from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import ColumnElement, and_, select, true

from warehouse.desk import Desk
from warehouse.tables import case_event, customer_rating, desk_case, target_state

_AT = pa.timestamp("us", tz="UTC")
_CASE = pa.schema([
    *((name, pa.string()) for name in ("case_id", "brand", "platform", "native_id", "status", "severity", "lang")),
    *((name, pa.string()) for name in ("topic", "owner", "dismiss_reason")),
    *((name, _AT) for name in ("posted_at", "detected_at", "due_at", "next_warn_at", "next_due_at", "waiting_since")),
    *((name, _AT) for name in ("first_answered_at", "resolved_at", "breached_at", "resolve_due_at")),
    ("resolve_breached_at", _AT),
    *((name, pa.bool_()) for name in ("is_waiting", "is_answered")),
    *((name, pa.int32()) for name in ("escalation_level", "next_late")),
])
_EVENT = pa.schema([
    *((name, pa.string()) for name in ("case_id", "kind", "actor", "holder")),
    *((name, pa.int64()) for name in ("version", "undoes")),
    *((name, _AT) for name in ("occurred_at", "recorded_at")),
    *((name, pa.bool_()) for name in ("needs_answer", "is_to_opener")),
])
_RATING = pa.schema([
    *((name, pa.string()) for name in ("kind", "brand", "case_id", "platform", "native_id", "origin")),
    ("rated_at", _AT),
    *((name, pa.float64()) for name in ("score", "lowest", "highest")),
])
_PASS = pa.schema([("target_id", pa.string()), ("step", pa.string()), ("problem", pa.string())])


def cases(desk: Desk, *, since: datetime | None, until: datetime | None) -> pa.Table:
    """Cases whose post arrived in a window, as they stand now."""
    columns = [desk_case.c[name] for name in _CASE.names]
    return _table(desk, select(*columns).where(_window(since, until)), _CASE)


def events(desk: Desk, *, since: datetime | None, until: datetime | None) -> pa.Table:
    """What was recorded about these cases; of the details, only what reports ask."""
    names = ("case_id", "version", "kind", "actor", "occurred_at", "recorded_at", "details")
    query = select(*(case_event.c[name] for name in names))
    if since is not None or until is not None:
        query = query.join(desk_case, desk_case.c.case_id == case_event.c.case_id).where(_window(since, until))
    with desk.read() as connection:
        rows = [_event(dict(row)) for row in connection.execute(query).mappings()]
    return pa.Table.from_pylist(rows, schema=_EVENT)


def passes(desk: Desk) -> pa.Table:
    """How the last try of each pass over a target ended."""
    return _table(desk, select(*(target_state.c[name] for name in _PASS.names)), _PASS)


def ratings(desk: Desk) -> pa.Table:
    """What customers rated: imported, or noted by whoever resolved their case (1 to 5)."""
    plain = [name for name in _RATING.names if name != "origin"]
    with desk.read() as connection:
        imported = connection.execute(select(*(customer_rating.c[name] for name in plain))).mappings().all()
        noted = connection.execute(
            select(
                *(desk_case.c[name] for name in ("brand", "case_id", "platform", "native_id")),
                desk_case.c.resolved_at.label("rated_at"),
                desk_case.c.satisfaction.label("score"),
            ).where(desk_case.c.satisfaction.is_not(None), desk_case.c.resolved_at.is_not(None))
        ).mappings()
        rows = [{**row, "origin": "imported"} for row in imported]
        rows += [{**row, "kind": "csat", "lowest": 1, "highest": 5, "origin": "noted"} for row in noted]
    return pa.Table.from_pylist(rows, schema=_RATING)


def _event(row: dict[str, Any]) -> dict[str, Any]:
    details = row.pop("details")
    return {
        **row,
        "holder": details.get("to", row["actor"]),
        "undoes": details.get("undoes"),
        "needs_answer": bool(details.get("needs_answer", True)),
        "is_to_opener": bool(details.get("is_to_opener", True)),
    }


def _window(since: datetime | None, until: datetime | None) -> ColumnElement[bool]:
    posted = desk_case.c.posted_at
    return and_(true(), *([posted >= since] if since else []), *([posted < until] if until else []))


def _table(desk: Desk, query: Any, schema: pa.Schema) -> pa.Table:  # noqa: ANN401 -- any select
    with desk.read() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    return pa.Table.from_pylist(rows, schema=schema)
