"""Takes a person, or one post, out of both stores: words and names go; ids, times, scores and counts stay."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, delete, select, update

from triage.mention import State
from triage.namely import INSTEAD, forms, pattern, without
from warehouse import batch, erasing_words, sql
from warehouse.casework import blank
from warehouse.desk import Desk
from warehouse.erasing_words import SHORT
from warehouse.lake import Cursor, Lake, count_of, rows_of, staged
from warehouse.tables import case_mention, case_note, case_text, desk_case

_CHUNK = 500
_NEEDLE = pa.schema([("word", pa.string()), ("bytes", pa.string())])
_SPOKEN = pa.schema([("platform", pa.string()), ("thread_id", pa.string())])
_WORDLESS = pa.schema([*batch.KEY, ("reasons", pa.string())])


class AmbiguousError(Exception):
    """Several accounts go by the name that was given; `account_ids` are theirs."""

    def __init__(self, account_ids: Sequence[str]) -> None:
        super().__init__(f"{len(account_ids)} accounts go by this name: {', '.join(account_ids)}. Say which by its id.")
        self.account_ids = account_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who, or what, is erased on a platform: the posts, and the names and words that give them away."""

    platform: str
    post_ids: tuple[str, ...]
    thread_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def needles(self) -> tuple[str, ...]:
        """What must be found nowhere afterwards; ids of posts are kept, and some platforms build names into them."""
        told = [name for name in self.names if len(name) > SHORT and not any(name in one for one in self.post_ids)]
        return (
            *(form for name in told for form in forms(name)),
            *(text[:80] for text in self.texts if len(text) >= 20),
        )

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The posts, each with its platform."""
        return tuple((self.platform, one) for one in self.post_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure took out."""

    posts: int
    quarantined: int
    answers: int
    """Posts of others that named the person."""
    cases: int
    notes: int
    mentions: int
    """Notes, drafts and excerpts about others that named the person."""


def author(desk: Desk, lake: Lake, *, platform: str, account: str) -> Subject:
    """Everything of an account, by its id or its name; AmbiguousError where several go by that name."""
    values = {"platform": platform, "account": account.removeprefix("@")}
    rows = lake.query(sql.load("queries", "posts_of_author"), values)
    ids = {row["author_id"] for row in rows if row["author_id"]}
    if values["account"] in ids:
        ids = {values["account"]}
    if len(ids) > 1:
        raise AmbiguousError(sorted(ids))
    rows = [row for row in rows if row["author_id"] in {*ids, None}]
    return _subject(platform, rows, extra=_known_to_desk(desk, platform, ids or {values["account"]}))


def post(lake: Lake, *, platform: str, post_id: str) -> Subject:
    """One post, by its id or its address."""
    rows = lake.query(sql.load("queries", "post_to_erase"), {"platform": platform, "post": post_id})
    return _subject(platform, [{**row, "author_id": None, "author_name": None} for row in rows])


def from_lake(lake: Lake, subject: Subject, *, now: datetime) -> tuple[int, int, int]:
    """Take the words out of the lake; returns how many posts, answers that named the person, and unread records."""
    gone = [
        {"platform": subject.platform, "native_id": one, "state": State.REMOVED.value, "gone_at": now}
        for one in subject.post_ids
    ]

    def work(cursor: Cursor) -> tuple[int, int, int]:
        with staged(cursor, "gone", pa.Table.from_pylist(gone, schema=batch.GONE)):
            for name in ("blank_mention", "blank_content", "blank_revision", "erase_note"):
                cursor.execute(sql.load("loads", name))
        wordless = _wordless(cursor, gone)
        with staged(cursor, "wordless", pa.Table.from_pylist(wordless, schema=_WORDLESS)):
            cursor.execute(sql.load("loads", "erase_evidence"))
        return len(gone), *_names_from_lake(cursor, subject)

    return lake.transaction(work)


def from_desk(desk: Desk, subject: Subject) -> tuple[int, int, int]:
    """Take the words out of the desk; returns how many cases, notes, and texts about others that named the person."""
    with desk.write() as connection:
        own = _own_cases(connection, subject)
        for case_id in own:
            blank(connection, case_id)
        notes = 0
        for start in range(0, len(own), _CHUNK):
            chunk = own[start : start + _CHUNK]
            nothing = {
                "draft": "",
                "draft_by": None,
                "draft_at": None,
                "draft_from": None,
                "kept_as": None,
                "sent": None,
                "sent_by": None,
                "sent_at": None,
            }
            connection.execute(update(case_text).where(case_text.c.case_id.in_(chunk)).values(nothing))
            notes += connection.execute(delete(case_note).where(case_note.c.case_id.in_(chunk))).rowcount
        mentions = _names_from_desk(connection, subject)
        erasing_words.names_from_issues(connection, subject.names, posts=subject.keys)
    return len(own), notes, mentions


def are_in_issues(desk: Desk, subject: Subject) -> bool:
    """Whether an issue is still known by a name of theirs."""
    return erasing_words.are_in_issues(desk, subject.names, posts=subject.keys)


