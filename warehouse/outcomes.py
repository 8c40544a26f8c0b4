"""What became of answers to unhappy customers: looked for in the lake where something changed, kept in the desk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, tuple_, update

from triage.case import case_id_of
from triage.events import EventKind
from triage.mention import MentionKey
from triage.provenance import KEPT, Basis, Known, Origin, Trace, trace
from warehouse import feed, sql
from warehouse.desk import Desk, upsert
from warehouse.lake import Cursor, Lake, rows_of, staged
from warehouse.tables import answer_outcome, case_event, case_text, customer_rating

Place = tuple[str, str, str]
"""Brand, platform and native id of an opening post."""
SILENT, RECOVERED = "silent", "recovered"
_RATING = "csat"

_CHUNK = 200
_AT = pa.timestamp("us", tz="UTC")
_PLACE = pa.schema([(name, pa.string()) for name in ("brand", "platform", "native_id")])
_POST = pa.schema([(name, pa.string()) for name in ("platform", "native_id")])
_RATED = pa.schema([
    *((name, pa.string()) for name in ("brand", "platform", "native_id", "case_id")),
    ("rated_at", _AT),
    *((name, pa.float64()) for name in ("score", "lowest", "highest")),
])
_OUTCOME = pa.schema([
    *((name, pa.string()) for name in (*_PLACE.names, "case_id", "lang", "topic", "customer_type", "severity")),
    *((name, pa.string()) for name in ("recovery", "basis", "basis_name")),
    *((name, _AT) for name in ("posted_at", "answered_at")),
    *((name, pa.bool_()) for name in ("is_rated", "is_started")),
    *((name, pa.float64()) for name in ("change", "share")),
    ("basis_version", pa.int32()),
])
_FACTS = ("case_id", "answer_id", "lang", "topic", "customer_type", "severity", "posted_at", "answered_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often answers made from one text were given in one sort of case, heard of again, and led to recovery."""

    basis: Basis
    name: str
    version: int
    lang: str
    topic: str
    customer_type: str
    n: int
    heard: int
    recovered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a post says, and who wrote it; None where it is kept no longer."""

    text: str | None
    author_id: str | None
    author_name: str | None


def changed(lake: Lake, *, since: int | None) -> tuple[list[Place], int]:
    """Posts of whose answers something may have changed after a snapshot, and the snapshot they were looked for in.

    Without a snapshot all that are answered.
    """

    def work(cursor: Cursor) -> tuple[list[Place], int]:
        until = feed.current(cursor)
        if since is None or since > until:  # a lake restored from a backup is behind its readers
            rows = cursor.execute(sql.load("queries", "outcomes_all")).fetchall()
        elif since == until:
            rows = []
        else:
            values = {"since": since + 1, "until": until}
            rows = cursor.execute(sql.load("queries", "outcomes_changed"), values).fetchall()
        return [(brand, platform, native_id) for brand, platform, native_id in rows], until

    return lake.read(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A rating of an answer that no build has taken in yet."""

    subject: str
    rated_at: datetime
    place: Place


def unjudged(desk: Desk, *, as_of: datetime) -> list[Unjudged]:
    """The ratings of answers that no build has taken in: by their mark, since an import may commit late."""
    rating = customer_rating.c
    query = select(rating.subject, rating.rated_at, rating.brand, rating.platform, rating.native_id).where(
        rating.kind == _RATING,
        rating.judged_at.is_(None),
        # one from a clock that runs ahead counts when its time has come
        rating.rated_at <= as_of,
        rating.platform.is_not(None),
        rating.native_id.is_not(None),
    )
    with desk.read() as connection:
        rows = connection.execute(query).all()
    return [
        Unjudged(subject=row.subject, rated_at=row.rated_at, place=(row.brand, row.platform, row.native_id))
        for row in rows
    ]


