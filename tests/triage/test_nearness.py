"""A ready text is the nearer to a post the more of what was said it speaks of."""

import pytest

from triage.matters import Matter
from triage.nearness import matter_in, nearness
from triage.said import Kind, heard

POST = "The refund was sent on the 3rd, and my bank has never seen it"
REFUND = "We look for the refund that your bank has never seen"
LATE = "Your parcel never arrived, and we ask the courier"


def test_a_text_speaks_of_what_a_post_would() -> None:
    assert matter_in(REFUND, lang="en") is Matter.REFUND_WAIT
    assert matter_in("Good day to you", lang="en") is None


@pytest.mark.parametrize(
    ("text", "topics", "nearer_than"),
    [
        pytest.param(REFUND, (), LATE, id="of the same matter"),
        pytest.param("We look into this", ("refund",), LATE, id="kept for the topic"),
        pytest.param("Thank you for writing of the refund", (), "We look into this", id="with a word of the post"),
    ],
)
def test_the_matter_the_topic_and_words_bring_a_text_nearer(
    text: str, topics: tuple[str, ...], nearer_than: str
) -> None:
    said = heard(POST, lang="en", intent="complaint", topic="refund")

    assert nearness(text, POST, said, lang="en", topics=topics) > nearness(nearer_than, POST, said, lang="en")


def test_what_is_no_complaint_is_near_by_words_alone() -> None:
    post = "Is the counter open on Friday mornings?"
    said = heard(post, lang="en", intent="question", topic="other")

    assert said.kind is Kind.QUESTION
    assert nearness("Yes, on Friday mornings", post, said, lang="en", topics=("other",)) > 0
    assert nearness("We look into this", post, said, lang="en", topics=("other",)) == 0
