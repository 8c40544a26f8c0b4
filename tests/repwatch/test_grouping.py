"""Complaints are grouped by the build, when enough of them are new; whoever asks reads the last grouping, whole."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from repwatch import business
from repwatch.grouping import is_due
from repwatch.reports.answering import Asked
from repwatch.reports.recurring import recurring
from repwatch.wiring import App
from tests.servers.places import template
from warehouse import issue_book
from warehouse.issue_book import Grouping

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "n", "after", "expected"),
    [
        pytest.param(None, 0, timedelta(0), False, id="no complaints at all"),
        pytest.param(None, 1, timedelta(0), True, id="the first"),
        pytest.param(100, 100, timedelta(days=9), False, id="nothing new"),
        pytest.param(1_000, 1_019, timedelta(minutes=5), False, id="few new ones"),
        pytest.param(1_000, 1_021, timedelta(minutes=5), True, id="one in fifty is new"),
        pytest.param(1_000, 1_001, timedelta(hours=1), True, id="one is new, and an hour passed"),
        pytest.param(1_000, 900, timedelta(minutes=5), True, id="many are no complaints any more"),
        pytest.param(900_000, 900_401, timedelta(minutes=5), True, id="one in fifty of those that are grouped"),
    ],
)
def test_the_work_grows_with_what_is_new(before: int | None, n: int, after: timedelta, *, expected: bool) -> None:
    last = None if before is None else grouping(complaints=before)

    assert is_due(last, n=n, now=NOON + after) is expected


def test_issues_are_those_of_the_last_build(tmp_path: Path) -> None:
    app = App.open(template().copied_to(tmp_path).settings, now=NOON)
    with closing(app):
        business.seed(app.desk, with_demo=False, now=NOON)
        read(app, tmp_path / "posts.jsonl", n=6)
        before = recurring(app.desk, app.lake, Asked(as_of=NOON))
        built = [app.build().complaints for _ in range(2)]
        issue_book.regroup(app.desk, grouping(oldest_at=NOON - timedelta(days=30)), [], [])

        after = recurring(app.desk, app.lake, Asked(as_of=NOON))

    assert (before.figures, before.waiting, before.grouped_at) == ([], 6, None)
    assert built == [6, 0]
    assert (after.figures, after.waiting, after.grouped_at) == ([], 6, NOON)


def grouping(*, complaints: int = 0, oldest_at: datetime = NOON) -> Grouping:
    return Grouping(brand="acme", grouped_at=NOON, complaints=complaints, oldest_at=oldest_at)


def read(app: App, path: Path, *, n: int) -> None:
    rows = [
        {
            "id": f"{path.stem}-{number}",
            "text": f"My parcel {number} was never delivered, awful service",
            "author": f"c{number}",
            "role": "customer",
            "brand": "acme",
            "created_at": f"2026-02-2{number}T10:00:00Z",
        }
        for number in range(n)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    app.import_file(path)
    app.score()
    app.triage()