def mark_judged(desk: Desk, ratings: Sequence[Unjudged], *, now: datetime) -> None:
    """Say that these ratings were taken in, and no others that were imported meanwhile."""
    rating = customer_rating.c
    this = (rating.subject == bindparam("of"), rating.rated_at == bindparam("at"), rating.kind == _RATING)
    query = update(customer_rating).where(*this).values(judged_at=now)
    for start in range(0, len(ratings), _CHUNK):
        with desk.write() as connection:
            chunk = ratings[start : start + _CHUNK]
            connection.execute(query, [{"of": one.subject, "at": one.rated_at} for one in chunk])


def judged(desk: Desk, lake: Lake, places: Sequence[Place], *, as_of: datetime) -> list[dict[str, Any]]:
    """What their customers made of the answers: one row per place, without a recovery where none is to be told."""
    wanted = pa.Table.from_pylist([dict(zip(_PLACE.names, place, strict=True)) for place in places], schema=_PLACE)
    ratings = pa.Table.from_pylist(_ratings(desk, places), schema=_RATED)

    def work(cursor: Cursor) -> list[dict[str, Any]]:
        values = {"as_of": as_of}
        with staged(cursor, "wanted", wanted), staged(cursor, "rated", ratings):
            for name in ("outcome_posts", "report_recoveries"):
                cursor.register("told", cursor.execute(sql.load("queries", name), values).to_arrow_table())
            rows = rows_of(cursor.execute(sql.load("queries", "outcomes"), values))
            cursor.unregister("told")
            return rows

    return lake.read(work)


def known(desk: Desk) -> list[Place]:
    """All posts of whose answers an outcome is kept."""
    row = answer_outcome.c
    with desk.read() as connection:
        found = connection.execute(select(row.brand, row.platform, row.native_id)).all()
    return [(one.brand, one.platform, one.native_id) for one in found]


def words(lake: Lake, keys: Iterable[MentionKey]) -> dict[MentionKey, Words]:
    """What these posts say, as far as they are kept."""
    rows = [{"platform": key.platform, "native_id": key.native_id} for key in dict.fromkeys(keys)]

    def work(cursor: Cursor) -> list[dict[str, Any]]:
        with staged(cursor, "wanted", pa.Table.from_pylist(rows, schema=_POST)):
            return rows_of(cursor.execute(sql.load("queries", "outcome_words")))

    return {
        MentionKey(platform=row.pop("platform"), native_id=row.pop("native_id")): Words(**row)
        for row in (lake.read(work) if rows else [])
    }


def traced(desk: Desk, places: Sequence[Place]) -> dict[Place, tuple[str | None, Trace | None]]:
    """The answer by which each place was traced, and to what, as far as it is kept."""
    found: dict[Place, tuple[str | None, Trace | None]] = {}
    with desk.read() as connection:
        for start in range(0, len(places), _CHUNK):
            query = select(answer_outcome).where(_at(places[start : start + _CHUNK]))
            for row in connection.execute(query):
                found[row.brand, row.platform, row.native_id] = (row.answer_id, _trace(row))
    return found


def begun(desk: Desk, case_ids: Sequence[str]) -> dict[str, tuple[str, Origin | None]]:
    """What was sent in each case, else its draft, and what its first recorded answer, else that, was started from."""
    found: dict[str, tuple[str, Origin | None]] = {}
    with desk.read() as connection:
        for start in range(0, len(case_ids), _CHUNK):
            chunk = case_ids[start : start + _CHUNK]
            text = case_text.c
            drafts = select(text.case_id, text.draft, text.sent, text.draft_from).where(text.case_id.in_(chunk))
            for row in connection.execute(drafts):
                found[row.case_id] = (row.sent or row.draft, Origin.of(row.draft_from))
            found |= _recorded(connection, chunk, found)
    return found


def openings(desk: Desk, case_ids: Sequence[str]) -> dict[str, str]:
    """What the desk kept of the post of each case."""
    found: dict[str, str] = {}
    with desk.read() as connection:
        for start in range(0, len(case_ids), _CHUNK):
            text, chunk = case_text.c, case_ids[start : start + _CHUNK]
            rows = connection.execute(select(text.case_id, text.excerpt).where(text.case_id.in_(chunk)))
            found |= {row.case_id: row.excerpt for row in rows}
    return found


