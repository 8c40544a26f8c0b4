"""What people did last and did not take back is what is learnt; acts that say nothing of a post teach nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.told import event, opened
from triage.decisions import Ground, decision_of
from triage.events import UNDOABLE, Detail, Event, EventKind
from triage.urgency import Severity

K, G = EventKind, Ground
ACTS: dict[str, tuple[EventKind, dict[str, Detail]]] = {
    "not us": (K.DISMISSED, {"reason": "not_us"}),
    "spam": (K.DISMISSED, {"reason": "spam"}),
    "no answer": (K.DISMISSED, {"reason": "no_answer_needed"}),
    "double": (K.DISMISSED, {"reason": "duplicate"}),
    "abuse": (K.DISMISSED, {"reason": "abusive"}),
    "reopened": (K.REOPENED, {}),
    "answered": (K.ANSWERED, {}),
    "aside": (K.ANSWERED, {"is_to_opener": False}),
    "P1": (K.SEVERITY_CHANGED, {"severity": "P1", "was": "P3"}),
    "P4": (K.SEVERITY_CHANGED, {"severity": "P4", "was": "P1"}),
    "claimed": (K.CLAIMED, {}),
    "resolved": (K.RESOLVED, {}),
    "warned": (K.WARNED, {}),
}


def story(acts: list[str]) -> list[Event]:
    return [opened(), *(event(ACTS[act][0], version, ACTS[act][1]) for version, act in enumerate(acts, start=2))]


def undone(version: int, undoes: int) -> Event:
    return event(K.UNDONE, version, undoes=undoes, undid="dismissed")


@pytest.mark.parametrize(
    ("acts", "ground"),
    [
        ([], None),
        (["claimed", "warned", "resolved"], None),
        (["double"], None),
        (["abuse"], None),
        (["aside"], None),
        (["spam"], G.SPAM),
        (["not us"], G.NOT_US),
        (["no answer"], G.NO_ANSWER_NEEDED),
        (["answered", "resolved"], G.ANSWERED),
        (["no answer", "reopened"], G.REOPENED),
        (["resolved", "reopened"], None),
        (["answered", "spam"], G.SPAM),
        (["spam", "answered"], G.ANSWERED),
        (["P1"], G.SEVERITY),
        (["P1", "no answer"], G.NO_ANSWER_NEEDED),
    ],
)
def test_the_latest_act_that_says_something_is_the_decision(acts: list[str], ground: Ground | None) -> None:
    found = decision_of(story(acts))

    assert (found.ground if found else None) is ground


def test_a_case_that_a_person_opened_was_missed() -> None:
    first = opened()
    by_ann = Event(
        case_id=first.case_id,
        version=1,
        kind=K.OPENED,
        occurred_at=first.occurred_at,
        recorded_at=first.recorded_at,
        actor="ann",
        details=first.details,
    )

    found = decision_of([by_ann])

    assert found is not None
    assert (found.ground, found.by) == (G.MISSED, "ann")


@pytest.mark.parametrize(
    ("acts", "severity", "is_corrected"),
    [(["P1"], "P1", True), (["P1", "P4"], "P4", True), (["answered"], "P2", False)],
)
def test_the_severity_that_people_left_it_at_is_told_beside_it(
    acts: list[str], severity: str, is_corrected: bool
) -> None:
    found = decision_of(story(acts))

    assert found is not None
    assert (found.urgency, found.severity, found.is_corrected) == (60, Severity(severity), is_corrected)


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=5), st.sampled_from(sorted(ACTS)))
def test_an_act_that_was_taken_back_never_counts(acts: list[str], act: str) -> None:
    before = decision_of(story(acts))
    events = story([*acts, act])

    if events[-1].kind in UNDOABLE:
        assert decision_of([*events, undone(len(events) + 1, len(events))]) == before
