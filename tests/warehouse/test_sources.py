"""A source that stops delivering is told from a calm one."""

from datetime import datetime, timedelta

import pytest

from tests.warehouse.stores import NOW, Stores, post
from warehouse import read

HOUR = timedelta(hours=1)


def state(stores: Stores, *, now: datetime) -> read.SourceState:
    [found] = read.sources(stores.lake, now=now)
    return found


@pytest.mark.parametrize(
    ("every", "posts", "passed", "expected"),
    [
        pytest.param(HOUR, 40, 25 * HOUR, True, id="hourly, then nothing for a day"),
        pytest.param(HOUR, 40, 23 * HOUR, False, id="hourly, but it may be a quiet day"),
        pytest.param(24 * HOUR, 25, 60 * HOUR, False, id="daily, and two days are usual"),
        pytest.param(24 * HOUR, 25, 73 * HOUR, True, id="daily, then nothing for three"),
        pytest.param(HOUR, 10, 48 * HOUR, False, id="too few posts to know its rhythm"),
    ],
)
def test_silence_is_measured_by_the_sources_own_rhythm(
    stores: Stores, every: timedelta, posts: int, passed: timedelta, expected: bool
) -> None:
    stores.load(*(post(str(number), created_at=NOW - every * number) for number in range(posts)))

    assert state(stores, now=NOW + passed).is_silent(now=NOW + passed) is expected
    assert read.pulses(stores.lake, now=NOW + passed)["target"].is_silent(now=NOW + passed) is expected


def test_a_post_that_is_loaded_again_counts_once(stores: Stores) -> None:
    lease = stores.hold()
    for number in range(3):
        stores.load(post("1", likes=number), lease=lease)

    assert state(stores, now=NOW).posts == 1
