"""Durations are read as people write them."""

from datetime import timedelta

import pytest

from repwatch import durations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", timedelta(seconds=90)),
        ("45m", timedelta(minutes=45)),
        ("4h", timedelta(hours=4)),
        ("2d", timedelta(days=2)),
        ("1w", timedelta(weeks=1)),
        ("1h30m", timedelta(minutes=90)),
        (" 1H 30 m ", timedelta(minutes=90)),
        ("0h", timedelta()),
    ],
)
def test_a_duration_is_read(text: str, expected: timedelta) -> None:
    assert durations.parse(text) == expected


@pytest.mark.parametrize("text", ["", " ", "4", "h", "4 hours", "4h!", "-4h", "1.5h", "4h and more"])
def test_what_is_no_duration_shows_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration; write one like 45m, 4h, 2d or 1h30m"):
        durations.parse(text)


@pytest.mark.parametrize("text", ["3651d", "9999999999999d"])
def test_no_promise_is_longer_than_ten_years(text: str) -> None:
    with pytest.raises(ValueError, match="longer than ten years"):
        durations.parse(text)
