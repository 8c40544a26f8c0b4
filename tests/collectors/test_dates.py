"""A date is read where it can be read in one way, and refused where it could be two."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collectors.dates import DayOrder, day_order, instant


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-01T12:30:00Z", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("2026-03-01T12:30:00.123Z", datetime(2026, 3, 1, 12, 30, 0, 123_000, tzinfo=UTC)),
        ("2026-03-01T12:30:00+02:00", datetime(2026, 3, 1, 10, 30, tzinfo=UTC)),
        (" 2026-03-01 12:30 ", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026/3/1", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026/03/01 12:30", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("13-12-2019", datetime(2019, 12, 13, tzinfo=UTC)),
        ("12/13/2019", datetime(2019, 12, 13, tzinfo=UTC)),
        ("13/12/2019 9:05", datetime(2019, 12, 13, 9, 5, tzinfo=UTC)),
        ("5.4.2021", datetime(2021, 4, 5, tzinfo=UTC)),
        ("05-05-2021", datetime(2021, 5, 5, tzinfo=UTC)),
        ("1772368200", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("1772368200000", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("1772368200.0", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("1772368200.25", datetime(2026, 3, 1, 12, 30, 0, 250_000, tzinfo=UTC)),
        ("1772368200250", datetime(2026, 3, 1, 12, 30, 0, 250_000, tzinfo=UTC)),
        ("1772368200000000000", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("2026-03-01 12:30:00 UTC", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("2026-03-01 12:30:00.5 UTC", datetime(2026, 3, 1, 12, 30, 0, 500_000, tzinfo=UTC)),
        ("Mar 1, 2026 9:05 PM", datetime(2026, 3, 1, 21, 5, tzinfo=UTC)),
        ("03/31/2026 12:05:09 am", datetime(2026, 3, 31, 0, 5, 9, tzinfo=UTC)),
        ("2026-03-01 12:30 p.m.", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("Sun, 01 Mar 2026 12:30:00 GMT", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("Tue Feb 24 11:35:52 -0800 2015", datetime(2015, 2, 24, 19, 35, 52, tzinfo=UTC)),
    ],
)
def test_what_can_be_read_in_one_way_is_read(written: str, expected: datetime) -> None:
    assert instant(written) == expected


@pytest.mark.parametrize(
    "written",
    ["05-04-2021", "5/4/2021", "yesterday", "", "31-02-2021", "2021-13-01", "99-99-2021", "Mar 1, 2026 13:05 PM"],
)
def test_what_cannot_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        instant(written)


def test_a_column_settles_what_one_cell_leaves_open() -> None:
    order = day_order(["05-04-2021", "", "13-12-2019", "2021-01-02"])
    of_halves = day_order(["05/04/2021 9:05 PM", "12/13/2019 9:05 AM"])

    assert (order, of_halves) == (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST)
    assert instant("05-04-2021", order=order) == datetime(2021, 4, 5, tzinfo=UTC)
    assert instant("05-04-2021", order=DayOrder.MONTH_FIRST) == datetime(2021, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize("column", [[], ["05-04-2021"], ["13-12-2019", "12-13-2019"]])
def test_a_column_that_is_open_or_contradicts_itself_settles_nothing(column: list[str]) -> None:
    assert day_order(column) is None


@given(moment=st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- hypothesis wants it naive
def test_an_instant_of_ours_always_comes_back(moment: datetime) -> None:
    assert instant(moment.isoformat()) == moment


@given(
    written=st.text(st.characters(codec="ascii")) | st.from_regex(r"\d{1,4}[-/. ]\d{1,4}[-/. :]\d{1,4}[ T:+-]?\d{0,6}")
)
@example(written="0001-01-01T00:00:00+14:00")
@example(written="Mon, 01 Jan 0001 00:00:00 +1400")
def test_any_text_is_an_instant_of_utc_or_a_value_error(written: str) -> None:
    try:
        moment = instant(written)
    except ValueError:
        return
    assert moment.utcoffset() == timedelta(0)
