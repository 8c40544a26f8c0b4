"""How strongly posts are flagged, as their scores have it: counted over a time, and of single posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from triage.mention import MentionKey
from warehouse import sql
from warehouse.batch import KEY
from warehouse.lake import Cursor, Lake, staged


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong:
    """So many opening customer posts of one platform and the same brands that are equally strong."""

    platform: str
    brands: tuple[str, ...]
    strength: float
    n: int
    first_posted_at: datetime


def counted(
    lake: Lake, *, since: datetime, until: datetime, brand: str | None = None, platform: str | None = None
) -> list[Strong]:
    """Posts of a time by strength; posts that were scored before strengths were kept are not among them."""
    values = {"since": since, "until": until, "brand": brand, "platform": platform}
    return [
        Strong(
            platform=row["platform"],
            brands=tuple(row["brands"]),
            strength=row["strength"],
            n=row["n"],
            first_posted_at=row["first_posted_at"],
        )
        for row in lake.query(sql.load("queries", "strengths"), values)
    ]


def of(lake: Lake, keys: Sequence[MentionKey]) -> dict[MentionKey, float]:
    """The strength of each of these posts that has one."""

    def work(cursor: Cursor) -> dict[MentionKey, float]:
        wanted = [{"platform": key.platform, "native_id": key.native_id} for key in keys]
        with staged(cursor, "wanted", pa.Table.from_pylist(wanted, schema=KEY)):
            rows = cursor.execute(sql.load("queries", "strengths_of")).fetchall()
        return {MentionKey(platform=platform, native_id=native_id): strength for platform, native_id, strength in rows}

    return lake.read(work)
