"""What a terminal shows of the targets fits into a hundred columns, whatever they are called."""

from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from repwatch.commands.source_table import name_of, problems, table_of
from repwatch.source_health import SourceHealth
from warehouse.read import SourceState

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LONG = "file:/home/somebody/exports of last year/2025/december/reviews-of-all-our-shops-2025-12-31-final.csv"


def state(*, is_capped: bool = False) -> SourceState:
    return SourceState(
        target_id="t",
        last_collected_at=NOON,
        posts=12_345_678,
        quarantined=98_765,
        is_capped=is_capped,
        is_overlap_reached=True,
        newest_at=NOON - timedelta(hours=1),
        usual_gap_seconds=None,
        recent_posts=0,
    )


HEALTHS = [
    SourceHealth(target_id=LONG, state=state()),
    SourceHealth(target_id="a-" + "very-" * 20 + "long-name", state=state(is_capped=True)),
    SourceHealth(target_id="new", state=None),
    SourceHealth(target_id="quiet", state=state(), is_silent=True),
    SourceHealth(target_id="closed", state=state(), problem="pull: refused. Check the credential.", retry_at=NOON),
]


def test_no_line_is_wider_than_a_terminal() -> None:
    console = Console(width=100, no_color=True)

    with console.capture() as shown:
        console.print(table_of(HEALTHS))

    lines = shown.get().splitlines()
    assert max(map(len, lines)) <= 100
    assert not any("…" in line for line in lines)
    assert [line.split()[-1] for line in lines if "12,345,678" in line] == ["whole", "part", "silent", "failing"]


def test_what_is_wrong_stands_below_with_when_it_is_tried_again() -> None:
    assert list(problems(HEALTHS)) == ["closed: pull: refused. Check the credential. Tried again at 2026-03-04 12:00."]


@pytest.mark.parametrize(
    ("target_id", "name"),
    [
        (LONG, "file:reviews-of-all-our-shops-2025-12-31-final.csv"),
        ("demo", "demo"),
        ("file:/a/b.csv#x", "file:b.csv#x"),
    ],
)
def test_a_file_is_known_by_its_name(target_id: str, name: str) -> None:
    assert name_of(target_id) == name
