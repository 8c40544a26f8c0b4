"""What is known of a stored post when its thread is judged."""

from datetime import timedelta
from typing import Any

import pytest

from repwatch.threadview import Owners, message_of
from tests.repwatch.installed import START

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"state": "edited", "updated_at": START - HOUR}, START - HOUR, id="edited before it was seen"),
        pytest.param({"state": "edited", "updated_at": START + HOUR}, None, id="what it said before was seen"),
        pytest.param({"state": "live", "updated_at": START - HOUR}, None, id="only its counts changed"),
        pytest.param({"state": "edited", "updated_at": None}, None, id="nobody knows when"),
    ],
)
def test_only_an_edit_that_came_before_us_makes_answers_uncertain(changes: dict[str, Any], expected: object) -> None:
    row = {
        **dict.fromkeys(("brand", "platform", "native_id", "parent_id", "author_id"), "x"),
        "created_at": START - 3 * HOUR,
        "seen_at": START,
        "is_created_at_known": True,
        "reply_visibility": "thread",
        **changes,
    }

    assert message_of(row, Owners.of([]), known_answers=()).changed_at == expected
