"""How a pass over a target ended is known where people look, whatever ended it."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest

from collectors.errors import RefusedError, RetryLaterError
from repwatch.faring import noted
from repwatch.source_health import healths
from repwatch.wiring import App
from tests.repwatch.installed import Installed
from triage.mention import Target
from warehouse.leases import LeaseHeldError

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
TARGET = Target(id="t", collector="feeds", query="https://feed.example/", brands=("acme",))


def end(app: App, error: Exception | None) -> None:
    """One pass that ends so."""
    with noted(app.desk, "t", step="pull", clock=lambda: NOW):
        if error is not None:
            raise error


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        pytest.param([None], (None, None), id="well"),
        pytest.param(
            [RefusedError("the key is not valid", status=401)],
            ("pull: the key is not valid (HTTP 401)", None),
            id="refused",
        ),
        pytest.param(
            [RetryLaterError("its quota is spent", after=timedelta(hours=6))],
            ("pull: its quota is spent; try again in 6 h", NOW + timedelta(hours=6)),
            id="told to wait",
        ),
        pytest.param([KeyError("what Ann wrote")], ("pull: failed: KeyError", None), id="a bug tells its kind only"),
        pytest.param([RefusedError("no"), None], (None, None), id="well again"),
        pytest.param(
            [LeaseHeldError("t", owner="other", expires_at=NOW)], (None, None), id="read by another is no problem"
        ),
    ],
)
def test_the_end_of_a_pass_is_noted_and_passed_on(
    app: App, errors: list[Exception | None], expected: tuple[str | None, datetime | None]
) -> None:
    for error in errors:
        with pytest.raises(type(error)) if error else nullcontext():
            end(app, error)

    [health] = healths(app.desk, app.lake, [TARGET], now=NOW)
    assert (health.problem, health.retry_at) == expected


def test_a_target_that_was_never_read_is_named_too(installed: Installed) -> None:
    assert {row["target_id"]: row["posts"] for row in installed.json("sources")} == {"demo": 0}
