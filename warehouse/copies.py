"""Gathers the copies of a complaint: a new case that says what an open one says is worked as part of it.

What a person dismissed for its words, as spam, is dismissed with its copies: with those that were there to be seen, and
with later ones until they are as many again. Then one of them is a case of its own, so that five hundred copies of
one spam ask nine times and not five hundred, and somebody who was taken for spam is asked for by the second voice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select

from triage.actions import NotAllowedError
from triage.case import CaseStatus
from triage.events import OF_THE_WORDS, SYSTEM, Event
from triage.likeness import are_alike, bands, shingles
from warehouse.acts import join
from warehouse.cases import events_of, lock
from warehouse.desk import insert_or_ignore
from warehouse.tables import case_likeness, case_text, desk_case

WINDOW = timedelta(days=7)
"""What is said again later is said for another reason."""
_AWAITS = [status.value for status in CaseStatus if status.awaits_answer]
_ASKED = ("case_id", "topic", "posted_at", "status", "dismissed_at")
_MOST_COMPARED = 50
"""Cases that one post is compared with; the others are of the same storm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A case that was opened just now, and what its post says."""

    case_id: str
    brand: str
    topic: str
    posted_at: datetime
    text: str


def gather(connection: Connection, newcomers: Sequence[Newcomer], *, now: datetime) -> dict[str, list[Event]]:
    """Merge each case into the oldest open one of its brand and topic that says the same; what both then record.

    Where none is open, into one that was dismissed for saying so. A copy that is due before that one stays as it is: no
    promise gets longer by being gathered.
    """
    connection.execute(delete(case_likeness).where(case_likeness.c.posted_at < now - WINDOW))
    named = {one.case_id: bands(shingles(one.text)) for one in newcomers}
    rows = [
        {"case_id": one.case_id, "band": band, "brand": one.brand, "posted_at": one.posted_at}
        for one in newcomers
        for band in named[one.case_id]
    ]
    if not rows:
        return {}
    connection.execute(insert_or_ignore(connection, insert(case_likeness)), rows)
    known = _near(connection, rows)
    told: dict[str, list[Event]] = {}
    waiting = {one.case_id for one in newcomers}
    for one in sorted(newcomers, key=lambda one: (one.posted_at, one.case_id)):
        # the oldest of new copies stays; what comes behind it is worked with it
        waiting.discard(one.case_id)
        older = [row for row in known.get(one.case_id, ()) if row.case_id not in waiting]
        if lead := _lead(connection, one, older):
            told |= _joined(connection, one.case_id, lead, now=now)
    return told


def _near(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Cases, open or dismissed for their words, that share a band with a new one, the oldest first, by the new one."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        by_place.setdefault((row["brand"], row["band"]), []).append(row["case_id"])
    query = (
        select(
            case_likeness.c.brand, case_likeness.c.band, *(desk_case.c[name] for name in _ASKED), case_text.c.excerpt
        )
        .join(desk_case, desk_case.c.case_id == case_likeness.c.case_id)
        .join(case_text, case_text.c.case_id == case_likeness.c.case_id)
        .where(
            case_likeness.c.band.in_({band for _, band in by_place}),
            case_likeness.c.brand.in_({brand for brand, _ in by_place}),
            case_likeness.c.posted_at >= min(row["posted_at"] for row in rows) - WINDOW,
            or_(
                desk_case.c.status.in_(_AWAITS),
                and_(desk_case.c.status == CaseStatus.DISMISSED, desk_case.c.dismiss_reason.in_(OF_THE_WORDS)),
            ),
        )
        .order_by(desk_case.c.posted_at, desk_case.c.case_id)
    )
    found: dict[str, dict[str, Any]] = {}
    for open_one in connection.execute(query):
        for case_id in by_place.get((open_one.brand, open_one.band), ()):
            if case_id != open_one.case_id:
                found.setdefault(case_id, {}).setdefault(open_one.case_id, open_one)
    return {case_id: list(near.values()) for case_id, near in found.items()}


def _lead(connection: Connection, one: Newcomer, rows: Sequence[Any]) -> str | None:
    """The case that a new one is a copy of; None where there is none, or where it has to be asked for again."""
    mine = shingles(one.text)
    near = [row for row in rows if row.topic == one.topic and abs(row.posted_at - one.posted_at) <= WINDOW]
    still_open = [row for row in near if row.status != CaseStatus.DISMISSED]
    found = (row.case_id for row in still_open[:_MOST_COMPARED] if are_alike(mine, shingles(row.excerpt)))
    if lead := next(found, None):
        return str(lead)
    dismissed = [row for row in near if row.status == CaseStatus.DISMISSED][-_MOST_COMPARED:]
    judged = [row for row in dismissed if are_alike(mine, shingles(row.excerpt))]
    return None if not judged or _asks_again(connection, judged) else str(judged[-1].case_id)


def _asks_again(connection: Connection, judged: Sequence[Any]) -> bool:
    """Whether, with one more, as many say so unseen as there were when a person judged it last."""
    last = max(row.dismissed_at for row in judged)
    copies = select(desk_case.c.dismissed_at).where(
        desk_case.c.merged_into.in_([row.case_id for row in judged]), desk_case.c.status == CaseStatus.MERGED
    )
    gathered = list(connection.execute(copies).scalars())
    unseen = sum(at > last for at in gathered)
    return bool(unseen + 1 >= len(judged) + len(gathered) - unseen)


def _joined(connection: Connection, case_id: str, lead: str, *, now: datetime) -> dict[str, list[Event]]:
    lock(connection, [lead])
    record = events_of(connection, [case_id, lead])
    try:
        join(connection, record[case_id], record[lead], by=SYSTEM, now=now)
    except NotAllowedError:
        return {}
    return events_of(connection, [case_id, lead])