def _subject(platform: str, rows: Sequence[dict[str, Any]], *, extra: "Subject | None" = None) -> Subject:
    found = {name for row in rows for name in (row["author_id"], row["author_name"]) if name}
    return Subject(
        platform=platform,
        post_ids=tuple(sorted({*(row["native_id"] for row in rows), *(extra.post_ids if extra else ())})),
        thread_ids=tuple(sorted({row["thread_id"] for row in rows})),
        names=tuple(sorted({*found, *(extra.names if extra else ())}, key=lambda name: (-len(name), name))),
        texts=tuple(row["text"] for row in rows if row["text"]),
    )


def _known_to_desk(desk: Desk, platform: str, account_ids: Iterable[str]) -> Subject:
    """Posts whose author the lake has let go of, and the desk has not."""
    query = (
        select(desk_case.c.native_id, case_text.c.author_id, case_text.c.author_name)
        .join(case_text, case_text.c.case_id == desk_case.c.case_id)
        .where(desk_case.c.platform == platform, case_text.c.author_id.in_(list(account_ids)))
    )
    with desk.read() as connection:
        rows = connection.execute(query).all()
    names = {name for row in rows for name in (row.author_id, row.author_name) if name}
    return Subject(platform=platform, post_ids=tuple(row.native_id for row in rows), names=tuple(names))


def _wordless(cursor: Cursor, gone: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    query = (
        "select platform, native_id, reasons from score.mention_score as scored "
        "semi join gone on scored.platform = gone.platform and scored.native_id = gone.native_id"
    )
    with staged(cursor, "gone", pa.Table.from_pylist(list(gone), schema=batch.GONE)):
        rows = rows_of(cursor.execute(query))
    return [
        {**row, "reasons": json.dumps([{**reason, "evidence": []} for reason in json.loads(row["reasons"])])}
        for row in rows
    ]


def _names_from_lake(cursor: Cursor, subject: Subject) -> tuple[int, int]:
    if not subject.names:
        return 0, 0
    spoken = [{"platform": subject.platform, "thread_id": one} for one in subject.thread_ids]
    words = [form for name in subject.names if len(name) > SHORT for form in forms(name)]
    written = {form for word in words for form in (word, json.dumps(word)[1:-1])}
    needles = [{"word": form, "bytes": _as_blob_text(form)} for form in sorted(written)]
    values = {
        "platform": subject.platform,
        "instead": rf"\1{INSTEAD}\2",
        "handles": pattern(subject.names, needs_at=True),
        "names": pattern(subject.names),
    }
    with (
        staged(cursor, "spoken", pa.Table.from_pylist(spoken, schema=_SPOKEN)),
        staged(cursor, "needle", pa.Table.from_pylist(needles, schema=_NEEDLE)),
    ):
        answers = count_of(cursor.execute(sql.load("loads", "erase_names"), values))
        former = {"platform": values["platform"], "names": values["handles"], "instead": values["instead"]}
        cursor.execute(sql.load("loads", "erase_former_names"), former)
        quarantined = count_of(cursor.execute(sql.load("loads", "erase_quarantine")))
    return answers, quarantined


def _as_blob_text(word: str) -> str:
    """A word as DuckDB writes bytes that are cast to text."""
    return "".join(chr(b) if 32 <= b < 127 and b not in b"\\'\"" else f"\\x{b:02X}" for b in word.encode())


def _own_cases(connection: Connection, subject: Subject) -> list[str]:
    found: set[str] = set()
    for start in range(0, len(subject.post_ids), _CHUNK):
        wanted = desk_case.c.native_id.in_(subject.post_ids[start : start + _CHUNK])
        query = select(desk_case.c.case_id).where(desk_case.c.platform == subject.platform, wanted)
        found |= set(connection.scalars(query))
    return sorted(found)


def _names_from_desk(connection: Connection, subject: Subject) -> int:
    """In cases that the person took part in by any name, elsewhere by @name only."""
    if not subject.names:
        return 0
    joined: set[str] = set()
    for start in range(0, len(subject.post_ids), _CHUNK):
        wanted = case_mention.c.native_id.in_(subject.post_ids[start : start + _CHUNK])
        query = select(case_mention.c.case_id).where(case_mention.c.platform == subject.platform, wanted)
        joined |= set(connection.scalars(query))
    changed = 0
    for table, columns in ((case_note, ("body",)), (case_text, ("excerpt", "draft", "sent", "reason"))):
        keys = list(table.primary_key)
        # a database compares letters with accents in its own way, so each row is read
        for row in connection.execute(select(*keys, *(table.c[name] for name in columns))).mappings().all():
            needs_at = row["case_id"] not in joined
            new = {name: without(row[name], subject.names, needs_at=needs_at) for name in columns if row[name]}
            if any(said != row[name] for name, said in new.items()):
                same = [key == row[key.name] for key in keys]
                connection.execute(update(table).where(*same).values(new))
                changed += 1
    return changed + erasing_words.names_from_words(connection, subject.names)
