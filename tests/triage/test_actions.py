"""Each act of a person checks the case it saw; any can be taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.told import POSTED, after, event, opened, replied, told
from triage import actions
from triage.actions import NotAllowedError
from triage.case import Case, CaseStatus
from triage.events import DismissReason, Event, EventKind, Outcome
from triage.folding import fold
from triage.sla import SlaState
from triage.ticking import tick
from triage.urgency import Severity

K = EventKind
Act = Callable[..., Event]
NOW = after(2)
ACTS: dict[str, Act] = {
    "claim": actions.claim,
    "release": actions.release,
    "answer": actions.record_answer,
    "snooze": partial(actions.snooze, until=after(9)),
    "escalate": partial(actions.escalate, reason="a lawyer writes"),
    "dismiss": partial(actions.dismiss, reason=DismissReason.SPAM),
    "resolve": actions.resolve,
    "reopen": actions.reopen,
    "assign": partial(actions.assign, to="bob", lasts=timedelta(hours=1)),
    "settle": partial(actions.resolve, outcome=Outcome.SOLVED, satisfaction=5, check_back_after=timedelta(hours=3)),
    "follow_up": actions.follow_up,
    "severity": partial(actions.change_severity, severity=Severity.P1),
    "note": actions.note,
}


@pytest.mark.parametrize(
    "name", ["claim", "assign", "answer", "snooze", "escalate", "dismiss", "resolve", "severity", "note"]
)
def test_an_open_case_takes_any_act(name: str) -> None:
    case = told()

    act = ACTS[name](case, by="bob", now=NOW)

    assert (act.case_id, act.version, act.actor, act.recorded_at) == (case.case_id, 2, "bob", NOW)
    assert fold([opened(), act]).version == 2


@pytest.mark.parametrize(
    ("kind", "way_out"),
    [(K.RESOLVED, "reopen it first"), (K.DISMISSED, "reopen it first"), (K.POST_GONE, "its post is gone")],
)
@pytest.mark.parametrize("name", ["claim", "assign", "answer", "snooze", "escalate", "dismiss", "resolve", "severity"])
def test_a_finished_case_takes_none_and_says_the_way_out(name: str, kind: EventKind, way_out: str) -> None:
    with pytest.raises(NotAllowedError, match=f"cannot be .*: {way_out}"):
        ACTS[name](told(kind), by="bob", now=NOW)


@pytest.mark.parametrize(
    ("kinds", "name", "arguments", "complaint"),
    [
        pytest.param([K.CLAIMED], "claim", {"by": "ann"}, "yours already", id="claim twice"),
        pytest.param([], "release", {}, "Nobody holds this case", id="release what nobody holds"),
        pytest.param([], "reopen", {}, "Only a resolved or dismissed case", id="reopen an open one"),
        pytest.param([K.POST_GONE], "reopen", {}, "Only a resolved or dismissed case", id="reopen a closed one"),
        pytest.param(
            [], "answer", {"answered_at": after(3)}, "cannot be sent in the future", id="answer from tomorrow"
        ),
        pytest.param([], "answer", {"answered_at": after(-1)}, "older than the post", id="answer before the post"),
        pytest.param([], "snooze", {"until": NOW}, "still to come", id="snooze until now"),
        pytest.param([], "assign", {"to": " "}, "Say whom", id="assign to nobody"),
        pytest.param([K.CLAIMED], "assign", {"to": "ann"}, "ann has this case", id="assign to who has it"),
        pytest.param([K.ESCALATED], "escalate", {"level": 1}, "at level 1", id="escalate to where it is"),
        pytest.param([], "settle", {"satisfaction": 0}, "from 1 to 5", id="no satisfaction"),
        pytest.param([], "follow_up", {}, "Nobody has to check back", id="follow up what nobody waits for"),
        pytest.param([], "severity", {"severity": Severity.P2}, "P2 already", id="the severity it has"),
    ],
)
def test_an_act_that_makes_no_sense_is_refused(
    kinds: list[EventKind], name: str, arguments: dict[str, object], complaint: str
) -> None:
    with pytest.raises(NotAllowedError, match=complaint):
        ACTS[name](told(*kinds), **({"by": "bob", "now": NOW} | arguments))


@pytest.mark.parametrize(("name", "field"), [("answer", "answered_at"), ("snooze", "until")])
def test_times_of_an_act_are_in_utc(name: str, field: str) -> None:
    with pytest.raises(ValueError, match=f"{field} must be an aware UTC datetime"):
        ACTS[name](told(), by="bob", now=NOW, **{field: after(1).replace(tzinfo=None)})


def test_a_case_that_is_held_can_be_given_back() -> None:
    taken = event(K.CLAIMED, 2)

    given = actions.release(fold([opened(), taken]), by="ann", now=NOW)

    assert fold([opened(), taken, given]).owner is None


def test_nobody_is_reminded_once_the_customer_was_asked() -> None:
    settled = ACTS["settle"](told(), by="bob", now=NOW)

    asked = actions.follow_up(fold([opened(), settled]), by="bob", now=after(6))

    assert fold([opened(), settled]).check_back_at == NOW + timedelta(hours=3)
    assert fold([opened(), settled, asked]).check_back_at is None


def test_a_claim_by_a_second_person_takes_the_case_over() -> None:
    case = told(K.CLAIMED)

    taken = fold([opened(), event(K.CLAIMED, 2), actions.claim(case, by="bob", now=NOW)])

    assert (taken.owner, taken.status) == ("bob", CaseStatus.CLAIMED)


def test_two_claims_of_one_version_collide() -> None:
    case = told()

    one, other = (actions.claim(case, by=by, now=NOW) for by in ("ann", "bob"))

    with pytest.raises(ValueError, match="without gap or double"):
        fold([opened(), one, other])


@pytest.mark.parametrize("kind", [K.RESOLVED, K.DISMISSED])
def test_a_finished_case_can_be_taken_up_again(kind: EventKind) -> None:
    act = actions.reopen(told(kind), by="bob", now=NOW)

    assert act.kind is K.REOPENED


def test_an_answer_may_be_recorded_after_it_was_sent() -> None:
    act = actions.record_answer(told(), by="bob", now=NOW, answered_at=POSTED)

    assert (act.occurred_at, act.recorded_at) == (POSTED, NOW)


def other(case_id: str = "c2", **changes: Any) -> Case:  # noqa: ANN401 -- any field of Case
    return replace(told(), case_id=case_id, **changes)


def test_a_merge_is_told_on_both_sides_and_its_case_waits_no_more() -> None:
    record = [opened()]

    one, two = actions.merge(fold(record), into=other(), by="ann", now=NOW)
    merged = fold([*record, one])

    assert (one.details, two.details) == ({"into": "c2"}, {"taken": "c1"})
    assert (two.case_id, merged.status, merged.merged_into, merged.is_waiting) == ("c2", CaseStatus.MERGED, "c2", False)
    assert fold([*record, replace(two, case_id="c1")]).status is CaseStatus.OPEN
    assert fold([*record, one, replied(3, hours=3)]).status is CaseStatus.OPEN
    with pytest.raises(NotAllowedError, match="take the merge back"):
        actions.reopen(merged, by="ann", now=NOW)
    with pytest.raises(NotAllowedError, match="work the case it was merged into"):
        actions.claim(merged, by="ann", now=NOW)


@pytest.mark.parametrize(
    ("into", "complaint"),
    [
        pytest.param(other("c1"), "another one of the same brand", id="into itself"),
        pytest.param(other(brand="else"), "another one of the same brand", id="across brands"),
        pytest.param(other(status=CaseStatus.RESOLVED), "other case is resolved: reopen it", id="into a finished one"),
        pytest.param(other(next_due_at=after(99)), "due before the other one", id="into one that is due later"),
        pytest.param(other(next_due_at=None), "due before the other one", id="into one that is never due"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(into: Case, complaint: str) -> None:
    with pytest.raises(NotAllowedError, match=complaint):
        actions.merge(told(), into=into, by="ann", now=NOW)


def test_nothing_to_undo_says_so() -> None:
    with pytest.raises(NotAllowedError, match="nothing to undo"):
        actions.undo(told(), [opened(), event(K.NOTED, 2), event(K.WARNED, 3)], by="bob", now=NOW)


@st.composite
def worked(draw: st.DrawFn) -> list[Event]:
    """A record as people and the system could have made it, half an hour between acts."""
    record = [opened()]
    for step in range(draw(st.integers(0, 8))):
        case, now = fold(record), after((step + 1) / 2)
        name = draw(st.sampled_from([*ACTS, "undo", "tick", "reply", "found", "gone"]))
        try:
            record += _next(name, case, record, now=now, hours=(step + 1) / 2)
        except NotAllowedError:
            continue
    return record


def _next(name: str, case: Case, record: list[Event], **at: object) -> list[Event]:
    now, hours = at["now"], at["hours"]
    assert isinstance(hours, float)
    if name in ACTS:
        return [ACTS[name](case, by="ann", now=now)]
    if name == "undo":
        return [actions.undo(case, record, by="bob", now=now)]  # type: ignore[arg-type]
    if name == "tick":
        return tick(record, now=now)  # type: ignore[arg-type]
    if name == "reply":
        return [replied(case.version + 1, hours=hours)]
    if name == "found":
        return [event(K.ANSWERED, case.version + 1, hours=hours, answer_id=f"a{hours}", is_detected=True)]
    return [event(K.POST_GONE, case.version + 1, hours=hours, actor="repwatch")]


@given(worked(), st.sampled_from(list(ACTS)))
def test_undo_restores_the_state_before(record: list[Event], name: str) -> None:
    before = fold(record)
    try:
        act = ACTS[name](before, by="ann", now=after(8))
    except NotAllowedError:
        return
    acted = fold([*record, act])

    if act.kind is K.NOTED:
        assert replace(acted, version=0) == replace(before, version=0)
    else:
        back = actions.undo(acted, [*record, act], by="cleo", now=after(8))
        assert fold([*record, act, back]) == replace(before, version=before.version + 2)


@given(worked())
def test_all_acts_can_be_taken_back_to_what_the_platform_shows(record: list[Event]) -> None:
    public = [e for e in record if e.actor == "repwatch" or e.details.get("is_detected")]
    alone = fold([replace(e, version=at) for at, e in enumerate(public, start=1)])

    while True:
        try:
            record = [*record, actions.undo(fold(record), record, by="bob", now=after(9))]
        except NotAllowedError:
            break

    assert replace(fold(record), version=0) == replace(alone, version=0)


@given(worked())
def test_a_case_is_never_in_two_minds(record: list[Event]) -> None:
    case = fold(record)

    assert (case.status is CaseStatus.SNOOZED) == (case.snoozed_until is not None)
    assert case.status is not CaseStatus.CLAIMED or case.owner
    assert (case.waiting_since is None) == (case.next_due_at is None) == (case.next_warn_at is None)
    assert case.first_answered_at is None or case.is_answered
    assert case.breached_at is None or case.sla(now=after(99)) is not SlaState.MET or case.first_answered_at is None
    assert (case.status is CaseStatus.DISMISSED) == (case.dismiss_reason is not None)
    assert (case.status is CaseStatus.RESOLVED) == (case.resolved_at is not None)
