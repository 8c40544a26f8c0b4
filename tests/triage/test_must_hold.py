"""The promises of the clocks, one by one: each line a care team would hold us to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.triage.told import answer, caught_up, message, reply
from tests.triage.weeks import (
    HOUR,
    INSTANT,
    NIGHTS,
    POLICY,
    SUBJECT,
    WITH_LUNCH,
    K,
    at,
    brought,
    came_back,
    opened,
    policy,
    then,
    ticked,
)
from triage import actions
from triage.case import CaseStatus
from triage.events import DismissReason, Event
from triage.folding import fold
from triage.policy import Policy
from triage.sla import Cause, SlaState, Timer
from triage.urgency import Severity
from triage.verdicts import under, verdicts


@pytest.mark.parametrize(
    ("rules", "posted", "due"),
    [
        pytest.param(POLICY, "2026-02-27T16:30", "2026-03-02T09:30", id="friday 16:30 and an hour is monday 9:30"),
        pytest.param(policy(windows=WITH_LUNCH), "2026-03-02T11:30", "2026-03-02T13:30", id="a window with lunch"),
        pytest.param(policy(holidays=("2026-07-01",)), "2026-06-30T16:30", "2026-07-02T09:30", id="a holiday"),
        pytest.param(
            policy(first=5 * HOUR, windows=NIGHTS), "2026-03-08T00:00", "2026-03-08T06:00", id="clocks forward"
        ),
        pytest.param(policy(first=7 * HOUR, windows=NIGHTS), "2026-11-01T00:00", "2026-11-01T06:00", id="clocks back"),
        pytest.param(POLICY, "2026-03-02T03:00", "2026-03-02T10:00", id="a post in the night"),
    ],
)
def test_an_answer_is_due_in_working_time(rules: Policy, posted: str, due: str) -> None:
    assert rules.promise(SUBJECT, starts_at=at(posted)).due_at == at(due)


def test_a_pause_over_a_weekend_is_not_counted() -> None:
    record = then(opened("2026-02-27T15:00"), K.ANSWERED, "2026-02-27T16:00")  # one hour of four is used
    record = came_back(record, "2026-03-02T10:00")

    case = fold(ticked(record, "2026-03-02T10:01"))

    assert (case.resolve_due_at, case.resolve_stopped_at) == (at("2026-03-02T13:00"), None)


def test_while_the_customer_is_waited_for_nothing_is_due() -> None:
    record = ticked(then(opened("2026-02-27T15:00"), K.ANSWERED, "2026-02-27T15:30"), "2026-03-27T15:00")

    assert brought(record, K.BREACHED) == brought(record, K.WARNED) == []
    assert fold(record).tick_at is None


@pytest.mark.parametrize(
    ("proposed", "due"),
    [
        pytest.param(policy(resolution=6 * HOUR), "2026-03-02T15:00", id="longer"),
        pytest.param(policy(resolution=2 * HOUR), "2026-03-02T11:00", id="shorter"),
        pytest.param(policy(windows=WITH_LUNCH), "2026-03-02T14:00", id="with lunch"),
    ],
)
def test_a_policy_change_keeps_pauses(proposed: Policy, due: str) -> None:
    record = came_back(then(opened("2026-02-27T15:00"), K.ANSWERED, "2026-02-27T16:00"), "2026-03-02T10:00")

    replayed = under(record, proposed, subject=SUBJECT, reply_subject=lambda _: None)

    assert fold(replayed).resolve_due_at == at(due)
    assert fold(replayed).runs == fold(ticked(record, "2026-03-02T10:00")).runs


def test_a_change_of_severity_keeps_pauses() -> None:
    record = came_back(then(opened("2026-02-27T15:00"), K.ANSWERED, "2026-02-27T16:00"), "2026-03-02T10:00")
    act = actions.change_severity(fold(record), by="ann", now=at("2026-03-02T10:10"), severity=Severity.P1)

    case = fold(ticked([*record, act], "2026-03-02T10:10"))

    assert (case.resolve_due_at, case.next_due_at) == (at("2026-03-02T11:00"), at("2026-03-02T10:30"))
    assert (case.due_at, case.breached_at) == (at("2026-02-27T16:00"), None)  # answered by the promise of its time


def _first(record: list[Event]) -> list[Event]:
    return record


def _next(record: list[Event]) -> list[Event]:
    return came_back(then(record, K.ANSWERED, "2026-03-02T09:10"), "2026-03-02T09:20")


@pytest.mark.parametrize(
    ("timer", "story", "end"),
    [
        pytest.param(Timer.FIRST, _first, K.ANSWERED, id="first answer"),
        pytest.param(Timer.NEXT, _next, K.ANSWERED, id="next answer"),
        pytest.param(Timer.RESOLUTION, _first, K.RESOLVED, id="resolution"),
    ],
)
@pytest.mark.parametrize(
    ("late_by", "expected"),
    [
        pytest.param(timedelta(), SlaState.MET, id="exactly when due is a hit"),
        pytest.param(INSTANT, SlaState.LATE, id="a microsecond later is late"),
    ],
)
def test_the_due_instant_is_the_last_that_is_in_time(
    timer: Timer, story: Callable[[list[Event]], list[Event]], end: K, late_by: timedelta, expected: SlaState
) -> None:
    record = story(opened("2026-03-02T09:00"))
    [open_one] = [kept for kept in verdicts(record, now=at("2026-03-02T09:30")) if kept.timer is timer]
    ended_at = open_one.due_at + late_by

    record = ticked(then(record, end, ended_at), ended_at + HOUR)
    [kept] = [kept for kept in verdicts(record, now=ended_at + HOUR) if kept.timer is timer]

    assert kept.state is expected
    assert (timer, open_one.due_at) in brought(record, K.BREACHED) or expected is SlaState.MET
    assert expected is SlaState.LATE or timer not in dict(brought(record, K.BREACHED))


@pytest.mark.parametrize("timer", Timer)
def test_the_first_breached_instant_is_the_next_microsecond(timer: Timer) -> None:
    record = _next(opened("2026-03-02T09:00")) if timer is Timer.NEXT else opened("2026-03-02T09:00")
    [kept] = [kept for kept in verdicts(record, now=at("2026-03-02T09:30")) if kept.timer is timer]

    at_due, after = ticked(record, kept.due_at), ticked(record, kept.due_at + INSTANT)

    assert timer not in dict(brought(at_due, K.BREACHED))
    assert (timer, kept.due_at) in brought(after, K.BREACHED)
    assert (timer) in dict(brought(at_due, K.WARNED))


def test_resolved_with_the_customers_word_last_is_no_answer() -> None:
    record = then(opened("2026-03-02T09:00"), K.RESOLVED, "2026-03-02T09:10")
    case = fold(record)

    assert (case.is_answered, case.waiting_since) == (False, case.posted_at)
    assert case.sla(now=at("2026-03-02T12:00")) is SlaState.BREACHED
    assert case.resolution(now=at("2026-03-09T12:00")) is SlaState.MET


def test_a_deleted_post_closes_its_case_without_counting_as_an_answer() -> None:
    record = ticked(then(opened("2026-03-02T09:00"), K.POST_GONE, "2026-03-02T09:10"), "2026-03-09T09:00")
    case = fold(record)

    assert (case.status, case.is_answered, case.tick_at) == (CaseStatus.CLOSED, False, None)
    assert verdicts(record, now=at("2026-03-09T09:00")) == []


def test_an_answer_by_an_account_that_is_not_owned_does_not_count() -> None:
    stranger = replace(answer("a", hours=1), is_brand=False, author_id="fan")

    case = fold(caught_up(opened("2026-03-02T09:00"), message(), stranger, replies=(reply("a", hours=1),)))

    assert not case.is_answered


def test_an_answer_deleted_later_reopens() -> None:
    record = then(opened("2026-03-02T09:00"), K.ANSWERED, "2026-03-02T09:30", answer_id="a", is_detected=True)

    record = ticked(then(record, K.ANSWER_GONE, "2026-03-02T11:00"), "2026-03-02T11:00")
    case = fold(record)

    assert (case.status, case.is_answered) == (CaseStatus.OPEN, False)
    assert dict(brought(record, K.BREACHED))["first"] == case.due_at


@pytest.mark.parametrize("hours", [-1, -1000])
def test_an_answer_older_than_its_post_is_an_answer_of_unknown_latency(hours: float) -> None:
    record = caught_up(opened("2026-03-02T09:00"), message(), answer("a", hours=hours))
    case = fold(record)

    assert (case.is_answered, case.first_answered_at) == (True, None)
    assert verdicts(record, now=at("2026-03-09T09:00"))[0].state is SlaState.MET


@pytest.mark.parametrize(
    ("changed", "latency"),
    [
        pytest.param(2.0, None, id="before the last edit, which was there when the post was first seen"),
        pytest.param(1.0, HOUR, id="at the edit"),
        pytest.param(0.5, HOUR, id="after it"),
    ],
)
def test_an_answer_older_than_the_posts_last_edit_is_an_answer_of_unknown_latency(
    changed: float, latency: timedelta | None
) -> None:
    case = fold(caught_up(opened("2026-03-02T07:00"), message(changed=changed), answer("a", hours=1)))

    assert case.is_answered
    assert case.first_answered_at == (None if latency is None else case.posted_at + latency)


@pytest.mark.parametrize(
    ("detected", "acts", "cause"),
    [
        pytest.param("2026-03-02T09:48", [], Cause.COLLECTION, id="seen when it was at risk"),
        pytest.param("2026-03-02T09:47", [], Cause.QUEUE, id="seen in time, claimed by nobody"),
        pytest.param("2026-03-02T09:00", [(K.CLAIMED, "2026-03-02T10:01")], Cause.QUEUE, id="claimed when it was late"),
        pytest.param("2026-03-02T09:00", [(K.CLAIMED, "2026-03-02T10:00")], Cause.AGENT, id="claimed at the last"),
        pytest.param(
            "2026-03-02T09:00",
            [(K.CLAIMED, "2026-03-02T09:10"), (K.RELEASED, "2026-03-02T09:20")],
            Cause.QUEUE,
            id="given back",
        ),
        pytest.param(
            "2026-03-02T09:00",
            [(K.CLAIMED, "2026-03-02T09:10"), (K.ESCALATED, "2026-03-02T09:20")],
            Cause.QUEUE,
            id="waiting at the next level",
        ),
        pytest.param("2026-03-02T09:00", [(K.ASSIGNED, "2026-03-02T09:10")], Cause.AGENT, id="assigned"),
        pytest.param(
            "2026-03-02T09:00",
            [(K.CLAIMED, "2026-03-02T09:10"), (K.UNDONE, "2026-03-02T09:20")],
            Cause.QUEUE,
            id="claimed by mistake",
        ),
    ],
)
def test_every_breach_says_where_the_time_went(detected: str, acts: list[tuple[K, str]], cause: Cause) -> None:
    record = opened("2026-03-02T09:00", detected=detected)
    for kind, moment in acts:
        record = then(record, kind, moment, to="bob", undoes=2)

    case = fold(ticked(record, "2026-03-02T10:05"))

    assert (case.breached_at, case.breached_by) == (at("2026-03-02T10:00"), cause)


def test_an_answer_that_was_late_before_anybody_looked_is_told_with_its_cause() -> None:
    record = then(opened("2026-03-02T09:00"), K.ANSWERED, "2026-03-02T10:30")

    record = ticked(came_back(record, "2026-03-02T11:00"), "2026-03-02T11:00")
    record = ticked(then(record, K.ANSWERED, "2026-03-02T12:30"), "2026-03-02T12:31")
    case = fold(record)

    assert brought(record, K.BREACHED)[:2] == [
        ("first", at("2026-03-02T10:00")),
        ("next", at("2026-03-02T12:00")),
    ]
    assert (case.breached_by, case.next_late, case.untold_at) == (Cause.QUEUE, 1, None)


def test_a_breach_is_taken_back_where_the_answer_turns_out_to_have_been_in_time() -> None:
    record = ticked(_next(opened("2026-03-02T09:00")), "2026-03-02T12:00")
    late = fold(record)

    case = fold(then(record, K.ANSWERED, "2026-03-02T09:40", is_detected=True))

    assert (late.next_late, late.next_breached_by) == (1, Cause.QUEUE)
    assert (case.next_late, case.next_breached_at) == (0, None)


def test_a_pause_that_is_learnt_later_takes_a_broken_resolution_back() -> None:
    record = ticked(opened("2026-03-02T09:00"), "2026-03-02T14:00")
    broken = fold(record)

    case = fold(ticked(then(record, K.ANSWERED, "2026-03-02T09:40", is_detected=True), "2026-03-02T14:01"))

    assert (broken.resolve_breached_at, broken.resolve_breached_by) == (at("2026-03-02T13:00"), Cause.QUEUE)
    assert (case.resolve_breached_at, case.resolve_breached_by) == (None, None)


def test_a_resolution_that_ran_over_before_it_stopped_is_told() -> None:
    record = then(opened("2026-03-02T09:00"), K.ANSWERED, "2026-03-02T15:00")

    case = fold(ticked(record, "2026-03-02T15:01"))

    assert case.resolve_breached_at == at("2026-03-02T13:00")
    assert case.resolution(now=at("2026-03-09T09:00")) is SlaState.BREACHED


@pytest.mark.parametrize("kind", [K.SNOOZED, K.ESCALATED, K.CLAIMED])
def test_putting_off_stops_no_clock(kind: K) -> None:
    record = then(opened("2026-03-02T09:00"), kind, "2026-03-02T09:10", until=at("2026-03-20T09:00").isoformat())

    record = ticked(record, "2026-03-02T13:01")

    assert dict(brought(record, K.BREACHED)) == {"first": at("2026-03-02T10:00"), "resolution": at("2026-03-02T13:00")}


def test_what_is_dismissed_before_it_is_due_is_not_owed() -> None:
    record = then(opened("2026-03-02T09:00"), K.DISMISSED, "2026-03-02T09:30", reason=DismissReason.SPAM)
    record = ticked(then(record, K.ANSWERED, "2026-03-02T12:00"), "2026-03-03T12:00")

    assert brought(record, K.BREACHED) == []
    assert verdicts(record, now=at("2026-03-03T12:00")) == []
