"""Writes a page of a source into the lake: raw, items, ledger and cursor in one transaction."""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from triage.mention import Item, MentionKey, State
from warehouse import batch, fence, sql, threads
from warehouse.batch import Changes, Incoming, Rejected
from warehouse.lake import Cursor, Lake, rows_of, staged
from warehouse.leases import Lease

RULE_VERSION = 1
"""The version of the rules by which a post is said to concern a brand: today, its target or its import says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLoad:
    """Everything that one page changes. `cursor` None leaves the stored cursor where it is."""

    lease: Lease
    page: int
    brands: tuple[str, ...]
    is_backfill: bool
    posts: Sequence[Incoming]
    cursor: str | None
    rejected: Sequence[Rejected] = ()
    gone: Sequence[tuple[MentionKey, State, datetime]] = ()
    reached: tuple[datetime, datetime] | None = None
    is_capped: bool = False
    is_overlap_reached: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many posts a page brought that were new, changed or gone; `kept` as `batch.Changes` tells it."""

    new: int
    changed: int
    gone: int
    kept: int = 0


def load_page(lake: Lake, page: PageLoad, *, now: datetime) -> Loaded:
    """Store one page; SupersededError where the lease's token is no longer the newest."""
    return lake.transaction(lambda cursor: _load(cursor, page, now=now))


def cursor_of(lake: Lake, target_id: str) -> str | None:
    """Where the next pull of a target starts; None when it never ran."""
    rows = lake.query("select cursor from raw.cursor where target_id = $target_id", {"target_id": target_id})
    return rows[0]["cursor"] if rows else None


def _load(cursor: Cursor, page: PageLoad, *, now: datetime) -> Loaded:
    fence.pass_through(cursor, page.lease)
    posts = batch.newest_per_key(page.posts)
    items = [post.item for post in posts]
    threads_of = _threads(cursor, items)
    rows = [
        batch.row_of(
            post,
            thread_id=threads_of[post.item.platform, post.item.native_id],
            clock_starts_at=_clock_start(post.item, page),
            is_backfill=page.is_backfill,
        )
        for post in posts
    ]
    stored = _stored(cursor, {*(item.key for item in items), *(key for key, _, _ in page.gone)})
    changes = batch.sort_out(rows, stored)
    # a stream tells the deletions of a whole network; only what is here, or comes with this page, can go
    here = {place for place, row in stored.items() if not State(row["state"]).is_gone}
    here |= {(row["platform"], row["native_id"]) for row in changes.fresh}
    changes.gone.extend(
        {"platform": key.platform, "native_id": key.native_id, "state": state.value, "gone_at": seen_at}
        for key, state, seen_at in page.gone
        if (key.platform, key.native_id) in here
    )
    _apply(cursor, changes)
    _sightings(cursor, page, items)
    _ledger(cursor, page, items=len(items), now=now)
    return Loaded(new=len(changes.fresh), changed=len(changes.changed), gone=len(changes.gone), kept=len(changes.kept))


def _apply(cursor: Cursor, changes: Changes) -> None:
    with ExitStack() as stage:
        for name, rows, schema in (
            ("fresh", changes.fresh, batch.POST),
            ("changed", changes.changed, batch.POST),
            ("edited", changes.edited, batch.POST),
            ("gone", changes.gone, batch.GONE),
        ):
            stage.enter_context(staged(cursor, name, _table(rows, schema)))
        steps = {
            "fresh": ("insert_mention", "insert_content"),
            "edited": ("keep_revision", "update_content"),
            "changed": ("update_mention",),
            "gone": ("blank_mention", "blank_content", "blank_revision"),
        }
        for name, statements in steps.items():
            if getattr(changes, name):
                for statement in statements:
                    cursor.execute(sql.load("loads", statement))


