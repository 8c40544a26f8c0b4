"""A thread is cut into conversations; no customer's message is lost or counted twice."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.told import after, answer, message, talk
from triage.conversation import Conversation, Message, conversations
from triage.mention import ReplyVisibility
from triage.sla import AnswerState


def told(conversation: Conversation) -> tuple[str, list[str], list[tuple[str, bool]]]:
    return (
        conversation.opener.native_id,
        [part.native_id for part in conversation.follow_ups],
        [(part.native_id, part.is_to_opener) for part in conversation.answers],
    )


@pytest.mark.parametrize(
    ("thread", "expected"),
    [
        pytest.param([message()], [("post", [], [])], id="one post"),
        pytest.param([message(), answer("a", hours=1)], [("post", [], [("a", True)])], id="an answer"),
        pytest.param(
            [answer("a", hours=1), message("b", hours=2, parent="post"), message()],
            [("post", ["b"], [("a", True)])],
            id="told backwards",
        ),
        pytest.param(
            [message(), message("b", hours=1, parent="post"), answer("a", hours=2, to="b")],
            [("post", ["b"], [("a", True)])],
            id="an answer to the opener's second message",
        ),
        pytest.param(
            [message(), message("b", hours=1, parent="post", author="else"), answer("a", hours=2, to="b")],
            [("post", ["b"], [("a", False)])],
            id="an answer to someone who joined",
        ),
        pytest.param(
            [message(author=None), message("b", hours=1, parent="post", author=None), answer("a", hours=2, to="b")],
            [("post", ["b"], [("a", True)])],
            id="a source that tells no authors",
        ),
        pytest.param(
            [
                message(author=None, is_gone=True),
                message("b", hours=1, parent="post", author="else"),
                answer("a", hours=2, to="b"),
            ],
            [("post", ["b"], [("a", False)])],
            id="a deleted opener is not answered through someone else",
        ),
        pytest.param(
            [message(), answer("a", hours=1), answer("a2", hours=2, to="a")],
            [("post", [], [("a", True), ("a2", True)])],
            id="an answer in two parts",
        ),
        pytest.param([answer("own", hours=0, to="")], [], id="the brand's own post answers nobody"),
        pytest.param(
            [answer("own", hours=0, to=""), message("b", hours=1, parent="own"), message("c", hours=2, parent="own")],
            [("b", [], []), ("c", [], [])],
            id="comments below the brand's own post",
        ),
        pytest.param(
            [message(parent="unknown"), answer("a", hours=1)], [("post", [], [("a", True)])], id="a parent never seen"
        ),
        pytest.param(
            [message("x", parent="y"), message("y", hours=1, parent="x")],
            [("x", ["y"], [])],
            id="a loop of parents ends",
        ),
    ],
)
def test_a_thread_is_cut_into_conversations(
    thread: list[Message], expected: list[tuple[str, list[str], list[tuple[str, bool]]]]
) -> None:
    assert sorted(map(told, conversations(thread))) == sorted(expected)


@pytest.mark.parametrize(
    ("thread", "state", "first"),
    [
        pytest.param([message()], AnswerState.NOT_ANSWERED, None, id="none"),
        pytest.param([message(sees=ReplyVisibility.NEVER)], AnswerState.UNKNOWN, None, id="never shown"),
        pytest.param(
            [message(sees=ReplyVisibility.NEVER), answer("a", hours=1)], AnswerState.ANSWERED, "a", id="shown after all"
        ),
        pytest.param(
            [message(), message("b", hours=1, parent="post", author="else")],
            AnswerState.NOT_ANSWERED,
            None,
            id="by an account that is not the brand's",
        ),
        pytest.param(
            [message(), answer("a", hours=1, is_gone=True)], AnswerState.NOT_ANSWERED, None, id="deleted later"
        ),
        pytest.param(
            [message(), answer("a", hours=1, is_gone=True), answer("b", hours=2)],
            AnswerState.ANSWERED,
            "b",
            id="another",
        ),
        pytest.param([message(), answer("a", hours=-1)], AnswerState.ANSWERED, "a", id="older than the post"),
        pytest.param(
            [message(), answer("a", hours=1, is_time_known=False), answer("b", hours=2)],
            AnswerState.ANSWERED,
            "b",
            id="of a known time before one of none",
        ),
        pytest.param(
            [message(), answer("a", hours=1, is_time_known=False)], AnswerState.ANSWERED, "a", id="of no known time"
        ),
        pytest.param([message(is_gone=True, author=None)], AnswerState.NOT_ANSWERED, None, id="a deleted post"),
    ],
)
def test_a_conversation_is_answered(thread: list[Message], state: AnswerState, first: str | None) -> None:
    conversation = talk(*thread)

    assert conversation.answer_state is state
    assert (conversation.first_answer.native_id if conversation.first_answer else None) == first


names = st.sampled_from("abcdefgh")
messages = st.builds(
    lambda name, parent, author, at, is_gone: message(
        name, hours=at, parent=parent, author=author, is_brand=author == "brand", is_gone=is_gone
    ),
    names,
    st.none() | names | st.just("unknown"),
    st.sampled_from(["cust", "else", "brand", None]),
    st.integers(0, 5),
    st.booleans(),
)
threads = st.lists(messages, max_size=8, unique_by=lambda one: one.native_id)


@given(threads)
def test_no_customer_message_is_lost_or_doubled(thread: list[Message]) -> None:
    counts = Counter(part.native_id for found in conversations(thread) for part in (found.opener, *found.follow_ups))

    assert counts == Counter(one.native_id for one in thread if not one.is_brand)


@given(threads, st.randoms())
def test_the_order_in_which_a_thread_is_read_does_not_matter(thread: list[Message], random: Random) -> None:
    shuffled = thread.copy()
    random.shuffle(shuffled)

    assert sorted(map(told, conversations(shuffled))) == sorted(map(told, conversations(thread)))


@given(threads)
def test_parts_come_oldest_first_and_only_the_brand_answers(thread: list[Message]) -> None:
    brand = {one.native_id for one in thread if one.is_brand}

    for found in conversations(thread):
        times = [part.created_at for part in found.follow_ups]
        assert times == sorted(times)
        assert {part.native_id for part in found.answers} <= brand
        assert after(-1) not in times
