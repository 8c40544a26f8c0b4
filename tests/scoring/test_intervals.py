"""Intervals agree with published values, hold their figure, and nothing of nothing is no figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.intervals import Estimate, mean, net, rate_ratio, share

NOTHING = Estimate(value=None, low=None, high=None)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_has_wilsons_bounds(part: int, whole: int, low: float, high: float) -> None:
    found = share(part, whole)

    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-4)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [(10, 20, 0.2090, 1.1192), (0, 5, 0.0, 1.0913), (15, 15, 0.4555, 2.1952)],
)
def test_a_rate_ratio_of_equal_exposure_has_the_exact_bounds(after: int, before: int, low: float, high: float) -> None:
    found = rate_ratio(after, 1_000, before, 1_000)

    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-3)


def test_nothing_of_nothing_is_no_figure() -> None:
    assert [share(0, 0), net(0, 0, 0), mean(None, deviation=None, n=0), rate_ratio(0, 9, 0, 9)] == [NOTHING] * 4


def test_one_value_has_no_interval() -> None:
    assert mean(3.0, deviation=None, n=1) == Estimate(value=3.0)


def test_a_ratio_to_nothing_has_a_lower_bound_alone() -> None:
    found = rate_ratio(4, 100, 0, 100)

    assert (found.value, found.high) == (None, None)
    assert found.low is not None
    assert found.low > 0.5


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_always_lies_in_its_bounds(counted: tuple[int, int]) -> None:
    found = share(*counted)

    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.integers(0, 60), st.integers(1, 60), st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_ratio_always_lies_in_its_bounds(after: int, before: int, after_of: int, before_of: int) -> None:
    found = rate_ratio(after, after_of, before, before_of)

    assert found.value is not None
    assert found.low is not None
    assert found.low <= found.value * (1 + 1e-9)
    assert found.high is None or found.value <= found.high * (1 + 1e-9)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.integers(0, n), st.just(n))))
def test_a_net_lies_within_its_bounds_and_never_claims_more_than_all(counted: tuple[int, int, int]) -> None:
    above, below, whole = counted

    found = net(above, min(below, whole - above), whole)

    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert -1 <= found.low <= found.value <= found.high <= 1