def _sightings(cursor: Cursor, page: PageLoad, items: Sequence[Item]) -> None:
    if not items:
        return
    keys = [{"platform": item.platform, "native_id": item.native_id, "seen_at": item.seen_at} for item in items]
    brands = [
        {"platform": platform, "native_id": native_id, "brand": brand}
        # a post that concerns two brands may stand in a page once for each
        for platform, native_id, brand in dict.fromkeys(
            (post.item.platform, post.item.native_id, brand)
            for post in page.posts
            for brand in post.item.brands or page.brands
        )
    ]
    with (
        staged(cursor, "incoming", _table(keys, batch.POST)),
        staged(cursor, "incoming_brand", _table(brands, batch.BRAND)),
    ):
        cursor.execute(sql.load("loads", "insert_sightings"), {"target_id": page.lease.target_id})
        values = {"target_id": page.lease.target_id, "rule_version": RULE_VERSION}
        cursor.execute(sql.load("loads", "insert_brands"), values)


def _ledger(cursor: Cursor, page: PageLoad, *, items: int, now: datetime) -> None:
    if page.rejected:
        rows = list({row["quarantine_id"]: row for row in map(batch.quarantine_row, page.rejected)}.values())
        with staged(cursor, "incoming_quarantine", _table(rows, batch.QUARANTINE)):
            cursor.execute(sql.load("loads", "insert_quarantine"), {"target_id": page.lease.target_id, "now": now})
    reached_from_at, reached_to_at = page.reached or (None, None)
    cursor.execute(
        sql.load("loads", "insert_coverage"),
        {
            "target_id": page.lease.target_id,
            "token": page.lease.token,
            "page": page.page,
            "now": now,
            "reached_from_at": reached_from_at,
            "reached_to_at": reached_to_at,
            "items": items,
            "quarantined": len(page.rejected),
            "is_capped": page.is_capped,
            "is_overlap_reached": page.is_overlap_reached,
        },
    )
    if page.cursor is not None:
        cursor.execute("delete from raw.cursor where target_id = $id", {"id": page.lease.target_id})
        cursor.execute(
            "insert into raw.cursor (target_id, cursor, moved_at) values ($id, $cursor, $now)",
            {"id": page.lease.target_id, "cursor": page.cursor, "now": now},
        )


def _threads(cursor: Cursor, items: Sequence[Item]) -> dict[threads.Place, str]:
    """Threads of the new posts; stored posts whose thread turns out to be part of a longer one move there."""
    wanted = {
        (item.platform, name) for item in items for name in (item.native_id, item.parent_id, item.root_id) if name
    }
    if not wanted:
        return {}
    with staged(cursor, "wanted", _keys(wanted)):
        known = rows_of(cursor.execute(sql.load("loads", "threads_known")))
    found = threads.resolve(items, {(row["platform"], row["native_id"]): row["thread_id"] for row in known})
    heads = {(row["platform"], row["thread_id"]) for row in known}
    moved = [
        {"platform": platform, "old_thread_id": old, "new_thread_id": new}
        for platform, old, new in threads.moves(found, heads=heads)
    ]
    if moved:
        with staged(cursor, "moved", _table(moved, batch.MOVED)):
            cursor.execute(sql.load("loads", "move_threads"))
    return found


def _stored(cursor: Cursor, keys: Collection[MentionKey]) -> dict[tuple[str, str], dict[str, Any]]:
    if not keys:
        return {}
    with staged(cursor, "wanted", _keys({(key.platform, key.native_id) for key in keys})):
        rows = rows_of(cursor.execute(sql.load("loads", "stored")))
    return {(row["platform"], row["native_id"]): row for row in rows}


def _clock_start(item: Item, page: PageLoad) -> datetime:
    """An author's claim is believed within the window read, and in imports; else the clock starts at sight."""
    if item.created_at is None:
        return item.seen_at
    if page.is_backfill:
        return item.created_at
    earliest = page.reached[0] if page.reached else item.created_at
    return item.created_at if earliest <= item.created_at <= item.seen_at else item.seen_at


def _keys(places: set[tuple[str, str]]) -> pa.Table:
    return _table([{"platform": platform, "native_id": native_id} for platform, native_id in sorted(places)], batch.KEY)


def _table(rows: Sequence[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema)
