"""Urgency is a sum that anyone can check, and what is worse never scores lower."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.urgency import Reason, Severity, Signals, Weights, assess, figure, figure_of, severity_of

shares = st.floats(0, 1)
words = st.lists(st.sampled_from(["fire", "lawyer", "again"]), max_size=3).map(tuple)
counts = st.integers(0, 10_000_000)
signals = st.builds(
    Signals,
    complaint_probability=shares,
    question_probability=shares,
    compound=st.floats(-1, 1),
    rating_share=st.none() | shares,
    anger=words,
    safety=words,
    hazard=words,
    legal=words,
    privacy=words,
    churn=words,
    followers=counts,
    interactions=counts,
    repeat_contact=words,
    unanswered=words,
)


@given(signals)
def test_urgency_always_lies_between_0_and_100_and_is_the_sum_of_its_reasons(given_signals: Signals) -> None:
    found = assess(given_signals, Weights())

    assert 0 <= found.urgency <= 100
    total = min(100, round(round(sum(reason.points for reason in found.reasons), 6)))
    assert found.urgency in {total, min(total, 79)}
    if given_signals.safety:
        assert found.urgency == total
    assert all(reason.points > 0 for reason in found.reasons)


@given(signals, st.sampled_from(["complaint_probability", "question_probability"]), shares)
def test_a_likelier_complaint_or_question_is_never_less_urgent(before: Signals, name: str, higher: float) -> None:
    after = replace(before, **{name: max(getattr(before, name), higher)})

    assert assess(after, Weights()).urgency >= assess(before, Weights()).urgency


@given(signals, st.sampled_from(["followers", "interactions"]), counts)
def test_more_reach_is_never_less_urgent(before: Signals, name: str, more: int) -> None:
    after = replace(before, **{name: getattr(before, name) + more})

    assert assess(after, Weights()).urgency >= assess(before, Weights()).urgency


@given(
    signals, st.sampled_from(["anger", "safety", "hazard", "legal", "privacy", "churn", "repeat_contact", "unanswered"])
)
def test_one_more_reason_is_never_less_urgent(before: Signals, name: str) -> None:
    added: dict[str, Any] = {name: (*getattr(before, name), "one more")}
    after = replace(before, **added)

    assert assess(after, Weights()).urgency >= assess(before, Weights()).urgency


@given(signals, shares)
def test_worse_mood_and_lower_rating_are_never_less_urgent(before: Signals, step: float) -> None:
    rating = None if before.rating_share is None else max(0.0, before.rating_share - step)
    after = replace(before, compound=max(-1.0, before.compound - step), rating_share=rating)

    assert assess(after, Weights()).urgency >= assess(before, Weights()).urgency


@pytest.mark.parametrize(
    ("given_signals", "expected"),
    [
        pytest.param(Signals(), Severity.P4, id="nothing"),
        pytest.param(Signals(safety=("caught fire",)), Severity.P1, id="safety alone"),
        pytest.param(Signals(legal=("lawyer",)), Severity.P2, id="legal alone"),
        pytest.param(Signals(privacy=("data breach",)), Severity.P2, id="privacy alone"),
        pytest.param(Signals(legal=("lawyer",), privacy=("hacked",)), Severity.P1, id="legal and privacy"),
        pytest.param(Signals(hazard=("melted",)), Severity.P2, id="hazard alone"),
        pytest.param(
            Signals(complaint_probability=1.0, compound=-1.0, anger=("liars",), legal=("lawyer",)),
            Severity.P2,
            id="a lawyer in anger",
        ),
        pytest.param(
            Signals(complaint_probability=1.0, compound=-1.0, anger=("liars",), hazard=("melted",)),
            Severity.P2,
            id="a hazard in anger",
        ),
        pytest.param(Signals(complaint_probability=0.9), Severity.P3, id="a plain complaint"),
        pytest.param(Signals(question_probability=1.0), Severity.P4, id="a plain question"),
        pytest.param(
            Signals(complaint_probability=0.95, compound=-0.6, unanswered=("no reply",), churn=("cancel my",)),
            Severity.P2,
            id="unanswered and leaving",
        ),
        pytest.param(Signals(followers=5_000_000), Severity.P4, id="fame alone"),
    ],
)
def test_severity_follows_what_was_said(given_signals: Signals, expected: object) -> None:
    assert assess(given_signals, Weights()).severity is expected


def test_every_reason_shows_what_caused_it_strongest_first() -> None:
    found = assess(
        Signals(
            complaint_probability=0.5,
            complaint_words=("broken",),
            compound=-0.5,
            rating_share=0.25,
            safety=("sparks",),
            followers=1_000_000,
            interactions=1_000,
        ),
        Weights(),
    )

    assert found.reasons == (
        Reason(name="safety", points=80.0, evidence=("sparks",)),
        Reason(name="complaint", points=14.0, evidence=("broken",)),
        Reason(name="reach", points=12.0, evidence=("[followers 1000000]",)),
        Reason(name="engagement", points=10.0, evidence=("[interactions 1000]",)),
        Reason(name="sentiment", points=5.0, evidence=("[compound -0.50]",)),
        Reason(name="rating", points=4.0, evidence=("[rating_share 25%]",)),
    )
    assert found.urgency == 100


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [(100, "P1"), (80, "P1"), (79.9, "P2"), (48, "P2"), (47, "P3"), (20, "P3"), (19, "P4"), (0, "P4")],
)
def test_a_severity_starts_at_its_threshold(urgency: float, expected: object) -> None:
    assert severity_of(urgency, Weights()) == expected


def test_weights_come_from_configuration_and_the_rest_keeps_its_default() -> None:
    weights = Weights.from_mapping({"complaint": 40, "p1": 90})

    assert weights == replace(Weights(), complaint=40.0, p1=90.0)


def test_unknown_weights_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="unknown urgency weights fame, zeal; known are anger"):
        Weights.from_mapping({"zeal": 1, "fame": 2, "complaint": 3})


@pytest.mark.parametrize("name", [field.name for field in fields(Weights)])
@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_weight_is_a_number_of_at_least_zero(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"urgency weight {name} must be"):
        Weights.from_mapping({name: value})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"p2": 90}, "severity thresholds must fall"),
        ({"p3": 48}, "severity thresholds must fall"),
        ({"reach_from": 0}, "reach_from 0.0 must lie"),
        ({"reach_full": 1000}, "reach_from 1000.0 must lie"),
        ({"engagement_full": 1}, "engagement_full must be above 1"),
    ],
)
def test_weights_that_contradict_each_other_are_refused(values: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Weights.from_mapping(values)


@pytest.mark.parametrize(("name", "value"), [("question_mark", ""), ("followers", "120000")])
def test_a_figure_is_told_apart_from_words(name: str, value: str) -> None:
    assert figure_of(figure(name, value)) == (name, value)
    assert figure_of(f"{name} {value}") is None


def test_reach_and_echo_that_weigh_nothing_are_no_reasons() -> None:
    loud = Signals(followers=5_000_000, interactions=5_000)

    assert {reason.name for reason in assess(loud, Weights()).reasons} >= {"reach", "engagement"}
    assert assess(loud, replace(Weights(), reach=0.0, engagement=0.0)).reasons == ()
