"""Invented posts and cases at any size, for measurements: as collecting, scoring and triage would have left them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert

from triage import actions
from triage.case import Case, case_id_of
from triage.events import SYSTEM, Event, EventKind
from triage.folding import fold
from triage.mention import MentionKey
from warehouse import sql
from warehouse.cases import link, row_of
from warehouse.desk import Desk
from warehouse.lake import Cursor, Lake, rows_of
from warehouse.tables import case_event, case_text, desk_case, incident

PLATFORMS = ("mastodon", "bluesky", "play", "trustpilot")
_CHUNK = 50_000
"""Posts of one file, as upkeep leaves them."""
_AGENTS = ("Ann", "Bo", "Cleo", "Dev", "Eve", "Finn", "Gus", "Hal")
_TABLES = (
    "mention",
    "content",
    "sighting",
    "mention_brand",
    "coverage",
    "mention_score",
    "promise",
    "post_answer",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many posts there are, the last of them at `until`, and how many cases wait: at most a fifth of the posts."""

    posts: int
    waiting: int
    until: datetime
    lasts: timedelta = timedelta(days=365)

    def __post_init__(self) -> None:
        if self.posts < 100 or not 0 < self.waiting <= self.posts // 5:
            raise ValueError("give 100 posts or more, and no more waiting cases than a fifth of them")

    @property
    def step(self) -> timedelta:
        """The time between two posts."""
        return self.lasts / self.posts


def fill(desk: Desk, lake: Lake, plan: Plan, *, on_step: Callable[[int, int], None]) -> None:
    """Invent posts from the oldest on, and a case for each that needs an answer."""
    for token, first in enumerate(range(0, plan.posts, _CHUNK), start=1):
        last = min(first + _CHUNK, plan.posts)
        values = {
            "first": first,
            "last": last,
            "start": plan.until - plan.lasts,
            "step_seconds": plan.step.total_seconds(),
            "open_from": plan.posts - 5 * plan.waiting,
        }
        rows = lake.transaction(partial(_posts, values=values, token=token))
        _cases(desk, rows, now=plan.until)
        on_step(last, plan.posts)
    _incident(desk, until=plan.until)


def _posts(cursor: Cursor, *, values: dict[str, Any], token: int) -> list[dict[str, Any]]:
    """Store a chunk of posts; returns those that need an answer."""
    cursor.execute(f"create or replace temp table invented_post as {sql.load('invented', 'post')}", values)
    for name in _TABLES:
        cursor.execute(sql.load("invented", name), {"token": token} if name == "coverage" else {})
    return rows_of(cursor.execute("select * from invented_post where needs_answer order by number"))


def _cases(desk: Desk, rows: Sequence[dict[str, Any]], *, now: datetime) -> None:
    """Their records and folds at once: an act each would take an hour for a million posts."""
    histories = [[_opened(row), *_worked(row, fold([_opened(row)]), now=now)] for row in rows]
    cases = [fold(history) for history in histories]
    with desk.write() as connection:
        for table, found in (
            (desk_case, [row_of(case) | _facts(row) for case, row in zip(cases, rows, strict=True)]),
            (case_event, [asdict(event) | {"is_taken": False} for history in histories for event in history]),
            (case_text, [{"case_id": case.case_id} | _said(row) for case, row in zip(cases, rows, strict=True)]),
        ):
            connection.execute(insert(table), found)
        link(connection, [(case.case_id, case.brand, case.key, "opener") for case in cases])


def _worked(row: dict[str, Any], case: Case, *, now: datetime) -> Iterator[Event]:
    """What was done about a case: answered by somebody, claimed by somebody, or nothing yet."""
    number, answered_at = row["number"], row["answered_at"]
    who = _AGENTS[number // 5 % len(_AGENTS)]
    if answered_at is not None:
        at = min(answered_at, now)
        yield Event(
            case_id=case.case_id,
            version=2,
            kind=EventKind.ANSWERED,
            occurred_at=at,
            recorded_at=at,
            actor=who,
            details={"answer_id": row["answer_id"]},
        )
    elif number % 20 == 1:
        yield actions.claim(case, by=who, now=max(now - timedelta(hours=1), row["seen_at"]))


def _opened(row: dict[str, Any]) -> Event:
    key = MentionKey(platform=row["platform"], native_id=row["native_id"])
    posted_at, seen_at, due_at = row["posted_at"], row["seen_at"], row["due_at"]
    return Event(
        case_id=case_id_of(row["brand"], key),
        version=1,
        kind=EventKind.OPENED,
        occurred_at=posted_at,
        recorded_at=seen_at,
        actor=SYSTEM,
        details={
            "brand": row["brand"],
            "platform": key.platform,
            "native_id": key.native_id,
            "severity": row["severity"],
            "urgency": row["urgency"],
            "posted_at": posted_at.isoformat(),
            "detected_at": seen_at.isoformat(),
            "warn_at": row["warn_at"].isoformat(),
            "due_at": due_at.isoformat(),
            "policy_version": 1,
            "rule": "default",
        },
    )


def _facts(row: dict[str, Any]) -> dict[str, str]:
    return {"lang": row["lang"], "topic": row["topic"], "customer_type": "impatient"}


def _said(row: dict[str, Any]) -> dict[str, str]:
    return {
        "excerpt": row["text"],
        "author_id": row["author_id"],
        "author_name": row["author_id"],
        "url": f"https://posts.example/{row['native_id']}",
        "reason": row["topic"],
    }


def _incident(desk: Desk, *, until: datetime) -> None:
    """A rush of the last day, so that the page has one to open."""
    last = until.replace(minute=0, second=0, microsecond=0) - timedelta(hours=2)
    hours = {(last - timedelta(hours=back)).isoformat(): [40 + back, 12.0, 20_000.0] for back in range(5, -1, -1)}
    with desk.write() as connection:
        connection.execute(
            insert(incident).values(
                incident_id="invented",
                brand="invented-one",
                topic="delivery",
                opened_at=last - timedelta(hours=5),
                last_hour_at=last,
                closed_at=None,
                found_at=last,
                level=2,
                hours=hours,
                drivers=[],
            )
        )