def store(desk: Desk, rows: Sequence[Mapping[str, Any]], traces: Mapping[Place, Trace], gone: Sequence[Place]) -> None:
    """Keep outcomes as `judged` tells them with what each answer was made from, and let go of those that are none."""
    kept = [
        {
            **{name: row[name] for name in (*_PLACE.names, *_FACTS, "recovery", "is_rated", "change")},
            **_trace_columns(traces.get((row["brand"], row["platform"], row["native_id"]))),
        }
        for row in rows
    ]
    for start in range(0, max(len(kept), len(gone)), _CHUNK):
        with desk.write() as connection:
            upsert(connection, answer_outcome, kept[start : start + _CHUNK])
            if chunk := gone[start : start + _CHUNK]:
                connection.execute(delete(answer_outcome).where(_at(chunk)))


def credit(desk: Desk, case_id: str, kept: Known) -> None:
    """Say that a reply was kept from the answer of a case: the next build credits it, where its words stand there.

    A draft that it stands in begins with it from now on. Only builds write what answers were made from, so that none at
    work undoes this.
    """
    text = case_text.c
    with desk.write() as connection:
        draft = connection.execute(select(text.draft).where(text.case_id == case_id)).scalar() or ""
        values = {"kept_as": kept.origin.code}
        if trace(draft, [kept], started_from=kept.origin):
            values["draft_from"] = kept.origin.code
        connection.execute(update(case_text).where(text.case_id == case_id).values(values))


def claims(desk: Desk) -> dict[str, str]:
    """By case, the code of the reply that was kept from its answer since the last build."""
    text = case_text.c
    with desk.read() as connection:
        rows = connection.execute(select(text.case_id, text.kept_as).where(text.kept_as.is_not(None))).all()
    return {row.case_id: row.kept_as for row in rows}


def claimed(desk: Desk, case_ids: Sequence[str]) -> list[Place]:
    """The posts of these cases of whose answers an outcome is kept."""
    row = answer_outcome.c
    found: list[Place] = []
    with desk.read() as connection:
        for start in range(0, len(case_ids), _CHUNK):
            mine = row.case_id.in_(case_ids[start : start + _CHUNK])
            query = select(row.brand, row.platform, row.native_id).where(mine)
            found += [(one.brand, one.platform, one.native_id) for one in connection.execute(query)]
    return found


def settle_claims(desk: Desk, seen: Mapping[str, str]) -> None:
    """Let go of claims that were looked at; one that was made meanwhile waits for the next build."""
    text = case_text.c
    if seen:
        query = update(case_text).where(text.case_id == bindparam("of"), text.kept_as == bindparam("code"))
        with desk.write() as connection:
            connection.execute(query.values(kept_as=None), [{"of": one, "code": code} for one, code in seen.items()])


def tallies(desk: Desk) -> list[Tally]:
    """What became of answers given with each version of a text, of which enough stands, by sort of case."""
    row = answer_outcome.c
    group = (row.basis, row.basis_name, row.basis_version, row.lang, row.topic, row.customer_type)
    query = (
        select(*group, func.count().label("n"), *_heard())
        .where(row.basis.is_not(None), row.share >= KEPT)
        .group_by(*group)
        .order_by(*group)
    )
    with desk.read() as connection:
        return [
            Tally(
                basis=Basis(one.basis),
                name=one.basis_name,
                version=one.basis_version,
                lang=one.lang,
                topic=one.topic,
                customer_type=one.customer_type,
                n=one.n,
                heard=one.heard,
                recovered=one.recovered,
            )
            for one in connection.execute(query)
        ]


def overall(desk: Desk) -> tuple[int, int]:
    """Of all unhappy customers who were answered and heard again: how many recovered, and of how many."""
    with desk.read() as connection:
        row = connection.execute(select(*_heard())).one()
    return int(row.recovered or 0), int(row.heard or 0)


