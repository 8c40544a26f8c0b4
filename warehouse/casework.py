"""Cases on their way through triage: opened, caught up with their conversation, moved by time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, or_, select, update

from triage.actions import escalate
from triage.case import CaseStatus
from triage.conversation import Conversation
from triage.events import SYSTEM, Event, EventKind
from triage.folding import fold
from triage.mention import MentionKey
from triage.reconcile import Reply, catch_up
from triage.staffing import NOBODY, Staffing
from triage.ticking import Policies, tick
from warehouse.acts import move_back, scatter
from warehouse.cases import CaseFacts, append, events_of, keep, link, lock, open_cases
from warehouse.copies import Newcomer, gather
from warehouse.desk import Desk
from warehouse.tables import case_event, case_likeness, case_mention, case_note, case_text, desk_case

CHUNK = 200
"""Cases per transaction: a person's click waits no longer than this many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWork:
    """One conversation that has, or should get, a case; `opened` is its first event if it has none yet."""

    opened: Event
    facts: CaseFacts
    conversation: Conversation
    replies: tuple[Reply, ...]
    handed_over: tuple[int, str] | None = None
    """Level and reason where the case is handed over as soon as it is opened."""
    is_gathered: bool = False
    """Whether it is worked as part of another case that says the same."""

    @property
    def case_id(self) -> str:
        """The case this is about."""
        return self.opened.case_id


class Worked(NamedTuple):
    """How many cases are new, how many events others got, and how many of the new are worked as part of another."""

    opened: int
    events: int
    gathered: int


def work_cases(desk: Desk, works: Sequence[CaseWork], *, now: datetime) -> Worked:
    """Open cases and bring them up to date.

    A post that was gone before its case could be opened gets none.
    """
    opened = added = gathered = 0
    for start in range(0, len(works), CHUNK):
        chunk = works[start : start + CHUNK]
        ids = [work.case_id for work in chunk]
        with desk.write() as connection:
            lock(connection, ids)
            histories, linked = events_of(connection, ids), linked_to(connection, ids)
            fresh = [w for w in chunk if w.case_id not in histories and not w.conversation.opener.is_gone]
            _refresh(connection, [w for w in chunk if w.case_id in histories and not w.conversation.opener.is_gone])
            opened += open_cases(connection, [(w.opened, w.facts) for w in fresh])
            for work in fresh:
                histories[work.case_id] = [work.opened, *_hand_over(connection, work, now=now)]
            told = gather(connection, [_newcomer(work) for work in fresh if _may_be_copy(work)], now=now)
            gathered += sum(fold(told[work.case_id]).merged_into is not None for work in fresh if work.case_id in told)
            histories |= told
            for work in chunk:
                if work.case_id in histories:
                    known = linked.get(work.case_id, frozenset())
                    added += _catch_up(connection, work, histories[work.case_id], known, now=now)
            # last: it adds to records that the lines above hold
            for work in chunk:
                if work.conversation.opener.is_gone:
                    scatter(connection, work.case_id, now=now)
    return Worked(opened, added, gathered)


def _may_be_copy(work: CaseWork) -> bool:
    """What a person opened, somebody above has to see, or is answered already is a case of its own."""
    is_handed = work.handed_over is not None or work.opened.actor != SYSTEM
    return work.is_gathered and not is_handed and not work.conversation.standing


def _newcomer(work: CaseWork) -> Newcomer:
    return Newcomer(
        case_id=work.case_id,
        brand=str(work.opened.details["brand"]),
        topic=work.facts.topic,
        posted_at=work.opened.occurred_at,
        text=work.facts.excerpt,
    )


def _hand_over(connection: Connection, work: CaseWork, *, now: datetime) -> list[Event]:
    if work.handed_over is None:
        return []
    level, reason = work.handed_over
    case = fold([work.opened])
    escalated = escalate(case, by=SYSTEM, now=now, reason=reason, level=level)
    append(connection, [work.opened], [escalated])
    return [escalated]


def _catch_up(
    connection: Connection, work: CaseWork, history: list[Event], linked: frozenset[str], *, now: datetime
) -> int:
    owed = catch_up(history, work.conversation, work.replies, now=now, linked=linked)
    if owed:
        was_merged = fold(history).status is CaseStatus.MERGED
        if append(connection, history, owed).status is not CaseStatus.MERGED and was_merged:
            move_back(connection, work.case_id)
    if work.conversation.opener.is_gone:
        blank(connection, work.case_id)
    link(connection, _links(work, linked))
    return len(owed)


def _links(work: CaseWork, linked: frozenset[str]) -> list[tuple[str, str, MentionKey, str]]:
    brand, platform = str(work.opened.details["brand"]), str(work.opened.details["platform"])
    by_id = {message.native_id: message for message in work.conversation.follow_ups}
    same = {work.conversation.opener.author_id, None}
    return [
        (
            work.case_id,
            brand,
            MentionKey(platform=platform, native_id=reply.native_id),
            "follow_up" if by_id[reply.native_id].author_id in same else "joined",
        )
        for reply in work.replies
        if reply.native_id not in linked
    ]


