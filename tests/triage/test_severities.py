"""Beginnings of severities move to where people correct fewer, and never beyond what was seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.severities import Seen, corrections, fit
from triage.urgency import Severity, Weights

P1, P2, P3, P4 = Severity
NOW = Weights()
cases = st.lists(st.builds(Seen, urgency=st.integers(0, 100), severity=st.sampled_from(list(Severity))), max_size=20)


def seen(*pairs: tuple[int, Severity]) -> list[Seen]:
    return [Seen(urgency=urgency, severity=severity) for urgency, severity in pairs]


def test_what_people_never_correct_stays() -> None:
    assert fit(seen((90, P1), (60, P2), (30, P3), (5, P4)), NOW) == NOW


def test_a_severity_begins_where_people_say_it_does() -> None:
    found = fit(seen((90, P1), (72, P1), (70, P2), (60, P2), (30, P3), (25, P4), (5, P4)), NOW)

    assert (found.p1, found.p2, found.p3) == (72.0, NOW.p2, 26.0)


@pytest.mark.parametrize(("severity", "steps"), [(P1, 2), (P2, 1), (P3, 0), (P4, 1)])
def test_a_correction_counts_its_steps(severity: Severity, steps: int) -> None:
    assert corrections(seen((30, severity)), NOW) == steps


@given(cases)
def test_fitted_beginnings_never_need_more_corrections_than_todays(listed: list[Seen]) -> None:
    found = fit(listed, NOW)

    assert corrections(listed, found) <= corrections(listed, NOW)
    assert found.p1 > found.p2 > found.p3