def table(desk: Desk, *, since: datetime | None, until: datetime | None) -> pa.Table:
    """What became of the answers to posts of a window, as a report reads it."""
    row = answer_outcome.c
    query = select(*(row[name] for name in _OUTCOME.names))
    query = query if since is None else query.where(row.posted_at >= since)
    query = query if until is None else query.where(row.posted_at < until)
    with desk.read() as connection:
        return pa.Table.from_pylist([dict(one) for one in connection.execute(query).mappings()], schema=_OUTCOME)


def like(desk: Desk, *, brand: str, lang: str, topic: str, limit: int) -> list[dict[str, Any]]:
    """Answers of a brand's cases that led to recovery, in a language, those on a topic first, then the newest."""
    row = answer_outcome.c
    query = (
        select(answer_outcome)
        .where(row.recovery == RECOVERED, row.brand == brand, row.lang == lang, row.case_id.is_not(None))
        .order_by((row.topic != topic), row.answered_at.desc(), row.native_id)
        .limit(limit)
    )
    with desk.read() as connection:
        return [dict(one) for one in connection.execute(query).mappings()]


def _recorded(
    connection: Connection, case_ids: Sequence[str], begun: Mapping[str, tuple[str, Origin | None]]
) -> dict[str, tuple[str, Origin | None]]:
    """The same with what the first answer of each case was started from, where a person recorded one."""
    event = case_event.c
    kinds = (EventKind.ANSWERED.value, EventKind.UNDONE.value)
    query = select(event.case_id, event.version, event.kind, event.details).where(
        event.case_id.in_(case_ids), event.kind.in_(kinds)
    )
    rows = connection.execute(query.order_by(event.case_id, event.version.desc())).all()
    undone = {(row.case_id, row.details.get("undoes")) for row in rows if row.kind == EventKind.UNDONE.value}
    found: dict[str, tuple[str, Origin | None]] = {}
    for row in rows:
        origin = Origin.of(str(row.details.get("started_from") or ""))
        if origin is not None and (row.case_id, row.version) not in undone and row.case_id in begun:
            found[row.case_id] = (begun[row.case_id][0], origin)
    return found


def _heard() -> tuple[Any, Any]:
    recovery = answer_outcome.c.recovery
    return (
        func.count().filter(recovery != SILENT).label("heard"),
        func.count().filter(recovery == RECOVERED).label("recovered"),
    )


def _at(places: Sequence[Place]) -> ColumnElement[bool]:
    row = answer_outcome.c
    return tuple_(row.brand, row.platform, row.native_id).in_(list(places))


def _ratings(desk: Desk, places: Sequence[Place]) -> list[dict[str, Any]]:
    """What customers said of the answers to these posts, or of their cases, in numbers."""
    subjects = [
        subject
        for brand, platform, native_id in places
        for subject in (
            f"post:{brand}:{platform}:{native_id}",
            f"case:{case_id_of(brand, MentionKey(platform=platform, native_id=native_id))}",
        )
    ]
    found: list[dict[str, Any]] = []
    with desk.read() as connection:
        for start in range(0, len(subjects), _CHUNK):
            wanted = customer_rating.c.subject.in_(subjects[start : start + _CHUNK])
            query = select(*(customer_rating.c[name] for name in _RATED.names))
            found += [
                dict(row)
                for row in connection.execute(query.where(customer_rating.c.kind == _RATING, wanted)).mappings()
            ]
    return found


def _trace(row: Any) -> Trace | None:  # noqa: ANN401 -- a row of answer_outcome
    if row.basis is None:
        return None
    origin = Origin(basis=Basis(row.basis), name=row.basis_name, version=row.basis_version)
    return Trace(origin=origin, share=row.share, is_started=row.is_started)


def _trace_columns(trace: Trace | None) -> dict[str, Any]:
    return {
        "basis": trace.origin.basis.value if trace else None,
        "basis_name": trace.origin.name if trace else None,
        "basis_version": trace.origin.version if trace else None,
        "share": trace.share if trace else None,
        "is_started": trace.is_started if trace else None,
    }
