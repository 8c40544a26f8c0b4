"""Times that cannot be are no times: one stranger's typing error must not stop the calendar of all others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from triage.mention import Item

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Older posts are not of the public web."""
AHEAD = timedelta(days=366)
"""How far a clock may be ahead of ours before it is a typing error."""


def believed(item: Item) -> Item:
    """The item without times that cannot be: its clock then starts when it was seen."""
    created_at, updated_at = item.created_at, item.updated_at
    if _is_possible(created_at, seen_at=item.seen_at) and _is_possible(updated_at, seen_at=item.seen_at):
        return item
    return replace(
        item,
        created_at=created_at if _is_possible(created_at, seen_at=item.seen_at) else None,
        updated_at=updated_at if _is_possible(updated_at, seen_at=item.seen_at) else None,
    )


def _is_possible(moment: datetime | None, *, seen_at: datetime) -> bool:
    # compared as a difference: the sum of a time at the edge and a span is no time
    return moment is None or (moment >= EARLIEST and moment - seen_at <= AHEAD)
