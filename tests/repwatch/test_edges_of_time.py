"""Rows from the edges of time stop nobody: all steps go on, and every other post is judged."""

import pytest

from repwatch.wiring import App
from tests.repwatch.installed import START, Installed
from warehouse import read

SOUND = {"id": "sound", "text": "My order never came and nobody answers!", "author": "a", "role": "customer"}

EDGES = ("0001-01-01T00:00:00Z", "0001-01-03T00:00:00Z", "1899-12-31T00:00:00Z", "9999-12-31T23:59:59Z")


@pytest.mark.parametrize("is_live", [False, True], ids=["history", "live"])
def test_rows_from_the_edges_of_time_stop_no_step(installed: Installed, app: App, is_live: bool) -> None:
    rows = [
        {"brand": "acme", "created_at": "2026-03-01T10:00:00Z", **SOUND},
        *({"brand": "acme", "created_at": at, **SOUND, "id": at} for at in EDGES),
    ]
    app.import_file(installed.write_rows("edges.csv", rows), is_live=is_live)

    for step in (app.score, app.triage, app.build, app.triage, app.build):
        step()

    [brand] = read.coverage(app.lake, as_of=START)
    assert brand.all.n == 1 + len(EDGES)
