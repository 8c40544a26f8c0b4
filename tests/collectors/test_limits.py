"""A wait is understood in every dialect it is asked in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors import limits

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EPOCH = int(NOW.timestamp())
JSON = {"content-type": "application/json; charset=utf-8"}


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        pytest.param({"retry-after": "60"}, b"", 60, id="Retry-After in seconds"),
        pytest.param({"retry-after": "Sun, 01 Mar 2026 12:01:00 GMT"}, b"", 60, id="Retry-After as a date"),
        pytest.param({"retry-after": "Sun, 01 Mar 2026 11:00:00 GMT"}, b"", 0, id="a date that has passed"),
        pytest.param({"retry-after": "-5"}, b"", 0, id="seconds below nothing"),
        pytest.param({"x-ratelimit-reset": "2026-03-01T12:05:00.482514Z"}, b"", 300.482514, id="ISO, Mastodon"),
        pytest.param({"ratelimit-reset": f"{EPOCH + 90}"}, b"", 90, id="epoch, Bluesky"),
        pytest.param({"x-rate-limit-reset": f"{EPOCH + 90}"}, b"", 90, id="epoch, X"),
        pytest.param({"x-ratelimit-reset": f"{EPOCH + 90}"}, b"", 90, id="epoch, GitHub"),
        pytest.param({"x-ratelimit-reset": f"{(EPOCH + 90) * 1000}"}, b"", 90, id="epoch in milliseconds"),
        pytest.param({"x-ratelimit-reset": "451.5"}, b"", 451.5, id="seconds left, Reddit"),
        pytest.param(JSON, b'{"backoff": 12, "items": []}', 12, id="body, Stack Exchange"),
        pytest.param({"x-rate-limit": "user-hour-lim:3500;user-hour-rem:0;"}, b"", 3600, id="Apple, spent"),
        pytest.param({"x-rate-limit": "user-hour-lim:3500;user-hour-rem:12;"}, b"", None, id="Apple, not spent"),
        pytest.param({"retry-after": "5", "x-ratelimit-reset": "451.5"}, b"", 5, id="Retry-After goes first"),
        pytest.param({"retry-after": "999999999"}, b"", 86_400, id="never more than a day"),
        pytest.param({"retry-after": "soon"}, b"", None, id="words"),
        pytest.param({"retry-after": "nan"}, b"", None, id="no number"),
        pytest.param({}, b'{"backoff": 12}', None, id="a body of another type"),
        pytest.param(JSON, b'{"backoff": "12', None, id="half a body"),
        pytest.param({}, b"", None, id="nothing"),
    ],
)
def test_a_refusal_says_how_long_to_wait(headers: dict[str, str], body: bytes, expected: float | None) -> None:
    wait = limits.asked_wait(headers, body, now=NOW)

    assert wait == (None if expected is None else timedelta(seconds=expected))


def test_an_instant_is_read_on_the_clock_of_the_server() -> None:
    an_hour_ahead = {"date": "Sun, 01 Mar 2026 13:00:00 GMT", "x-ratelimit-reset": "2026-03-01T13:00:30Z"}

    wait = limits.asked_wait(an_hour_ahead, b"", now=NOW)

    assert wait == timedelta(seconds=30)


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        pytest.param({"x-ratelimit-remaining": "299", "x-ratelimit-reset": "2026-03-01T12:05:00Z"}, b"", 0, id="left"),
        pytest.param({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-03-01T12:05:00Z"}, b"", 300, id="spent"),
        pytest.param({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "9"}, b"", 9, id="spent, as a float"),
        pytest.param({"x-ratelimit-remaining": "0"}, b"", 0, id="spent, without a reset"),
        pytest.param(JSON, b'{"backoff": 12, "items": []}', 12, id="backoff beside a 200"),
        pytest.param({}, b"", 0, id="nothing"),
    ],
)
def test_a_good_response_may_ask_for_a_pause(headers: dict[str, str], body: bytes, expected: float) -> None:
    assert limits.next_wait(headers, body, now=NOW) == timedelta(seconds=expected)


_NAMES = st.sampled_from([
    "retry-after",
    "date",
    "x-ratelimit-reset",
    "ratelimit-reset",
    "x-rate-limit",
    "content-type",
])


_VALUES = st.text(st.characters(codec="ascii")) | st.floats().map(str) | st.integers().map(str)


@given(headers=st.dictionaries(_NAMES, _VALUES), body=st.binary())
def test_no_header_ever_breaks_the_reading(headers: dict[str, str], body: bytes) -> None:
    wait = limits.asked_wait(headers, body, now=NOW)

    assert wait is None or timedelta(0) <= wait <= timedelta(days=1)
