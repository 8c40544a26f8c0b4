"""A time that cannot be is taken for none, and every other time is left alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.believing import AHEAD, EARLIEST, believed
from triage.mention import Item, Kind

SEEN = datetime(2026, 3, 2, 15, tzinfo=UTC)
MOMENTS = st.datetimes(timezones=st.just(UTC))


def item(created_at: datetime | None, updated_at: datetime | None = None) -> Item:
    return Item(
        platform="forum",
        native_id="1",
        kind=Kind.MENTION,
        created_at=created_at,
        updated_at=updated_at,
        seen_at=SEEN,
        text="It never came",
    )


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(datetime(1, 1, 1, tzinfo=UTC), False, id="the first day of all"),
        pytest.param(EARLIEST - timedelta(seconds=1), False, id="too early"),
        pytest.param(EARLIEST, True, id="early"),
        pytest.param(SEEN, True, id="now"),
        pytest.param(SEEN + AHEAD, True, id="a clock that is ahead"),
        pytest.param(SEEN + AHEAD + timedelta(seconds=1), False, id="too late"),
        pytest.param(datetime.max.replace(tzinfo=UTC), False, id="the last day of all"),
    ],
)
def test_a_time_is_believed_where_it_can_be(moment: datetime, expected: bool) -> None:
    kept = moment if expected else None

    assert believed(item(moment)) == item(kept)
    assert believed(item(SEEN, updated_at=moment)) == item(SEEN, updated_at=kept)


@given(created_at=st.none() | MOMENTS, updated_at=st.none() | MOMENTS)
def test_what_is_believed_always_is_believed_again(created_at: datetime | None, updated_at: datetime | None) -> None:
    once = believed(item(created_at, updated_at))

    assert believed(once) == once
