"""One row from the edge of time stops nobody: all steps go on, and every other post is judged."""

import pytest

from repwatch.wiring import App
from tests.repwatch.installed import START, Installed
from warehouse import read

SOUND = {"id": "sound", "text": "My order never came and nobody answers!", "author": "a", "role": "customer"}


@pytest.mark.parametrize("is_live", [False, True], ids=["history", "live"])
@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00Z", "0001-01-03T00:00:00Z", "1899-12-31T00:00:00Z", "9999-12-31T23:59:59Z"]
)
def test_a_row_from_the_edge_of_time_stops_no_step(installed: Installed, app: App, at: str, is_live: bool) -> None:
    rows = [
        {"brand": "acme", "created_at": "2026-03-01T10:00:00Z", **SOUND},
        {"brand": "acme", "created_at": at, **SOUND, "id": "strange"},
    ]
    app.import_file(installed.write_rows("edges.csv", rows), is_live=is_live)

    for step in (app.score, app.triage, app.build, app.triage, app.build):
        step()

    [brand] = read.coverage(app.lake, as_of=START)
    assert brand.all.n == 2
