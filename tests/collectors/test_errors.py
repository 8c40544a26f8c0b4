"""Errors say when to come back in words that nobody has to reckon with."""

from datetime import timedelta

import pytest

from collectors.errors import RetryLaterError


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (timedelta(seconds=45), "45 s"),
        (timedelta(seconds=900), "15 min"),
        (timedelta(seconds=7_201), "2 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_wait_is_told_as_people_say_it(wait: timedelta, said: str) -> None:
    assert str(RetryLaterError("busy", after=wait)) == f"busy; try again in {said}"
