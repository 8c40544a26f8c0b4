"""A case catches up with what the platforms show, once, and moves with time, once."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.told import (
    DUE,
    WARN,
    after,
    answer,
    caught_up,
    event,
    message,
    opened,
    promise,
    replied,
    reply,
    talk,
    worked,
)
from triage.case import CaseStatus
from triage.conversation import Message
from triage.events import Detail, Event, EventKind
from triage.folding import fold
from triage.reconcile import Reply, catch_up
from triage.sla import SlaState
from triage.ticking import tick

K, S = EventKind, CaseStatus


def kinds(events: list[Event]) -> list[EventKind]:
    return [one.kind for one in events]


@pytest.mark.parametrize(
    ("thread", "replies", "expected"),
    [
        pytest.param([message()], (), [], id="nothing new"),
        pytest.param([message(), answer("a", hours=1)], (), [K.ANSWERED], id="an answer"),
        pytest.param([message(), answer("a", hours=4)], (), [K.ANSWERED], id="an answer exactly when due"),
        pytest.param([message(), answer("a", hours=5)], (), [K.ANSWERED], id="a late answer"),
        pytest.param(
            [message(), answer("a", hours=5), answer("b", hours=6)],
            (),
            [K.ANSWERED, K.ANSWERED],
            id="and a second one",
        ),
        pytest.param(
            [message(), answer("a", hours=5, is_time_known=False)], (), [K.ANSWERED], id="an answer of unknown time"
        ),
        pytest.param([message(), answer("a", hours=-1)], (), [K.ANSWERED], id="an answer older than the post"),
        pytest.param([message(), answer("a", hours=1, is_gone=True)], (), [], id="an answer already gone"),
        pytest.param(
            [message(), message("b", hours=1, parent="post", author="else"), answer("a", hours=5, to="b")],
            (),
            [K.ANSWERED],
            id="an answer to another breaches nothing",
        ),
        pytest.param(
            [message(), message("b", hours=1, parent="post"), answer("a", hours=2)],
            (reply("b", hours=1),),
            [K.CUSTOMER_REPLIED, K.ANSWERED],
            id="facts in the order in which they happened",
        ),
        pytest.param([message(is_gone=True)], (), [K.POST_GONE], id="a deleted post"),
        pytest.param(
            [message(is_gone=True), answer("a", hours=1)], (), [K.ANSWERED, K.POST_GONE], id="deleted after its answer"
        ),
    ],
)
def test_a_case_owes_what_the_thread_shows(
    thread: list[Message], replies: tuple[Reply, ...], expected: list[EventKind]
) -> None:
    record = caught_up([opened()], *thread, replies=replies, hours=9)

    assert kinds(record[1:]) == expected


def test_an_answer_older_than_the_post_has_no_known_latency() -> None:
    case = fold(caught_up([opened()], message(), answer("a", hours=-1)))

    assert (case.is_answered, case.first_answered_at, case.status) == (True, None, S.ANSWERED)
    assert case.sla(now=after(99)) is SlaState.MET


def test_an_answer_without_a_time_settles_only_what_was_said_before_we_saw_it() -> None:
    thread = [message(), answer("a", hours=2, is_time_known=False), message("b", hours=3, parent="post")]

    case = fold(caught_up([opened()], *thread, replies=(reply("b", hours=3),), hours=9))

    assert case.waiting_since == after(3)


def test_the_customer_who_came_back_gets_a_promise_of_their_own() -> None:
    thread = [message(), answer("a", hours=1), message("b", hours=3, parent="post")]

    case = fold(caught_up([opened()], *thread, replies=(reply("b", hours=3),), hours=9))

    assert (case.status, case.waiting_since) == (S.OPEN, after(3))
    assert (case.next_warn_at, case.next_due_at) == (promise(3).warn_at, promise(3).due_at)


def test_a_thank_you_needs_no_promise() -> None:
    thread = [message(), answer("a", hours=1), message("b", hours=3, parent="post")]

    case = fold(caught_up([opened()], *thread, replies=(reply("b", hours=3, needs_answer=False),), hours=9))

    assert (case.status, case.next_due_at) == (S.ANSWERED, None)


@pytest.mark.parametrize(
    ("act", "status"),
    [
        pytest.param(None, S.OPEN, id="answered"),
        pytest.param(K.RESOLVED, S.OPEN, id="resolved"),
        pytest.param(K.DISMISSED, S.DISMISSED, id="dismissed"),
    ],
)
def test_an_answer_deleted_later_reopens_the_case(act: EventKind | None, status: CaseStatus) -> None:
    record = caught_up([opened()], message(), answer("a", hours=1))
    if act is not None:
        record.append(event(act, 3, hours=2, reason="spam"))

    record = caught_up(record, message(), answer("a", hours=1, is_gone=True), hours=3)
    case = fold(record)

    assert (case.status, case.is_answered, case.next_due_at) == (status, False, DUE)
    assert case.sla(now=after(9)) is SlaState.BREACHED


def test_an_answer_deleted_beside_one_that_stands_changes_nothing() -> None:
    record = caught_up([opened()], message(), answer("a", hours=1), answer("b", hours=2))

    later = caught_up(record, message(), answer("a", hours=1, is_gone=True), answer("b", hours=2), hours=3)

    assert later == record


def test_an_answer_that_stands_again_counts_again() -> None:
    other = message("c", hours=1, parent="post", author="else")
    aside = answer("d", hours=1.5, to="c")
    record = caught_up([opened()], message(), other, answer("a", hours=1), aside)
    record = caught_up(record, message(), other, answer("a", hours=1, is_gone=True), aside, hours=3)

    record = caught_up(record, message(), other, answer("a", hours=1), aside, hours=4)

    assert kinds(record[1:]) == [K.ANSWERED, K.ANSWERED, K.ANSWER_GONE, K.ANSWERED]
    assert fold(record).first_answered_at == after(1)


@pytest.mark.parametrize("act", [K.RESOLVED, K.DISMISSED])
def test_a_post_deleted_after_its_case_was_done_with_is_told_once(act: EventKind) -> None:
    record = [opened(), event(act, 2, hours=1, reason="spam")]

    record = caught_up(record, message(is_gone=True), hours=2)

    assert kinds(record[2:]) == [K.POST_GONE]
    assert fold(record).status.value == act.value
    assert caught_up(record, message(is_gone=True), hours=3) == record


@pytest.mark.parametrize("act", [K.DISMISSED, K.POST_GONE])
def test_a_late_answer_breaches_nothing_that_was_no_longer_owed(act: EventKind) -> None:
    record = [opened(), event(act, 2, hours=1, reason="spam")]

    assert kinds(caught_up(record, message(), answer("a", hours=9), hours=10)[2:]) == [K.ANSWERED]


@pytest.mark.parametrize(
    ("acts", "now", "expected"),
    [
        pytest.param([], 3.1, [], id="on time"),
        pytest.param([], 3.2, [(K.WARNED, WARN)], id="at the warning"),
        pytest.param([], 4, [(K.WARNED, WARN)], id="exactly due is not breached"),
        pytest.param([], 4.0001, [(K.WARNED, WARN), (K.BREACHED, DUE)], id="breached"),
        pytest.param([K.CLAIMED], 5, [(K.WARNED, WARN), (K.BREACHED, DUE)], id="claimed is not answered"),
        pytest.param([K.ESCALATED], 5, [(K.WARNED, WARN), (K.BREACHED, DUE)], id="nor is escalated"),
        pytest.param([K.SNOOZED], 5, [(K.WARNED, WARN), (K.BREACHED, DUE)], id="nor is put off"),
        pytest.param(
            [K.SNOOZED], 9, [(K.WARNED, WARN), (K.BREACHED, DUE), (K.WOKEN, after(9))], id="woken when it was asked"
        ),
        pytest.param([K.ANSWERED], 9, [], id="answered"),
        pytest.param([K.DISMISSED], 9, [], id="dismissed"),
        pytest.param([K.RESOLVED], 9, [], id="resolved"),
        pytest.param([K.POST_GONE], 9, [], id="deleted"),
        pytest.param([K.RESOLVED, K.POST_GONE, K.REOPENED], 9, [], id="taken up again though deleted"),
        pytest.param([K.ANSWERED, K.ANSWER_GONE], 5, [(K.WARNED, WARN), (K.BREACHED, DUE)], id="its answer is gone"),
    ],
)
def test_time_alone_brings(acts: list[EventKind], now: float, expected: list[tuple[EventKind, object]]) -> None:
    owed = tick(worked(*acts), now=after(now))

    assert [(one.kind, one.occurred_at) for one in owed] == expected
    assert [one.version for one in owed] == list(range(len(acts) + 2, len(acts) + 2 + len(owed)))


def test_a_new_word_below_a_deleted_post_does_not_breach_the_deleted_one() -> None:
    record = [opened(), event(K.POST_GONE, 2, hours=1), replied(3, hours=2)]

    assert fold(record).is_waiting
    assert {one.details["timer"] for one in tick(record, now=after(99))} == {"next"}


@given(
    st.lists(st.sampled_from([K.CLAIMED, K.SNOOZED, K.ESCALATED, K.ANSWERED, K.DISMISSED]), max_size=3),
    st.integers(0, 12),
)
def test_time_brings_nothing_twice(acts: list[EventKind], hours: int) -> None:
    details: dict[EventKind, dict[str, Detail]] = {
        K.SNOOZED: {"until": after(9).isoformat()},
        K.DISMISSED: {"reason": "spam"},
    }
    record = [opened(), *(event(kind, at, details.get(kind)) for at, kind in enumerate(acts, start=2))]
    record += tick(record, now=after(hours))

    assert tick(record, now=after(hours)) == []


parts: st.SearchStrategy[Callable[[str], Message]] = st.builds(
    lambda at, who, is_gone, to: (
        lambda name: message(name, hours=at, parent=to, author=who, is_brand=who == "brand", is_gone=is_gone)
    ),
    st.integers(1, 9),
    st.sampled_from(["cust", "else", "brand", "brand"]),
    st.booleans(),
    st.sampled_from(["post", "m0", "m1"]),
)


@st.composite
def threads(draw: st.DrawFn) -> list[Message]:
    made = [make(f"m{at}") for at, make in enumerate(draw(st.lists(parts, max_size=5)))]
    return [
        message(is_gone=draw(st.booleans())),
        *(replace(m, parent_id="post") if m.parent_id == m.native_id else m for m in made),
    ]


def _replies(thread: list[Message]) -> tuple[Reply, ...]:
    return tuple(
        Reply(native_id=part.native_id, created_at=part.created_at, promise=promise(1))
        for part in talk(*thread).follow_ups
    )


def _is_one_conversation(thread: list[Message]) -> bool:
    return all(one.parent_id in {None, "post"} or str(one.parent_id) < one.native_id for one in thread) and {
        one.parent_id for one in thread
    } <= {None, *(one.native_id for one in thread)}


@given(threads().filter(_is_one_conversation))
def test_asked_again_a_case_owes_nothing(thread: list[Message]) -> None:
    replies = _replies(thread)
    record = caught_up([opened()], *thread, replies=replies, hours=10)
    linked = {one.native_id for one in replies}

    again = catch_up(record, talk(*thread), replies, now=after(11), linked=linked)

    assert again == []


@given(threads().filter(_is_one_conversation), st.integers(1, 9))
def test_it_never_matters_how_often_a_thread_was_looked_at(thread: list[Message], hours: int) -> None:
    alive = [replace(m, is_gone=False) for m in thread]
    seen = [m for m in alive if m.created_at <= after(hours) and _parents_seen(m, alive, hours)]
    first, replies = _replies(seen), _replies(alive)
    record = caught_up([opened()], *seen, replies=first, hours=hours)
    linked = {one.native_id for one in first}

    twice = [*record, *catch_up(record, talk(*alive), replies, now=after(10), linked=linked)]
    once = caught_up([opened()], *alive, replies=replies, hours=10)

    assert _without_version(twice) == _without_version(once)


def _parents_seen(one: Message, thread: list[Message], hours: int) -> bool:
    by_id = {m.native_id: m for m in thread}
    while one.parent_id is not None:
        one = by_id[one.parent_id]
        if one.created_at > after(hours):
            return False
    return True


def _without_version(record: list[Event]) -> object:
    # which of two answers is named depends on which was found first
    return replace(fold(record), version=0, answer_id=None)


def test_events_of_the_system_are_signed_by_it() -> None:
    record = caught_up([opened()], message(), answer("a", hours=1))

    assert record[-1].actor == "repwatch"
    assert record[-1].details["is_detected"]
