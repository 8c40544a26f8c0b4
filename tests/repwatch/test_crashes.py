"""Killed at any instant and run again, every step ends where an undisturbed one ends."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.repwatch import steps
from tests.servers.places import Place
from tests.servers.processes import Child, killed_after

_EMPTY = {"raw.quarantine", "case_note"}


def run(place: Place, step: str, *arguments: object) -> float:
    """Run a step in its own process to its end; returns the seconds that it took."""
    with Child(steps.run, place, step, *arguments) as child:
        child.hears("ready")
        started = time.monotonic()
        child.go_on()
        child.result()
        return time.monotonic() - started


@pytest.mark.parametrize(
    ("kills", "threads", "has_demo"), [(1, 30, False), pytest.param(25, 1_800, True, marks=pytest.mark.long)]
)
def test_a_run_killed_anywhere_and_run_again_equals_an_undisturbed_one(
    tmp_path: Path, kills: int, threads: int, has_demo: bool
) -> None:
    new = steps.seeded(Place(home=tmp_path / "new"))
    calm, hurt = new.copied_to(tmp_path / "calm"), new.copied_to(tmp_path / "hurt")
    file = steps.export(tmp_path / "export.csv", threads=threads)
    plan: dict[str, tuple[object, ...]] = {
        **({"collect": ("demo",)} if has_demo else {}),
        "import_file" if has_demo else "import_live": (file,), "score": (), "triage": (), "build": (),
    }  # fmt: skip

    for step, arguments in plan.items():
        seconds = run(calm, step, *arguments)
        for _ in range(kills):
            killed_after(random.uniform(0, 1.1 * seconds), steps.run, hurt, step, *arguments)
        run(hurt, step, *arguments)

    expected, found = steps.left_in(calm), steps.left_in(hurt)
    assert {table for table, rows in expected.items() if not rows} == _EMPTY | (set() if has_demo else {"raw.revision"})
    for table, rows in expected.items():
        assert found[table] == rows, table
    with hurt.opened() as (desk, lake):
        assert steps.doubles(lake) == []
        assert steps.unfolded(desk) == []


def test_events_count_as_taken_only_once_the_lake_has_them(tmp_path: Path) -> None:
    place = steps.seeded(Place(home=tmp_path / "home"))
    run(place, "import_live", steps.export(tmp_path / "export.csv", threads=30))
    run(place, "score")
    run(place, "triage")

    for seconds in (0.05, 0.3):
        killed_after(seconds, steps.run, place, "build")

        rows = steps.left_in(place)
        in_lake = {row["case_id"]: row["version"] for row in rows["marts.flagged_post"]}
        taken = Counter(event["case_id"] for event in rows["case_event"] if event["is_taken"])
        assert all(in_lake[case_id] >= version for case_id, version in taken.items())
