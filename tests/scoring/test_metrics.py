"""The figures of an evaluation agree with what comes out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.metrics import (
    accuracy,
    average_precision,
    best_f1,
    calibration,
    macro_f1,
    precision_at,
    recall_in_queue,
    roc_auc,
)

ranked = st.lists(st.tuples(st.booleans(), st.integers(0, 5).map(float)), max_size=30)


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([1, 1, 0, 0], [0.9, 0.8, 0.2, 0.1], 1.0),
        ([0, 0, 1, 1], [0.9, 0.8, 0.2, 0.1], 0.0),
        ([1, 0, 1, 0], [0.9, 0.8, 0.2, 0.1], 3 / 4),
        ([1, 0], [0.5, 0.5], 0.5),
        ([1, 0, 0], [0.5, 0.5, 0.1], 3 / 4),
        ([1, 1], [0.5, 0.4], None),
        ([], [], None),
    ],
)
def test_roc_auc_is_the_share_of_pairs_in_order(
    labels: list[bool], scores: list[float], expected: float | None
) -> None:
    assert roc_auc(labels, scores) == (None if expected is None else pytest.approx(expected))


@given(ranked)
def test_roc_auc_always_equals_counting_all_pairs(rows: list[tuple[bool, float]]) -> None:
    high = [score for label, score in rows if label]
    low = [score for label, score in rows if not label]
    pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a in high for b in low]

    found = roc_auc([label for label, _ in rows], [score for _, score in rows])

    assert found == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([1, 0, 1, 0], [4, 3, 2, 1], (1 / 1 + 2 / 3) / 2),
        ([1, 0, 1, 0], [4, 2, 2, 1], (1 / 1 + 2 / 3) / 2),
        ([0, 1], [2, 1], 1 / 2),
        ([0, 0], [2, 1], None),
        ([], [], None),
    ],
)
def test_average_precision_steps_at_each_distinct_score(
    labels: list[bool], scores: list[float], expected: float | None
) -> None:
    assert average_precision(labels, scores) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [([1, 0, 1, 0], [4, 3, 2, 1], 4 / 5), ([0, 1], [2, 1], 2 / 3), ([0], [1], None), ([], [], None)],
)
def test_best_f1_tries_every_threshold(labels: list[bool], scores: list[float], expected: float | None) -> None:
    assert best_f1(labels, scores) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("labels", "scores", "top", "expected"),
    [
        ([1, 0, 1, 0], [4, 3, 2, 1], 2, 1 / 2),
        ([1, 0, 1, 0], [4, 3, 2, 1], 100, 1 / 2),
        ([1, 1, 0, 0], [4, 2, 2, 2], 2, (1 + 1 / 3) / 2),
        ([], [], 100, None),
    ],
)
def test_precision_at_the_top_shares_out_a_tie(
    labels: list[bool], scores: list[float], top: int, expected: float | None
) -> None:
    assert precision_at(labels, scores, top=top) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        pytest.param([1, 1, 0, 0, 0, 0], [6, 5, 4, 3, 2, 1], 1.0, id="all on top"),
        pytest.param([0, 0, 0, 0, 1], [5, 4, 3, 2, 1], 0.0, id="all at the bottom"),
        # the queue holds 0.20; one complaint weighs 0.025 and one other post 0.2375: half the catch fits before it
        pytest.param([1, 0, 0, 0, 0, 1], [6, 5, 4, 3, 2, 1], 0.5, id="one on each side"),
        pytest.param([1, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1], 0.2, id="one tie: no better than chance"),
        pytest.param([1], [1], None, id="no negatives"),
        pytest.param([0], [1], None, id="no positives"),
    ],
)
def test_the_queue_catches_what_fits_in_its_top(
    labels: list[bool], scores: list[float], expected: float | None
) -> None:
    found = recall_in_queue(labels, scores)

    assert found == (None if expected is None else pytest.approx(expected))


def test_labels_are_compared_one_by_one_and_by_their_mean_f1() -> None:
    labels = ["negative", "negative", "neutral", "positive"]
    guesses = ["negative", "neutral", "neutral", "neutral"]

    assert accuracy(labels, guesses) == 2 / 4
    assert macro_f1(labels, guesses) == pytest.approx((2 / 3 + 2 / 4 + 0) / 3)
    assert accuracy([], []) is None
    assert macro_f1([], []) is None


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), max_size=30), st.integers(1, 12))
def test_a_calibration_curve_always_holds_every_post_once_where_it_belongs(
    rows: list[tuple[bool, float]], bins: int
) -> None:
    found = calibration([label for label, _ in rows], [said for _, said in rows], bins=bins)

    assert sum(each.n for each in found) == len(rows)
    assert sum(each.n * (each.held or 0) for each in found) == pytest.approx(sum(label for label, _ in rows))
    for each in found:
        assert each.said is None or each.start - 1e-9 <= each.said <= each.end + 1e-9
