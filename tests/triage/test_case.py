"""A case is what its events tell, in whatever order they are listed or learnt of."""

import itertools
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.told import DUE, POSTED, WARN, after, event, opened, replied, told
from triage.case import Case, CaseStatus, case_id_of
from triage.events import Detail, Event, EventKind
from triage.folding import fold, last_undoable
from triage.mention import MentionKey
from triage.sla import SlaState

K, S = EventKind, CaseStatus
FINISHED = {S.RESOLVED, S.DISMISSED, S.CLOSED}


def after_events(*events: Event) -> Case:
    return fold([opened(), *events])


def test_an_opened_case_waits_for_its_first_answer() -> None:
    case = fold([opened()])

    assert (case.status, case.is_waiting, case.version) == (S.OPEN, True, 1)
    assert (case.waiting_since, case.next_warn_at, case.next_due_at) == (POSTED, WARN, DUE)
    assert case.key == MentionKey(platform="mastodon", native_id="post")
    assert case.sla(now=DUE) is SlaState.AT_RISK


@pytest.mark.parametrize(
    ("acts", "status", "owner"),
    [
        ([K.CLAIMED], S.CLAIMED, "ann"),
        ([K.CLAIMED, K.RELEASED], S.OPEN, None),
        ([K.ANSWERED], S.ANSWERED, None),
        ([K.CLAIMED, K.ANSWERED], S.ANSWERED, "ann"),
        ([K.ANSWERED, K.CLAIMED], S.ANSWERED, "ann"),
        ([K.SNOOZED], S.SNOOZED, None),
        ([K.SNOOZED, K.WOKEN], S.OPEN, None),
        ([K.CLAIMED, K.SNOOZED, K.WOKEN], S.CLAIMED, "ann"),
        ([K.CLAIMED, K.SNOOZED, K.RELEASED, K.WOKEN], S.OPEN, None),
        ([K.SNOOZED, K.CLAIMED], S.CLAIMED, "ann"),
        ([K.SNOOZED, K.CLAIMED, K.WOKEN], S.CLAIMED, "ann"),
        ([K.SNOOZED, K.ANSWERED], S.ANSWERED, None),
        ([K.SNOOZED, K.ANSWERED, K.WOKEN], S.ANSWERED, None),
        ([K.SNOOZED, K.DISMISSED], S.DISMISSED, None),
        ([K.CLAIMED, K.ESCALATED], S.ESCALATED, None),
        ([K.ESCALATED, K.CLAIMED], S.ESCALATED, "ann"),
        ([K.ESCALATED, K.CLAIMED, K.RELEASED], S.ESCALATED, None),
        ([K.ESCALATED, K.SNOOZED, K.WOKEN], S.ESCALATED, None),
        ([K.ESCALATED, K.SNOOZED, K.CLAIMED], S.ESCALATED, "ann"),
        ([K.ESCALATED, K.ANSWERED], S.ANSWERED, None),
        ([K.DISMISSED], S.DISMISSED, None),
        ([K.DISMISSED, K.REOPENED], S.OPEN, None),
        ([K.DISMISSED, K.ANSWERED], S.DISMISSED, None),
        ([K.RESOLVED, K.REOPENED], S.OPEN, None),
        ([K.ANSWERED, K.RESOLVED], S.RESOLVED, None),
        ([K.ANSWERED, K.ANSWER_GONE], S.OPEN, None),
        ([K.ANSWERED, K.RESOLVED, K.ANSWER_GONE], S.OPEN, None),
        ([K.ANSWERED, K.DISMISSED, K.ANSWER_GONE], S.DISMISSED, None),
        ([K.POST_GONE], S.CLOSED, None),
        ([K.SNOOZED, K.POST_GONE], S.CLOSED, None),
        ([K.RESOLVED, K.POST_GONE], S.RESOLVED, None),
        ([K.DISMISSED, K.POST_GONE], S.DISMISSED, None),
        ([K.ANSWERED, K.POST_GONE, K.ANSWER_GONE], S.CLOSED, None),
        ([K.RESOLVED, K.ANSWERED, K.POST_GONE, K.ANSWER_GONE], S.RESOLVED, None),
        ([K.NOTED, K.WARNED, K.BREACHED], S.OPEN, None),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_acts_lead_to_a_status(acts: list[EventKind], status: CaseStatus, owner: str | None) -> None:
    case = told(*acts)

    assert (case.status, case.owner) == (status, owner)
    assert (case.snoozed_until is not None) == (status is S.SNOOZED)
    assert case.version == len(acts) + 1


def test_a_deleted_post_owes_nothing_and_is_not_answered() -> None:
    case = told(K.POST_GONE)

    assert (case.waiting_since, case.next_warn_at, case.next_due_at) == (None, None, None)
    assert (case.is_answered, case.first_answered_at, case.is_waiting) == (False, None, False)


def test_resolved_with_the_customers_word_last_is_not_answered() -> None:
    case = told(K.RESOLVED)

    assert case.waiting_since == POSTED
    assert not case.is_answered
    assert case.sla(now=DUE + timedelta(microseconds=1)) is SlaState.BREACHED


@pytest.mark.parametrize(
    ("details", "state"),
    [
        ({}, SlaState.MET),
        ({"is_time_known": False}, SlaState.MET),
        ({"is_to_opener": False}, SlaState.BREACHED),
    ],
    ids=["in time", "at an unknown time", "to another customer"],
)
def test_only_an_answer_to_the_opener_keeps_the_promise(details: dict[str, Detail], state: SlaState) -> None:
    case = after_events(event(K.ANSWERED, 2, details, hours=4))

    assert case.sla(now=after(9)) is state


@pytest.mark.parametrize(
    ("answers", "is_breached"),
    [
        pytest.param([4.0], False, id="exactly when due"),
        pytest.param([4.01], True, id="late"),
        pytest.param([5.0, 3.0], False, id="an earlier one is found later"),
    ],
)
@pytest.mark.parametrize("is_breach_recorded", [False, True])
def test_a_breach_is_what_the_first_answer_says(
    answers: list[float], is_breached: bool, is_breach_recorded: bool
) -> None:
    breach = [event(K.BREACHED, 2, hours=4)] if is_breach_recorded else []
    heard = [event(K.ANSWERED, at, hours=hours) for at, hours in enumerate(answers, start=2 + len(breach))]

    case = after_events(*breach, *heard)

    assert case.breached_at == (DUE if is_breached else None)
    assert case.sla(now=after(9)) is (SlaState.LATE if is_breached else SlaState.MET)


def test_a_late_answer_breaches_nothing_that_was_dismissed_in_time() -> None:
    case = after_events(event(K.DISMISSED, 2, hours=1, reason="not_us"), event(K.ANSWERED, 3, hours=9))

    assert case.breached_at is None


def test_an_answer_of_unknown_time_takes_no_breach_back() -> None:
    case = after_events(event(K.BREACHED, 2, hours=4), event(K.ANSWERED, 3, hours=9, is_time_known=False))

    assert case.breached_at == DUE


@pytest.mark.parametrize(
    ("events", "waiting_since", "status"),
    [
        pytest.param([replied(2, hours=1)], 0, S.OPEN, id="one more message does not restart the clock"),
        pytest.param([event(K.ANSWERED, 2), replied(3, hours=2)], 2, S.OPEN, id="the customer came back"),
        pytest.param(
            [event(K.ANSWERED, 2), replied(3, hours=2), replied(4, hours=3)], 2, S.OPEN, id="the oldest message counts"
        ),
        pytest.param(
            [event(K.ANSWERED, 2), replied(3, hours=2, needs_answer=False)],
            None,
            S.ANSWERED,
            id="a thank-you starts none",
        ),
        pytest.param(
            [replied(2, hours=3), event(K.ANSWERED, 3, hours=2)], 3, S.OPEN, id="an answer found late settles its past"
        ),
        pytest.param(
            [replied(2, hours=3), replied(3, hours=4), event(K.ANSWERED, 4, hours=2)],
            3,
            S.OPEN,
            id="and leaves the oldest message after it",
        ),
        pytest.param(
            [event(K.ANSWERED, 2, hours=5), replied(3, hours=2)],
            None,
            S.ANSWERED,
            id="a message found late is answered",
        ),
        pytest.param(
            [replied(2, hours=3), event(K.ANSWERED, 3, hours=5), event(K.ANSWERED, 4, hours=2)],
            None,
            S.ANSWERED,
            id="an older answer found late starts no wait",
        ),
        pytest.param(
            [event(K.ANSWERED, 2, hours=2), replied(3, hours=2)],
            2,
            S.OPEN,
            id="in the same instant the customer is last",
        ),
        pytest.param(
            [replied(2, hours=1), event(K.ANSWERED, 3, hours=2, is_to_opener=False)],
            0,
            S.OPEN,
            id="an answer to another settles nothing for the opener",
        ),
        pytest.param(
            [event(K.ANSWERED, 2), replied(3, hours=2), event(K.ANSWERED, 4, hours=3, is_to_opener=False)],
            None,
            S.ANSWERED,
            id="an answer to whoever joined ends that wait",
        ),
        pytest.param(
            [event(K.ANSWERED, 2), event(K.RESOLVED, 3, hours=2), replied(4, hours=3)], 3, S.OPEN, id="after resolution"
        ),
        pytest.param(
            [event(K.DISMISSED, 2, reason="no_answer_needed"), replied(3, hours=3)],
            0,
            S.OPEN,
            id="after a dismissal that the message overtakes",
        ),
        pytest.param(
            [event(K.DISMISSED, 2, reason="spam"), replied(3, hours=3)], 0, S.DISMISSED, id="spam stays dismissed"
        ),
        pytest.param(
            [event(K.SNOOZED, 2, until=after(9).isoformat()), replied(3, hours=3)],
            0,
            S.OPEN,
            id="wakes what is put off",
        ),
        pytest.param(
            [event(K.CLAIMED, 2), event(K.SNOOZED, 3, until=after(9).isoformat()), replied(4, hours=3)],
            0,
            S.CLAIMED,
            id="in the hands of its owner",
        ),
        pytest.param([event(K.ESCALATED, 2), replied(3, hours=3)], 0, S.ESCALATED, id="an escalated one stays there"),
        pytest.param([event(K.POST_GONE, 2), replied(3, hours=3)], 3, S.OPEN, id="a new word below a deleted post"),
        pytest.param(
            [event(K.POST_GONE, 2, hours=4), replied(3, hours=3)], None, S.CLOSED, id="an old word below a deleted post"
        ),
        pytest.param(
            [event(K.ANSWERED, 2), replied(3, hours=2), event(K.ANSWER_GONE, 4, hours=3)],
            0,
            S.OPEN,
            id="without its answer the opener waits again",
        ),
    ],
)
def test_the_oldest_unanswered_word_of_a_customer_holds_the_clock(
    events: list[Event], waiting_since: float | None, status: CaseStatus
) -> None:
    case = after_events(*events)

    assert case.waiting_since == (None if waiting_since is None else after(waiting_since))
    assert case.status is status
    assert (case.next_due_at is None) == (waiting_since is None)
    if case.waiting_since is not None:
        hours = 4 if case.waiting_since == POSTED else 2
        assert case.next_due_at == case.waiting_since + timedelta(hours=hours)


def test_undone_acts_count_for_nothing_and_system_events_stand() -> None:
    events = [
        event(K.DISMISSED, 2, reason="spam"),
        event(K.ANSWERED, 3, hours=2, answer_id="a", is_detected=True),
        event(K.UNDONE, 4, hours=3, undoes=2),
    ]

    case = after_events(*events)

    assert (case.status, case.dismiss_reason, case.answer_id) == (S.ANSWERED, None, "a")


def test_taking_a_dismissal_back_shows_what_became_of_the_post_meanwhile() -> None:
    case = after_events(
        event(K.DISMISSED, 2, reason="spam"), event(K.POST_GONE, 3, hours=2), event(K.UNDONE, 4, hours=3, undoes=2)
    )

    assert case.status is S.CLOSED


def test_a_person_cannot_take_back_what_a_platform_shows() -> None:
    detected = event(K.ANSWERED, 3, answer_id="a", is_detected=True)

    assert last_undoable([opened(), event(K.CLAIMED, 2), detected, event(K.WARNED, 4)]) == event(K.CLAIMED, 2)
    assert last_undoable([opened(), detected]) is None


@pytest.mark.parametrize(
    ("events", "complaint"),
    [
        pytest.param([], "starts with the event that opened it", id="none"),
        pytest.param([event(K.CLAIMED, 1)], "starts with the event that opened it", id="unopened"),
        pytest.param([opened(), event(K.CLAIMED, 3)], "without gap or double", id="a gap"),
        pytest.param([opened(), event(K.CLAIMED, 2), event(K.RELEASED, 2)], "without gap or double", id="a double"),
    ],
)
def test_a_record_with_holes_is_refused(events: list[Event], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        fold(events)


def test_an_event_names_case_version_and_actor() -> None:
    for change in ({"version": 0}, {"actor": ""}, {"case_id": ""}):
        with pytest.raises(ValueError, match="needs a case, a version from 1 and an actor"):
            replace(opened(), **change)


def test_a_case_id_is_the_same_everywhere_and_tells_brands_apart() -> None:
    key = MentionKey(platform="mastodon", native_id="1")

    assert case_id_of("maple-finch", key) == case_id_of("maple-finch", key)
    assert case_id_of("maple-finch", key) != case_id_of("other", key)


details: dict[EventKind, st.SearchStrategy[dict[str, Detail]]] = {
    K.ANSWERED: st.fixed_dictionaries({"is_to_opener": st.booleans(), "is_time_known": st.booleans()}),
    K.SNOOZED: st.just({"until": after(9).isoformat()}),
    K.DISMISSED: st.sampled_from(["spam", "no_answer_needed"]).map(lambda reason: {"reason": reason}),
    K.ASSIGNED: st.just({"to": "bob", "lasts_seconds": 3600}),
    K.MERGED: st.sampled_from([{"into": "c2"}, {"taken": "c2"}]),
    K.SEVERITY_CHANGED: st.just({"severity": "P1"}),
    K.TIMED: st.sampled_from(["first", "resolution"]).map(
        lambda timer: {
            "timer": timer,
            "severity": "P1",
            "warn_at": WARN.isoformat(),
            "due_at": DUE.isoformat(),
            "runs": POSTED.isoformat(),
        }
    ),
}
kinds = st.sampled_from([kind for kind in EventKind if kind not in {K.OPENED, K.UNDONE}])
hours = st.integers(0, 20).map(lambda half: half / 2)


@st.composite
def records(draw: st.DrawFn) -> list[Event]:
    record = [opened()]
    for version in range(2, draw(st.integers(2, 9))):
        kind, at = draw(kinds), draw(hours)
        if kind is K.CUSTOMER_REPLIED:
            record.append(replied(version, hours=at, needs_answer=draw(st.booleans())))
        else:
            record.append(event(kind, version, draw(details.get(kind, st.just({}))), hours=at))
    return record


@given(records(), st.randoms())
def test_a_fold_is_the_same_in_any_order_of_the_list(record: list[Event], random: Random) -> None:
    shuffled = record.copy()
    random.shuffle(shuffled)

    assert fold(shuffled) == fold(record)


facts = st.lists(
    st.tuples(st.sampled_from([K.ANSWERED, K.CUSTOMER_REPLIED]), hours, st.booleans()),
    max_size=4,
    unique_by=lambda f: f[1],
)


@given(facts)
def test_it_never_matters_in_which_order_we_learn_what_was_said(said: list[tuple[EventKind, float, bool]]) -> None:
    cases = set()
    for order in itertools.permutations(said):
        events = [
            event(kind, at, hours=when, is_to_opener=flag)
            if kind is K.ANSWERED
            else replied(at, hours=when, needs_answer=flag)
            for at, (kind, when, flag) in enumerate(order, start=2)
        ]
        cases.add(after_events(*events))

    assert len(cases) == 1


@given(hours, hours)
def test_an_unanswered_case_never_gets_better_with_time(one: float, other: float) -> None:
    order = [SlaState.ON_TIME, SlaState.AT_RISK, SlaState.BREACHED]
    case = fold([opened()])

    then, later = (case.sla(now=after(at)) for at in sorted((one, other)))

    assert order.index(then) <= order.index(later)
