"""Rows of the desk as reports read them: Arrow tables under the names that their queries know."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute
from sqlalchemy import ColumnElement, Select, String, and_, func, or_, select, true, type_coerce

from triage.events import SYSTEM, EventKind
from warehouse.desk import Desk
from warehouse.tables import case_event, customer_rating, desk_case, issue_post, target_state

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
    *((name, pa.string()) for name in ("case_id", "kind", "actor", "holder", "signed_by")),
    *((name, pa.int64()) for name in ("version", "undoes")),
    *((name, _AT) for name in ("occurred_at", "recorded_at")),
    *((name, pa.bool_()) for name in ("needs_answer", "is_to_opener")),
])
_RATING = pa.schema([
    *((name, pa.string()) for name in ("kind", "brand", "case_id", "platform", "native_id", "origin")),
    ("rated_at", _AT),
    *((name, pa.float64()) for name in ("score", "lowest", "highest")),
])
_ISSUE_POST = pa.schema([
    *((name, pa.string()) for name in ("brand", "platform", "native_id", "issue_id")),
    ("place", pa.int32()),
])
_PASS = pa.schema([("target_id", pa.string()), ("step", pa.string()), ("problem", pa.string())])

_ASKED = (
    EventKind.CLAIMED,
    EventKind.ASSIGNED,
    EventKind.ANSWERED,
    EventKind.CUSTOMER_REPLIED,
    EventKind.RESOLVED,
    EventKind.REOPENED,
    EventKind.UNDONE,
)


def cases(desk: Desk, *, since: datetime | None, until: datetime | None) -> pa.Table:
    """Cases whose post arrived in a window, as they stand now."""
    columns = [desk_case.c[name] for name in _CASE.names]
    return _table(desk, select(*columns).where(_window(since, until)), _CASE)


def events(desk: Desk, *, since: datetime | None, until: datetime | None) -> pa.Table:
    """What people did to these cases, and of what was done by rule what reports ask for; of the details, too."""
    event, details = case_event.c, case_event.c.details
    told = {
        "holder": func.coalesce(details["to"].as_string(), event.actor),
        "signed_by": func.coalesce(details["signed_by"].as_string(), ""),
        "undoes": details["undoes"].as_integer(),
        "needs_answer": func.coalesce(details["needs_answer"].as_boolean(), true()),
        "is_to_opener": func.coalesce(details["is_to_opener"].as_boolean(), true()),
    }
    query = select(*(told[name] if name in told else event[name] for name in _EVENT.names))
    # most of a record is cases that were opened, and promises that came due
    query = query.where(or_(event.actor != SYSTEM, event.kind.in_([kind.value for kind in _ASKED])))
    if since is not None or until is not None:
        query = query.join(desk_case, desk_case.c.case_id == event.case_id).where(_window(since, until))
    return _table(desk, query, _EVENT)


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


def issue_posts(desk: Desk) -> pa.Table:
    """Complaints as they were last grouped, with the issue of each, if any."""
    return _table(desk, select(*(issue_post.c[name] for name in _ISSUE_POST.names)), _ISSUE_POST)


def _window(since: datetime | None, until: datetime | None) -> ColumnElement[bool]:
    posted = desk_case.c.posted_at
    return and_(true(), *([posted >= since] if since else []), *([posted < until] if until else []))


def _table(desk: Desk, query: Select[Any], schema: pa.Schema) -> pa.Table:
    """The rows by column, as the driver gives them: an object for each instant of each row takes most of the time."""
    raw = query.with_only_columns(*(type_coerce(column, String) for column in query.exported_columns))
    with desk.read() as connection:
        rows = connection.execute(raw).all()
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [_array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_boolean(kind):
        return pa.array([None if value is None else bool(value) for value in values], kind)
    if kind == _AT and any(isinstance(value, str) for value in values):
        # SQLite keeps instants as text, in UTC
        return pa.compute.assume_timezone(pa.array(values, pa.string()).cast(pa.timestamp("us")), "UTC")
    return pa.array(values, kind)
