"""What the pages say of a score and of an answer: what was found, and what is so by now."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.rail import telling
from dashboard.views.coverage import state_of
from tests.dashboard.cases import NOW
from triage.mention import MentionKey
from triage.urgency import Reason
from warehouse.read import PostBehind

HOUR = timedelta(hours=1)
reasons = st.lists(
    st.builds(Reason, name=st.sampled_from(["complaint", "question", "reach"]), points=st.floats(-1, 80)), max_size=8
)


@given(given_reasons=reasons)
def test_named_reasons_and_the_rest_always_add_up_to_all_points(given_reasons: list[Reason]) -> None:
    told, rest = telling(given_reasons)

    counted = sum(reason.points for reason in given_reasons if reason.points > 0)
    assert sum(reason.points for reason in told) + rest == pytest.approx(counted)
    assert bool(told) == bool(counted)


def test_a_point_or_two_name_no_reason_beside_one_that_tells() -> None:
    complaint, question = Reason(name="complaint", points=20.0), Reason(name="question", points=2.5)

    told, rest = telling([complaint, question])

    assert (told, rest) == ([complaint], 2.5)


@pytest.mark.parametrize(
    ("state", "due_in", "answered_in", "expected"),
    [
        ("undecided", 4, 1, "in_time"),
        ("undecided", 4, None, "undecided"),
        ("answered", 4, 1, "in_time"),
        ("answered", 4, 5, "late"),
        ("answered", 4, None, "answered"),
        ("not_answered", 4, None, "not_answered"),
    ],
)
def test_each_post_says_whether_it_was_answered_and_in_time(
    state: str, due_in: int, answered_in: int | None, expected: str
) -> None:
    post = PostBehind(
        key=MentionKey(platform="demo-social", native_id="1"),
        brand="maple-finch",
        posted_at=NOW,
        due_at=NOW + due_in * HOUR,
        severity="P3",
        lang="en",
        topic="delivery",
        sentiment="negative",
        needs_answer=True,
        answer_state=state,
        first_answered_at=None if answered_in is None else NOW + answered_in * HOUR,
        excerpt="Where is it?",
        url=None,
    )

    found = state_of(post)

    assert found == expected
