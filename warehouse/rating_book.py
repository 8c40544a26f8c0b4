"""What customers rated, in the desk: each rating once, and why others were refused."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import func, insert, select

from warehouse import sql
from warehouse.desk import Desk, insert_or_ignore
from warehouse.lake import Cursor, Lake, rows_of, staged
from warehouse.tables import customer_rating, desk_case, rating_refused

_CHUNK = 500
_WANTED = pa.schema([
    ("place", pa.int64()),
    *((name, pa.string()) for name in ("native_id", "platform", "url", "brand")),
])


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a rating is about: a case, a post, or both."""

    brand: str
    platform: str | None = None
    native_id: str | None = None
    case_id: str | None = None

    @property
    def subject(self) -> str:
        """One text for it, so that a rating is stored once."""
        return f"case:{self.case_id}" if self.case_id else f"post:{self.brand}:{self.platform}:{self.native_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A score on its scale."""

    kind: str
    about: About
    rated_at: datetime
    score: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that is no rating: its digest, where it stands, and why; never what it held."""

    digest: str
    file: str
    row: int
    reason: str


def cases(desk: Desk, case_ids: Sequence[str]) -> dict[str, About]:
    """These cases, as far as they exist."""
    found: dict[str, About] = {}
    with desk.read() as connection:
        for start in range(0, len(case_ids), _CHUNK):
            wanted = desk_case.c.case_id.in_(case_ids[start : start + _CHUNK])
            for row in connection.execute(select(desk_case).where(wanted)):
                found[row.case_id] = About(
                    brand=row.brand, platform=row.platform, native_id=row.native_id, case_id=row.case_id
                )
    return found


def posts(lake: Lake, wanted: Sequence[Mapping[str, Any]]) -> dict[int, list[About]]:
    """By `place`, the posts that each row of `native_id`, `platform`, `url` and `brand` may mean."""

    def work(cursor: Cursor) -> list[dict[str, Any]]:
        with staged(cursor, "wanted", pa.Table.from_pylist(list(wanted), schema=_WANTED)):
            return rows_of(cursor.execute(sql.load("queries", "rated_posts")))

    found: dict[int, list[About]] = {}
    for row in lake.read(work) if wanted else []:
        found.setdefault(row.pop("place"), []).append(About(**row))
    return found


def store(desk: Desk, ratings: Sequence[Rating], refused: Sequence[Refused], *, now: datetime) -> int:
    """Keep them in one transaction; returns how many ratings are new."""
    with desk.write() as connection:
        count = select(func.count()).select_from(customer_rating)
        before = connection.scalar(count) or 0
        if ratings:
            connection.execute(
                insert_or_ignore(connection, insert(customer_rating)), [_row(rating, now=now) for rating in ratings]
            )
        if refused:
            connection.execute(
                insert_or_ignore(connection, insert(rating_refused)),
                [{**asdict(one), "refused_at": now} for one in refused],
            )
        return (connection.scalar(count) or 0) - before


def _row(rating: Rating, *, now: datetime) -> dict[str, Any]:
    return {
        "kind": rating.kind,
        "subject": rating.about.subject,
        "rated_at": rating.rated_at,
        "brand": rating.about.brand,
        "platform": rating.about.platform,
        "native_id": rating.about.native_id,
        "case_id": rating.about.case_id,
        "score": rating.score,
        "lowest": rating.lowest,
        "highest": rating.highest,
        "imported_at": now,
    }
