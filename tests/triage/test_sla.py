"""Where a promise stands: only ever worse with time, and an answer on the last instant is in time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.told import DUE, POSTED, TARGET, WARN, after
from triage.sla import Promise, SlaState, state

INSTANT = timedelta(microseconds=1)
ORDER = [SlaState.ON_TIME, SlaState.AT_RISK, SlaState.BREACHED]


@pytest.mark.parametrize(
    ("answered_at", "now", "expected"),
    [
        pytest.param(None, POSTED, SlaState.ON_TIME, id="just posted"),
        pytest.param(None, WARN - INSTANT, SlaState.ON_TIME, id="before the warning"),
        pytest.param(None, WARN, SlaState.AT_RISK, id="at the warning"),
        pytest.param(None, DUE, SlaState.AT_RISK, id="exactly due is not breached yet"),
        pytest.param(None, DUE + INSTANT, SlaState.BREACHED, id="the next microsecond is"),
        pytest.param(DUE, after(9), SlaState.MET, id="answered exactly when due"),
        pytest.param(DUE + INSTANT, after(9), SlaState.LATE, id="answered a microsecond later"),
        pytest.param(POSTED - INSTANT, after(9), SlaState.MET, id="answered before the post"),
        pytest.param(after(1), after(0.5), SlaState.ON_TIME, id="an answer of later is no answer yet"),
        pytest.param(after(5), after(4.5), SlaState.BREACHED, id="nor does it undo a breach"),
    ],
)
def test_a_promise_stands(answered_at: datetime | None, now: datetime, expected: SlaState) -> None:
    assert state(warn_at=WARN, due_at=DUE, answered_at=answered_at, now=now) is expected


instants = st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 4), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone follows


@given(instants, instants)
def test_unanswered_never_gets_better_with_time(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))

    before = state(warn_at=WARN, due_at=DUE, answered_at=None, now=earlier)
    then = state(warn_at=WARN, due_at=DUE, answered_at=None, now=later)

    assert ORDER.index(before) <= ORDER.index(then)


@given(instants, instants, instants)
def test_an_answer_is_judged_for_good(answered_at: datetime, one: datetime, other: datetime) -> None:
    seen = [state(warn_at=WARN, due_at=DUE, answered_at=answered_at, now=max(answered_at, now)) for now in (one, other)]

    assert seen[0] is seen[1]
    assert seen[0] in {SlaState.MET, SlaState.LATE}


@pytest.mark.parametrize(
    ("starts_at", "warn_at", "due_at"),
    [(WARN, POSTED, DUE), (POSTED, DUE, WARN), (DUE, WARN, POSTED)],
)
def test_a_promise_runs_forward(starts_at: datetime, warn_at: datetime, due_at: datetime) -> None:
    with pytest.raises(ValueError, match="runs start, warning, due"):
        Promise(starts_at=starts_at, warn_at=warn_at, due_at=due_at, target=TARGET, policy_version=1, rule="r")


def test_a_promise_is_in_utc() -> None:
    with pytest.raises(ValueError, match="due_at must be an aware UTC datetime"):
        Promise(
            starts_at=POSTED,
            warn_at=WARN,
            due_at=DUE.replace(tzinfo=None),
            target=TARGET,
            policy_version=1,
            rule="r",
        )
