"""Posts that wait for a score, and scores on their way into the lake."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from warehouse import feed, fence, sql
from warehouse.batch import KEY
from warehouse.lake import Cursor, Lake, rows_of, staged
from warehouse.leases import Lease

Key = tuple[str, str]

_AT = pa.timestamp("us", tz="UTC")
SCORE = pa.schema([
    *((name, pa.string()) for name in ("platform", "native_id", "scorer_version", "content_hash", "lang")),
    *((name, pa.float64()) for name in ("lang_probability", "positive", "neutral", "negative", "compound")),
    *((name, pa.float64()) for name in ("complaint_probability", "question_probability", "strength")),
    *((name, pa.string()) for name in ("sentiment", "intent", "customer_type", "severity", "reasons")),
    ("topics", pa.list_(pa.string())),
    ("needs_answer", pa.bool_()),
    ("urgency", pa.int32()),
    ("scored_at", _AT),
])


def waiting(lake: Lake, *, since: int | None, version: str) -> tuple[list[Key], int]:
    """Keys of posts without a score by this scorer, and the snapshot they were looked for in.

    With a snapshot `since` only what changed after it is looked at; None looks at everything stored.
    """

    def work(cursor: Cursor) -> tuple[list[Key], int]:
        until = feed.current(cursor)
        if since is None or since > until:  # a lake restored from a backup is behind its readers
            rows = cursor.execute(sql.load("queries", "unscored_all"), {"version": version}).fetchall()
        elif since == until:
            rows = []
        else:
            values = {"since": since + 1, "until": until, "version": version}
            rows = cursor.execute(sql.load("queries", "unscored_changed"), values).fetchall()
        return [(platform, native_id) for platform, native_id in rows], until

    return lake.read(work)


def posts(lake: Lake, keys: Sequence[Key]) -> list[dict[str, Any]]:
    """What scoring reads of the posts with these keys; posts that are gone are left out."""

    def work(cursor: Cursor) -> list[dict[str, Any]]:
        wanted = [{"platform": platform, "native_id": native_id} for platform, native_id in keys]
        with staged(cursor, "wanted", pa.Table.from_pylist(wanted, schema=KEY)):
            return rows_of(cursor.execute(sql.load("queries", "posts_to_score")))

    return lake.read(work)


def save(lake: Lake, rows: Sequence[dict[str, Any]], *, lease: Lease) -> None:
    """Store scores in place of earlier ones of the same posts, in one transaction."""
    table = pa.Table.from_pylist(list(rows), schema=SCORE)

    def work(cursor: Cursor) -> None:
        fence.pass_through(cursor, lease)
        with staged(cursor, "scored", table):
            cursor.execute(sql.load("loads", "delete_scores"))
            cursor.execute(sql.load("loads", "insert_scores"))

    lake.transaction(work)
