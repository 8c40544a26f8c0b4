"""Opens cases where a public answer is due, finds answers, and moves the clocks."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

import structlog

from repwatch import threadview
from repwatch.threadview import Owners
from triage.actions import NotAllowedError
from triage.case import case_id_of
from triage.conversation import Conversation, conversations
from triage.events import SYSTEM, Event, EventKind
from triage.mention import MentionKey, State
from triage.policy import Policy
from triage.reconcile import Reply
from triage.relevance import Relevance
from triage.sla import Promise, Timer
from triage.staffing import NOBODY, Staffing
from triage.ticking import Policies
from warehouse.casework import CaseWork, Worked
from warehouse.verdicts import Thread, ThreadRows

log = structlog.get_logger(__name__)

BATCH = 2_000
Place = tuple[str, str, str]
"""Brand, platform and native id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """By what triage decides: the policy in force, those of earlier versions, and how the desk is run."""

    policy: Policy
    policies: Policies
    staffing: Staffing = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A post that a person found to need an answer where no score said so."""

    key: MentionKey
    brand: str
    thread_id: str
    by: str


class Verdicts(Protocol):
    """What triage needs of the two stores."""

    def changed(self) -> tuple[list[Thread], int]:
        """Threads to look at, and the snapshot they were looked for in."""
        ...

    def read(self, threads: Sequence[Thread]) -> ThreadRows:
        """Everything the lake holds of these threads."""
        ...

    def known_answers(self, case_ids: Sequence[str]) -> frozenset[str]:
        """Native ids of posts that these cases recorded as answers."""
        ...

    def known_cases(self, case_ids: Sequence[str]) -> frozenset[str]:
        """Those of these cases that exist."""
        ...

    def save(self, *, promises: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]) -> None:
        """Store promises and verdicts in the lake."""
        ...

    def work(self, works: Sequence[CaseWork], *, now: datetime) -> Worked:
        """Open and update cases in the desk; returns how many are new and how many events were added to old ones."""
        ...

    def tick(self, *, now: datetime, policies: Policies, staffing: Staffing) -> dict[EventKind, int]:
        """Record what time alone brings; counts by kind."""
        ...

    def done(self, snapshot_id: int) -> None:
        """Everything up to this snapshot is decided."""
        ...


@dataclass(slots=True, kw_only=True)
class TriageSummary:
    """What one triage pass decided."""

    threads: int = 0
    posts: int = 0
    opened: int = 0
    gathered: int = 0
    """Of the opened: copies that are worked as part of another case."""
    events: int = 0
    warned: int = 0
    breached: int = 0
    woken: int = 0
    released: int = 0
    escalated: int = 0
    reminded: int = 0

    def as_dict(self) -> dict[str, int | str]:
        """The counts by name."""
        return asdict(self)


@dataclass(slots=True, kw_only=True)
class _Batch:
    """What the threads of one batch came to."""

    promises: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    works: list[CaseWork] = field(default_factory=list)
    posts: int = 0


def triage(
    verdicts: Verdicts,
    *,
    rules: Rules,
    owners: Owners,
    relevance: Mapping[str, Relevance],
    now: datetime,
    is_live: bool = False,
    on_batch: Callable[[int, int], None] = lambda _done, _all: None,
) -> TriageSummary:
    """Decide about every thread that changed, then let the clocks run.

    What a brand's `relevance` leaves out is neither counted nor made a case. Posts that came as history get verdicts
    for the figures but no case, unless `is_live` is said. A crash repeats work and loses none: what is decided already
    is found and left alone.
    """
    threads, snapshot_id = verdicts.changed()
    summary = TriageSummary(threads=len(threads))
    for start in range(0, len(threads), BATCH):
        rows = verdicts.read(threads[start : start + BATCH])
        batch = _decide(rows, verdicts, rules=rules, owners=owners, relevance=relevance, now=now, is_live=is_live)
        verdicts.save(promises=batch.promises, answers=batch.answers)
        worked = verdicts.work(batch.works, now=now)
        summary.posts += batch.posts
        summary.opened += worked.opened
        summary.gathered += worked.gathered
        summary.events += worked.events
        on_batch(min(start + BATCH, len(threads)), len(threads))
    ticked = verdicts.tick(now=now, policies=rules.policies, staffing=rules.staffing)
    for kind in (EventKind.WARNED, EventKind.BREACHED, EventKind.WOKEN, EventKind.RELEASED, EventKind.REMINDED):
        setattr(summary, kind.value, ticked.get(kind, 0))
    summary.escalated = ticked.get(EventKind.ESCALATED, 0)
    verdicts.done(snapshot_id)
    log.info("triaged", **summary.as_dict())
    return summary


def open_missed(
    verdicts: Verdicts,
    missed: Missed,
    *,
    rules: Rules,
    owners: Owners,
    relevance: Mapping[str, Relevance],
    now: datetime,
) -> str:
    """Open the case of a post because a person says that it needs an answer; returns its id.

    NotAllowedError where it has a case, or cannot get one.
    """
    case_id = case_id_of(missed.brand, missed.key)
    if verdicts.known_cases([case_id]):
        raise NotAllowedError(f"This post has a case already, {case_id}: reopen it if it was done with.")
    rows = verdicts.read([(missed.key.platform, missed.thread_id)])
    batch = _decide(
        rows, verdicts, rules=rules, owners=owners, relevance=relevance, now=now, is_live=False, missed=case_id
    )
    verdicts.save(promises=batch.promises, answers=batch.answers)
    works = [
        replace(work, opened=replace(work.opened, actor=missed.by)) for work in batch.works if work.case_id == case_id
    ]
    opened = verdicts.work(works, now=now).opened
    if not opened:
        raise NotAllowedError("There is nothing to answer: the post is gone, not scored yet, or by the brand itself.")
    log.info("missed", case_id=case_id)
    return case_id


def _decide(
    rows: ThreadRows,
    verdicts: Verdicts,
    *,
    rules: Rules,
    owners: Owners,
    relevance: Mapping[str, Relevance],
    now: datetime,
    is_live: bool,
    missed: str = "",
) -> _Batch:
    given = {_place(row): threadview.stored_promise(row) for row in rows.promises}
    told = {_place(row): row for row in rows.answers}
    recorded = {row["answer_id"] for row in rows.answers if row["answer_id"]}
    torn = {(row["platform"], row["thread_id"]) for row in rows.posts if State(row["state"]).is_gone}
    recorded |= verdicts.known_answers([
        _case_id(row) for row in rows.posts if (row["platform"], row["thread_id"]) in torn
    ])
    cased = verdicts.known_cases([_case_id(row) for row in rows.posts]) | {missed}
    batch = _Batch()
    seen: set[Place] = set()
    for posts in _by_thread(rows.posts):
        for conversation, is_counted in _openings(posts, owners, known_answers=recorded, cased=cased):
            row = posts[conversation.opener.native_id]
            if row["severity"] is None:
                continue  # an unscored post waits for its score, which brings its thread back
            if _case_id(row) not in cased and not threadview.concerns(row, relevance):
                continue
            promise = _promise(row, given, batch, policy=rules.policy, now=now)
            if is_counted:
                verdict = threadview.answer_row(row, conversation, promise)
                seen.add(_place(row))
                batch.posts += 1
                if told.get(_place(row)) != verdict:
                    batch.answers.append({**verdict, "is_kept": True})
            # a case that exists is kept up, whatever the score or the import says of its post by now
            is_due = row["needs_answer"] and (is_live or not row["is_backfill"])
            if is_due or _case_id(row) in cased:
                brand = relevance.get(row["brand"], Relevance())
                work = _work(row, conversation, posts, promise, rules=rules, now=now)
                batch.works.append(replace(work, is_gathered=brand.gather_copies))
    # a post that once opened a conversation may turn out to be part of another
    batch.answers += [{**row, "is_kept": False} for place, row in told.items() if place not in seen]
    return batch


def _promise(
    row: Mapping[str, Any], given: dict[Place, Promise], batch: _Batch, *, policy: Policy, now: datetime
) -> Promise:
    """The promise a post was given, or a new one, kept for good."""
    promise = given.get(_place(row))
    if promise is None:
        promise = given[_place(row)] = threadview.promise_of(row, policy)
        batch.promises.append(threadview.promise_row(row, promise, now=now))
    return promise


def _work(
    row: Mapping[str, Any],
    conversation: Conversation,
    posts: Mapping[str, Mapping[str, Any]],
    promise: Promise,
    *,
    rules: Rules,
    now: datetime,
) -> CaseWork:
    case_id = _case_id(row)
    team = rules.staffing.team_for(brand=row["brand"], lang=row["lang"], topics=row["topics"])
    opened = Event(
        case_id=case_id,
        version=1,
        kind=EventKind.OPENED,
        occurred_at=row["created_at"],
        recorded_at=now,
        actor=SYSTEM,
        details={
            "brand": row["brand"],
            "platform": row["platform"],
            "native_id": row["native_id"],
            "severity": row["severity"],
            "urgency": row["urgency"],
            "posted_at": row["created_at"].isoformat(),
            "detected_at": row["seen_at"].isoformat(),
            "starts_at": promise.starts_at.isoformat(),
            "warn_at": promise.warn_at.isoformat(),
            "due_at": promise.due_at.isoformat(),
            "policy_version": promise.policy_version,
            "rule": promise.rule,
            **threadview.resolution_of(row, promise, rules.policies(promise.policy_version)),
            **({"team": team} if team else {}),
        },
    )
    later = (posts[message.native_id] for message in conversation.follow_ups if not message.is_gone)
    replies = tuple(_reply(post, rules.policy) for post in later if post["severity"] is not None)
    return CaseWork(
        opened=opened,
        facts=threadview.facts_of(row),
        conversation=conversation,
        replies=replies,
        handed_over=rules.staffing.handed_over(threadview.reasons_of(row)),
    )


def _reply(row: Mapping[str, Any], policy: Policy) -> Reply:
    promise = threadview.promise_of(row, policy, timer=Timer.NEXT) if row["needs_answer"] else None
    return Reply(native_id=row["native_id"], created_at=row["created_at"], promise=promise, detected_at=row["seen_at"])


def _openings(
    posts: Mapping[str, Mapping[str, Any]],
    owners: Owners,
    *,
    known_answers: Collection[str],
    cased: Collection[str],
) -> Iterator[tuple[Conversation, bool]]:
    """The conversations of a thread; and, not counted, those that got a case before the post above them was found."""
    found = _conversations(posts, owners, known_answers=known_answers)
    yield from ((conversation, True) for conversation in found)
    openers = {conversation.opener.native_id for conversation in found}
    for name, row in posts.items():
        if name not in openers and _case_id(row) in cased:
            alone = {**posts, name: {**row, "parent_id": None}}
            below = _conversations(alone, owners, known_answers=known_answers)
            yield from ((conversation, False) for conversation in below if conversation.opener.native_id == name)


def _conversations(
    posts: Mapping[str, Mapping[str, Any]], owners: Owners, *, known_answers: Collection[str]
) -> list[Conversation]:
    return conversations([threadview.message_of(row, owners, known_answers=known_answers) for row in posts.values()])


def _by_thread(rows: Iterable[dict[str, Any]]) -> Iterable[dict[str, dict[str, Any]]]:
    """Rows of one brand and thread, by native id."""
    found: dict[Place, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        found[row["brand"], row["platform"], row["thread_id"]][row["native_id"]] = row
    return found.values()


def _case_id(row: Mapping[str, Any]) -> str:
    return case_id_of(row["brand"], MentionKey(platform=row["platform"], native_id=row["native_id"]))


def _place(row: Mapping[str, Any]) -> Place:
    return row["brand"], row["platform"], row["native_id"]
