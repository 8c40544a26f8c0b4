"""A failed pull is tried again when the source said so, and not at all where no retry helps."""

from datetime import timedelta
from pathlib import Path

import pytest

from collectors.errors import RefusedError, RetryLaterError, SetupError

LONGEST_WAIT = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(
            RetryLaterError("slow down", after=timedelta(seconds=42)),
            ("retry", timedelta(seconds=42)),
            id="waits as long as the source asks",
        ),
        pytest.param(
            RetryLaterError("slow down", after=LONGEST_WAIT),
            ("retry", LONGEST_WAIT),
            id="even when that is as long as a worker waits",
        ),
        pytest.param(
            RetryLaterError("quota is used up", after=timedelta(hours=6)),
            ("fail", None),
            id="a longer wait is left to a later run",
        ),
        pytest.param(SetupError("no key", fix="set one"), ("fail", None), id="a person has to set something up"),
        pytest.param(RefusedError("forbidden", status=403), ("fail", None), id="the source said no"),
        pytest.param(ConnectionError("reset"), ("default", None), id="anything else backs off"),
    ],
)
def test_a_retry_does_what_the_error_asks(
    error: Exception,
    expected: tuple[str, timedelta | None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    # at its first import Airflow makes folders in its home
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    from dags.patience import Patience  # noqa: PLC0415 -- after the line above

    decision = Patience().evaluate(error, try_number=1, max_tries=3)

    assert (decision.action.value, decision.retry_delay) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [(LONGEST_WAIT, "RetryLaterError"), (timedelta(hours=6), "AirflowSkipException")],
    ids=["a short wait is the retry's", "a long one is skipped, to be taken up by a later run"],
)
def test_a_task_that_is_told_to_wait_long_ends_without_failing(
    after: timedelta, expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    from dags.patience import unless_told_to_wait  # noqa: PLC0415 -- after the line above

    with pytest.raises(Exception, match="slow down") as raised, unless_told_to_wait():
        raise RetryLaterError("slow down", after=after)

    assert type(raised.value).__name__ == expected