def linked_to(connection: Connection, case_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Native ids of the posts that each case is about; a merged one knows its own."""
    found: dict[str, set[str]] = {}
    own = func.coalesce(case_mention.c.moved_from, case_mention.c.case_id)
    wanted = or_(case_mention.c.case_id.in_(case_ids), case_mention.c.moved_from.in_(case_ids))
    rows = connection.execute(select(own, case_mention.c.native_id).where(wanted))
    for case_id, native_id in rows:
        found.setdefault(case_id, set()).add(native_id)
    return {case_id: frozenset(ids) for case_id, ids in found.items()}


def answers_of(desk: Desk, case_ids: Sequence[str]) -> frozenset[str]:
    """Native ids of posts that these cases recorded as answers."""
    found: set[str] = set()
    with desk.read() as connection:
        for start in range(0, len(case_ids), CHUNK):
            rows = connection.execute(
                select(case_event.c.details).where(
                    case_event.c.case_id.in_(case_ids[start : start + CHUNK]),
                    case_event.c.kind == EventKind.ANSWERED.value,
                )
            ).scalars()
            found |= {str(details["answer_id"]) for details in rows if details.get("answer_id")}
    return frozenset(found)


def known(desk: Desk, case_ids: Sequence[str]) -> frozenset[str]:
    """Those of these cases that exist."""
    found: set[str] = set()
    with desk.read() as connection:
        for start in range(0, len(case_ids), CHUNK):
            wanted = desk_case.c.case_id.in_(case_ids[start : start + CHUNK])
            found |= set(connection.execute(select(desk_case.c.case_id).where(wanted)).scalars())
    return frozenset(found)


def tick_all(
    desk: Desk, *, now: datetime, policies: Policies | None = None, staffing: Staffing = NOBODY
) -> Counter[EventKind]:
    """Record what time alone brings to the cases whose time has come; counts by kind.

    Each case knows when that is, so that the cost follows what is due and not what is stored.
    """
    counts: Counter[EventKind] = Counter()
    with desk.read() as connection:
        query = select(desk_case.c.case_id).where(desk_case.c.tick_at <= now).order_by(desk_case.c.tick_at)
        due = connection.execute(query).scalars().all()
    for start in range(0, len(due), CHUNK):
        with desk.write() as connection:
            lock(connection, due[start : start + CHUNK])
            for history in events_of(connection, due[start : start + CHUNK]).values():
                owed = tick(history, now=now, policies=policies, staffing=staffing)
                # also where nothing is owed: the fold may have learnt more than its row tells
                keep(connection, append(connection, history, owed))
                counts.update(event.kind for event in owed)
    return counts


def untaken(desk: Desk, *, limit: int) -> list[str]:
    """Cases with events that the lake has not taken in."""
    with desk.read() as connection:
        rows = connection.execute(
            select(case_event.c.case_id).where(case_event.c.is_taken.is_(False)).distinct().limit(limit)
        )
        return list(rows.scalars())


def snapshot(desk: Desk, case_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The folded rows of these cases."""
    with desk.read() as connection:
        rows = connection.execute(select(desk_case).where(desk_case.c.case_id.in_(case_ids)))
        return [dict(row) for row in rows.mappings()]


def take(desk: Desk, versions: Iterable[tuple[str, int]]) -> None:
    """Mark events up to a case's version as taken in by the lake."""
    with desk.write() as connection:
        for case_id, version in versions:
            connection.execute(
                update(case_event)
                .where(
                    case_event.c.case_id == case_id,
                    case_event.c.version <= version,
                    case_event.c.is_taken.is_(False),
                )
                .values(is_taken=True)
            )


def _refresh(connection: Connection, works: Sequence[CaseWork]) -> None:
    """An edited post shows its new text in the queue."""
    ids = [work.case_id for work in works]
    rows = connection.execute(select(case_text.c.case_id, case_text.c.excerpt).where(case_text.c.case_id.in_(ids)))
    shown = {row.case_id: row.excerpt for row in rows}
    for work in works:
        if shown.get(work.case_id) != work.facts.excerpt:
            connection.execute(
                update(case_text)
                .where(case_text.c.case_id == work.case_id)
                .values(excerpt=work.facts.excerpt, reason=work.facts.reason)
            )


def blank(connection: Connection, case_id: str) -> None:
    """Leave no text of a post in the desk, nor of an answer to it: it is gone, or may be kept no longer.

    What is written after its words went stays: nobody can quote them any more.
    """
    named = (case_text.c.author_id, case_text.c.author_name, case_text.c.url, case_text.c.sent)
    is_there = or_(case_text.c.excerpt != "", *(column.is_not(None) for column in named))
    goes = (case_text.c.case_id == case_id, is_there)
    nothing = {"draft": "", "draft_by": None, "draft_at": None, "draft_from": None}
    taken_back = select(case_event.c.version).where(
        case_event.c.case_id == case_id, case_event.c.kind == EventKind.UNDONE.value
    )
    connection.execute(delete(case_note).where(case_note.c.case_id == case_id, case_note.c.version.in_(taken_back)))
    connection.execute(update(case_text).where(*goes).values(nothing))
    connection.execute(
        update(case_text)
        .where(case_text.c.case_id == case_id)
        .values(
            excerpt="", author_id=None, author_name=None, url=None, reason="", sent=None, sent_by=None, sent_at=None
        )
    )
    connection.execute(delete(case_likeness).where(case_likeness.c.case_id == case_id))
