"""Cases in the desk: events appended under their version, and the fold kept beside them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from triage.case import Case
from triage.events import Event, EventKind
from triage.folding import fold
from triage.mention import MentionKey
from warehouse import outbox
from warehouse.desk import Desk, insert_or_ignore
from warehouse.tables import case_event, case_mention, case_note, case_text, desk_case

_INNER = frozenset({"key", "untold_at", "runs", "timed_runs", "timed_severity"})
"""What only the fold itself needs."""
_PLAIN = tuple(field.name for field in fields(Case) if field.name not in _INNER)
_CHUNK = 500


class StaleCaseError(Exception):
    """The case changed since it was looked at; says who did what and when."""

    def __init__(self, latest: Event) -> None:
        super().__init__(f"{latest.actor} was first: {latest.kind} at {latest.recorded_at.isoformat()}")
        self.latest = latest


class NoSuchCaseError(Exception):
    """There is no case with this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What the queue shows of a case beside its fold, taken from the post and its score when it is opened.

    `excerpt`, names, `url` and `reason` hold what a customer wrote and are kept apart, where they can be erased.
    """

    lang: str
    topic: str
    customer_type: str
    excerpt: str
    author_id: str | None
    author_name: str | None
    url: str | None
    reason: str


def events_of(connection: Connection, case_ids: Sequence[str]) -> dict[str, list[Event]]:
    """The record of each case that exists, in order of version."""
    found: dict[str, list[Event]] = {}
    for start in range(0, len(case_ids), _CHUNK):
        rows = connection.execute(
            select(case_event)
            .where(case_event.c.case_id.in_(case_ids[start : start + _CHUNK]))
            .order_by(case_event.c.case_id, case_event.c.version)
        )
        for row in rows:
            found.setdefault(row.case_id, []).append(_event(row))
    return found


def lock(connection: Connection, case_ids: Sequence[str]) -> None:
    """Keep others from adding to these cases until the transaction ends; SQLite's writers queue anyway.

    Always in one order: two that each held a case of the other's would wait for ever.
    """
    listed, wanted = sorted(set(case_ids)), select(desk_case.c.case_id).order_by(desk_case.c.case_id)
    for start in range(0, len(listed), _CHUNK):
        chunk = desk_case.c.case_id.in_(listed[start : start + _CHUNK])
        connection.execute(wanted.where(chunk).with_for_update()).all()


def open_cases(connection: Connection, opened: Sequence[tuple[Event, CaseFacts]]) -> int:
    """Open cases from their first events; one that exists already is left alone. Returns how many are new."""
    if not opened:
        return 0
    cases = [fold([event]) for event, _ in opened]
    rows = [
        {**row_of(case), "lang": facts.lang, "topic": facts.topic, "customer_type": facts.customer_type}
        for case, (_, facts) in zip(cases, opened, strict=True)
    ]
    ids = [case.case_id for case in cases]
    before = set(events_of(connection, ids))
    new = [event for event, _ in opened if event.case_id not in before]
    connection.execute(insert_or_ignore(connection, insert(desk_case)), rows)
    connection.execute(insert_or_ignore(connection, insert(case_event)), [_row(event) for event, _ in opened])
    texts = [_text_row(event.case_id, facts) for event, facts in opened]
    connection.execute(insert_or_ignore(connection, insert(case_text)), texts)
    link(connection, [(case.case_id, case.brand, case.key, "opener") for case in cases])
    return len(new)


def link(connection: Connection, mentions: Iterable[tuple[str, str, MentionKey, str]]) -> None:
    """Say which case a post belongs to, as (case id, brand, mention key, role); the first link stands."""
    rows = [
        {"case_id": case_id, "brand": brand, "platform": key.platform, "native_id": key.native_id, "role": role}
        for case_id, brand, key, role in mentions
    ]
    if rows:
        connection.execute(insert_or_ignore(connection, insert(case_mention)), rows)


def append(connection: Connection, history: list[Event], new: Sequence[Event]) -> Case:
    """Record events that follow `history` and keep the fold; StaleCaseError where another was first."""
    if not new:
        return fold(history)
    case = fold([*history, *new])
    try:
        with connection.begin_nested():
            connection.execute(insert(case_event), [_row(event) for event in new])
    except IntegrityError:
        latest = events_of(connection, [case.case_id])[case.case_id][-1]
        raise StaleCaseError(latest) from None
    keep(connection, case)
    outbox.note_due(connection, new)
    return case


def keep(connection: Connection, case: Case) -> None:
    """Write the fold of a case beside its events."""
    row = row_of(case)
    connection.execute(_KEEP, {"this_case": row.pop("case_id"), **row})


def act(
    desk: Desk,
    case_id: str,
    decide: Callable[[Case, list[Event]], Event],
    *,
    seen_version: int | None = None,
    note: str | None = None,
) -> Case:
    """Let `decide` add one event to a case, in one transaction.

    `seen_version` is the version the person looked at: StaleCaseError when the case has moved on since.
    """
    with desk.write() as connection:
        lock(connection, [case_id])
        history = events_of(connection, [case_id]).get(case_id)
        if not history:
            raise NoSuchCaseError(f"There is no case {case_id!r}.")
        if seen_version is not None and seen_version != history[-1].version:
            raise StaleCaseError(history[-1])
        event = decide(fold(history), history)
        case = append(connection, history, [event])
        if note is not None and event.kind is EventKind.NOTED:
            note_of(connection, event, note)
    return case


def note_of(connection: Connection, event: Event, body: str) -> None:
    """Keep words beside an event of a record."""
    connection.execute(insert(case_note).values(case_id=event.case_id, version=event.version, body=body))


# built once: a statement of forty columns takes longer to build than to run
_KEPT = ("platform", "native_id", "is_waiting", "tick_at", *(name for name in _PLAIN if name != "case_id"))
_KEEP = (
    update(desk_case)
    .where(desk_case.c.case_id == bindparam("this_case"))
    .values({name: bindparam(name) for name in _KEPT})
)


def row_of(case: Case) -> dict[str, Any]:
    """The columns of `desk_case` that the fold decides."""
    return {
        **{name: _plain(getattr(case, name)) for name in _PLAIN},
        "platform": case.key.platform,
        "native_id": case.key.native_id,
        "is_waiting": case.is_waiting,
        "tick_at": case.tick_at,
    }


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def _text_row(case_id: str, facts: CaseFacts) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "excerpt": facts.excerpt,
        "author_id": facts.author_id,
        "author_name": facts.author_name,
        "url": facts.url,
        "reason": facts.reason,
    }


def _row(event: Event) -> dict[str, Any]:
    return {
        "case_id": event.case_id,
        "version": event.version,
        "kind": event.kind.value,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
        "actor": event.actor,
        "details": dict(event.details),
        "is_taken": False,
    }


def _event(row: Any) -> Event:  # noqa: ANN401 -- a row of case_event
    details: Mapping[str, Any] = row.details
    return Event(
        case_id=row.case_id,
        version=row.version,
        kind=EventKind(row.kind),
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        details=details,
    )
