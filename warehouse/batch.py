"""What a page of a source becomes in the lake: rows that are new, changed, edited or gone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pyarrow as pa

from triage.mention import Item, MentionKey, State

_AT = pa.timestamp("us", tz="UTC")
POST = pa.schema([
    *((name, pa.string()) for name in ("platform", "native_id", "kind", "parent_id", "thread_id", "state", "lang")),
    *((name, pa.string()) for name in ("reply_visibility", "content_hash", "old_content_hash", "text", "url")),
    *((name, pa.string()) for name in ("author_id", "author_name", "content_type", "note")),
    *((name, _AT) for name in ("created_at", "clock_starts_at", "seen_at", "updated_at")),
    *((name, pa.int64()) for name in ("likes", "shares", "replies", "author_followers")),
    *((name, pa.float64()) for name in ("rating", "rating_max")),
    *((name, pa.bool_()) for name in ("is_created_at_known", "is_backfill")),
    ("created_month", pa.date32()),
    ("raw", pa.binary()),
])
KEY = pa.schema([("platform", pa.string()), ("native_id", pa.string())])
GONE = pa.schema([*KEY, ("state", pa.string()), ("gone_at", _AT)])
BRAND = pa.schema([*KEY, ("brand", pa.string())])
MOVED = pa.schema([("platform", pa.string()), ("old_thread_id", pa.string()), ("new_thread_id", pa.string())])
QUARANTINE = pa.schema(
    [(name, pa.string()) for name in ("quarantine_id", "reason", "content_type", "note")] + [("raw", pa.binary())]
)
_COUNTED = ("likes", "shares", "replies", "rating")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One post of a page: what the source's map read, and the raw bytes it read it from."""

    item: Item
    raw: bytes
    content_type: str
    note: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A record that could not be mapped, and why."""

    raw: bytes
    content_type: str
    note: tuple[tuple[str, str], ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """A page sorted by what it changes: `edited` is the part of `changed` whose text is another.

    `kept` counts posts that are told to be of another time, or to answer another post, than when they were first read:
    clocks and conversations rest on that, so it stands.
    """

    fresh: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    edited: list[dict[str, Any]]
    gone: list[dict[str, Any]]
    kept: list[dict[str, Any]] = field(default_factory=list)


def newest_per_key(posts: Iterable[Incoming]) -> list[Incoming]:
    """One post per key, the latest version of each, in order of first appearance."""
    found: dict[MentionKey, Incoming] = {}
    for post in posts:
        earlier = found.get(post.item.key)
        if earlier is None or _version(post.item) >= _version(earlier.item):
            found[post.item.key] = post
    return list(found.values())


def sort_out(rows: Sequence[dict[str, Any]], stored: Mapping[tuple[str, str], dict[str, Any]]) -> Changes:
    """Compare rows of `row_of` with what is stored; stale versions and posts already gone are left alone."""
    changes = Changes(fresh=[], changed=[], edited=[], gone=[])
    for row in rows:
        old = stored.get((row["platform"], row["native_id"]))
        if old is None:
            changes.fresh.append(row)
        elif not State(old["state"]).is_gone:
            _compare(row, old, changes)
    return changes


def _compare(row: dict[str, Any], old: dict[str, Any], changes: Changes) -> None:
    if (row["is_created_at_known"] and row["created_at"] != old["created_at"]) or row["parent_id"] != old["parent_id"]:
        changes.kept.append(row)
    if State(row["state"]).is_gone:
        changes.gone.append({**row, "gone_at": row["updated_at"]})
        return
    if (row["updated_at"] or row["created_at"]) < (old["updated_at"] or old["created_at"]):
        return
    is_edited = row["content_hash"] != old["content_hash"]
    if is_edited:
        changes.edited.append({**row, "old_content_hash": old["content_hash"]})
    if is_edited or any(row[name] is not None and row[name] != old[name] for name in _COUNTED):
        changes.changed.append(row)


def row_of(post: Incoming, *, thread_id: str, clock_starts_at: datetime, is_backfill: bool) -> dict[str, Any]:
    """The columns of mention and content for one post."""
    item, is_gone = post.item, post.item.state.is_gone
    created_at = item.created_at or item.seen_at
    return {
        "platform": item.platform,
        "native_id": item.native_id,
        "kind": item.kind.value,
        "parent_id": item.parent_id,
        "thread_id": thread_id,
        "created_at": created_at,
        "is_created_at_known": item.created_at is not None,
        "clock_starts_at": clock_starts_at,
        "seen_at": item.seen_at,
        "updated_at": item.updated_at or (item.seen_at if is_gone else None),
        "state": item.state.value,
        "lang": item.lang,
        "rating": item.rating,
        "rating_max": item.rating_max,
        "likes": item.likes,
        "shares": item.shares,
        "replies": item.replies,
        "reply_visibility": item.reply_visibility.value,
        "is_backfill": is_backfill,
        "content_hash": content_hash(item),
        "old_content_hash": None,
        "created_month": date(created_at.year, created_at.month, 1),
        # a post that is gone tells nothing, even where its platform still says whose it was
        "text": None if is_gone else item.text,
        "url": None if is_gone else item.url,
        "author_id": None if is_gone else item.author_id,
        "author_name": None if is_gone else item.author_name,
        "author_followers": None if is_gone else item.author_followers,
        "raw": None if is_gone else post.raw,
        "content_type": None if is_gone else post.content_type,
        "note": note_text(post.note),
    }


def content_hash(item: Item) -> str:
    """A fingerprint of what scoring reads: text and stars."""
    return sha256(f"{item.text}\x1f{item.rating}".encode()).hexdigest()[:16]


def note_text(note: tuple[tuple[str, str], ...]) -> str | None:
    """A record's note as it is stored."""
    return json.dumps(dict(note), sort_keys=True, ensure_ascii=False) if note else None


def quarantine_row(rejected: Rejected) -> dict[str, Any]:
    """The columns of one record that could not be read; the id is a fingerprint of its bytes."""
    return {
        "quarantine_id": sha256(rejected.raw).hexdigest()[:32],
        "reason": rejected.reason,
        "raw": rejected.raw,
        "content_type": rejected.content_type,
        "note": note_text(rejected.note),
    }


def _version(item: Item) -> tuple[bool, datetime]:
    return item.state.is_gone, item.updated_at or item.created_at or item.seen_at
