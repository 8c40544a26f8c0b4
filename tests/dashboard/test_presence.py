from datetime import UTC, datetime, timedelta

import pytest

from dashboard.presence import AGAIN, Presence

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOON = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("case_id", "after", "is_writing", "expected"),
    [
        pytest.param("one", SOON, False, False, id="still there"),
        pytest.param("one", AGAIN, False, True, id="still there after a while"),
        pytest.param("one", timedelta(days=-3), False, True, id="still there by a clock that was ahead"),
        pytest.param("two", SOON, False, True, id="another case"),
        pytest.param("one", SOON, True, True, id="begins to write"),
    ],
)
def test_what_is_not_known_of_a_person_is_told(
    case_id: str, after: timedelta, *, is_writing: bool, expected: bool
) -> None:
    here = Presence()

    assert here.is_news("ann", "one", now=NOON)
    assert here.is_news("ann", case_id, now=NOON + after, is_writing=is_writing) is expected


def test_who_looks_after_writing_is_still_known_to_write() -> None:
    here = Presence()

    assert here.is_news("ann", "one", now=NOON, is_writing=True)
    assert not here.is_news("ann", "one", now=NOON + SOON)
    assert here.is_news("lee", "one", now=NOON + SOON)
