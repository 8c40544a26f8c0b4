"""What Meta says of its budgets is understood, and what is no such thing asks for nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors import limits, usage

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "wait", "breath"),
    [
        pytest.param({"x-app-usage": '{"call_count":28,"total_time":25}'}, None, 0, id="some of it"),
        pytest.param({"x-app-usage": '{"call_count":93,"total_time":25}'}, None, 5, id="nearly all of it"),
        pytest.param({"x-app-usage": '{"call_count":28,"total_cputime":100}'}, 60, 60, id="spent"),
        pytest.param(
            {"x-business-use-case-usage": '{"1":[{"call_count":3}],"2":[{"call_count":100},{"total_time":95}]}'},
            60,
            60,
            id="of one of two pages",
        ),
        pytest.param(
            {"x-business-use-case-usage": '{"1":[{"call_count":99,"estimated_time_to_regain_access":7}]}'},
            7,
            7,
            id="with an estimate",
        ),
        pytest.param({"x-app-usage": '{"call_count":true}'}, None, 0, id="no number"),
        pytest.param({"x-app-usage": '{"call_count":1e99}'}, None, 0, id="a number of nobody"),
        pytest.param({"x-app-usage": "[100]"}, None, 0, id="a list"),
        pytest.param({"x-app-usage": '{"call_count":100'}, None, 0, id="half a header"),
        pytest.param({}, None, 0, id="nothing"),
    ],
)
def test_a_budget_says_how_long_to_rest(headers: dict[str, str], wait: int | None, breath: int) -> None:
    assert usage.wait(headers) == (None if wait is None else timedelta(minutes=wait))
    assert usage.breath(headers) == timedelta(minutes=breath)
    assert limits.asked_wait(headers, b"", now=NOW) == usage.wait(headers)
    assert limits.next_wait(headers, b"", now=NOW) == usage.breath(headers)


@given(st.dictionaries(st.sampled_from(["x-app-usage", "x-business-use-case-usage"]), st.text()))
def test_no_header_breaks_a_reading(headers: dict[str, str]) -> None:
    assert timedelta(0) <= limits.next_wait(headers, b"", now=NOW) <= timedelta(days=1)
