"""Lets go of texts that a platform allows to be kept for a time only; ids, times, scores and figures stay."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pyarrow as pa
from sqlalchemy import ColumnElement, or_, select

from warehouse import sql
from warehouse.casework import blank
from warehouse.desk import Desk
from warehouse.lake import Cursor, Lake, count_of, staged
from warehouse.tables import case_text, desk_case

_SEEN = pa.timestamp("us", tz="UTC")
_PLATFORM = pa.schema([("platform", pa.string()), ("seen_before", _SEEN)])
_TARGET = pa.schema([("target_id", pa.string()), ("seen_before", _SEEN)])


def forget(
    desk: Desk,
    lake: Lake,
    *,
    platforms: Mapping[str, timedelta],
    targets: Mapping[str, timedelta],
    now: datetime,
) -> int:
    """Blank texts first seen longer ago than their platform allows; returns how many posts lost theirs.

    Records that could not be read go by their target. The desk's copies are blanked first: were they to stay behind
    after a crash, nothing would point to them.
    """
    if not platforms:
        return 0
    by_platform = [{"platform": name, "seen_before": now - time} for name, time in sorted(platforms.items())]
    by_target = [{"target_id": name, "seen_before": now - time} for name, time in sorted(targets.items())]
    for name, time in sorted(platforms.items()):
        _blank_cases(desk, platform=name, seen_before=now - time)

    def work(cursor: Cursor) -> int:
        with (
            staged(cursor, "expired_platform", pa.Table.from_pylist(by_platform, schema=_PLATFORM)),
            staged(cursor, "expired_target", pa.Table.from_pylist(by_target, schema=_TARGET)),
        ):
            forgotten = count_of(cursor.execute(sql.load("loads", "forget_content")))
            cursor.execute(sql.load("loads", "forget_revision"))
            cursor.execute(sql.load("loads", "forget_quarantine"))
        return forgotten

    return lake.transaction(work)


def _is_told() -> ColumnElement[bool]:
    """Whether a case still holds anything of what was written; a review may be stars and a name alone."""
    kept = (case_text.c.author_id, case_text.c.author_name, case_text.c.url)
    return or_(case_text.c.excerpt != "", case_text.c.reason != "", *(column.is_not(None) for column in kept))


def _blank_cases(desk: Desk, *, platform: str, seen_before: datetime) -> None:
    """A case tells when its post was detected, which is never before it was seen."""
    old = (
        select(desk_case.c.case_id)
        .join(case_text, case_text.c.case_id == desk_case.c.case_id)
        .where(desk_case.c.platform == platform, desk_case.c.detected_at < seen_before, _is_told())
    )
    with desk.write() as connection:
        for case_id in connection.scalars(old).all():
            blank(connection, case_id)
