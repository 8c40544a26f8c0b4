"""Threads that triage must look at again, and what it decided, in the lake."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from triage.mention import MentionKey
from warehouse import feed, fence, sql
from warehouse.lake import Cursor, Lake, rows_of, staged
from warehouse.leases import Lease

Thread = tuple[str, str]
"""Platform and thread id."""

_AT = pa.timestamp("us", tz="UTC")
_THREAD = pa.schema([("platform", pa.string()), ("thread_id", pa.string())])
_NAMES = ("brand", "platform", "native_id")
PROMISE = pa.schema([
    *((name, pa.string()) for name in (*_NAMES, "rule", "severity")),
    *((name, _AT) for name in ("starts_at", "warn_at", "due_at", "decided_at")),
    ("target_seconds", pa.int64()),
    ("policy_version", pa.int32()),
])
ANSWER = pa.schema([
    *((name, pa.string()) for name in (*_NAMES, "thread_id", "severity", "lang", "topic", "sentiment")),
    *((name, pa.string()) for name in ("answer_state", "answer_id")),
    *((name, _AT) for name in ("posted_at", "seen_at", "due_at", "gone_at", "first_answered_at")),
    *((name, pa.bool_()) for name in ("is_posted_at_known", "needs_answer", "is_backfill", "is_kept")),
])


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRows:
    """What the lake holds of some threads: posts per brand, promises given, and the last verdicts."""

    posts: list[dict[str, Any]]
    promises: list[dict[str, Any]]
    answers: list[dict[str, Any]]


def changed(lake: Lake, *, since: int | None) -> tuple[list[Thread], int]:
    """Threads that changed after a snapshot (None: all), and the snapshot they were looked for in."""

    def work(cursor: Cursor) -> tuple[list[Thread], int]:
        until = feed.current(cursor)
        if since is None or since > until:  # a lake restored from a backup is behind its readers
            rows = cursor.execute(sql.load("queries", "all_threads")).fetchall()
        elif since == until:
            rows = []
        else:
            rows = cursor.execute(
                sql.load("queries", "changed_threads"), {"since": since + 1, "until": until}
            ).fetchall()
        return [(platform, thread_id) for platform, thread_id in rows], until

    return lake.read(work)


def read(lake: Lake, threads: Sequence[Thread]) -> ThreadRows:
    """Everything triage needs of these threads, from one snapshot."""

    def work(cursor: Cursor) -> ThreadRows:
        rows = [{"platform": platform, "thread_id": thread_id} for platform, thread_id in threads]
        with staged(cursor, "wanted", pa.Table.from_pylist(rows, schema=_THREAD)):
            return ThreadRows(
                posts=rows_of(cursor.execute(sql.load("queries", "thread_posts"))),
                promises=rows_of(cursor.execute(sql.load("queries", "thread_promises"))),
                answers=rows_of(cursor.execute(sql.load("queries", "thread_answers"))),
            )

    return lake.read(work)


def threads_of(lake: Lake, key: MentionKey) -> dict[str, str]:
    """The thread of a post, by each brand that it concerns."""
    rows = lake.query(sql.load("queries", "thread_of"), {"platform": key.platform, "native_id": key.native_id})
    return {row["brand"]: row["thread_id"] for row in rows}


def save(lake: Lake, *, promises: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]], lease: Lease) -> None:
    """Store new promises and the verdicts that changed; an answer row with `is_kept` false is taken out."""
    if not promises and not answers:
        return

    def work(cursor: Cursor) -> None:
        fence.pass_through(cursor, lease)
        if promises:
            with staged(cursor, "promised", pa.Table.from_pylist(list(promises), schema=PROMISE)):
                cursor.execute(sql.load("loads", "insert_promises"))
        if answers:
            with staged(cursor, "told", pa.Table.from_pylist(list(answers), schema=ANSWER)):
                cursor.execute(sql.load("loads", "delete_answers"))
                cursor.execute(sql.load("loads", "insert_answers"))

    lake.transaction(work)
