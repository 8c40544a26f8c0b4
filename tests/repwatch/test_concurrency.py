"""Every step at once, in processes of their own: no lock reaches anybody, nothing is stored twice."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from repwatch.wiring import App
from tests.repwatch import steps
from tests.servers.places import Place
from tests.servers.postgresql import running
from tests.servers.processes import Say, all_of
from warehouse import queue, read
from warehouse.tabs import Filters, Tab

pytestmark = pytest.mark.long
SECONDS = [2, 120]


def again_and_again(say: Say, place: Place, seconds: float, turn: Callable[[App, int], Any]) -> int:
    """Take turns at an open installation; returns how many there were."""
    app = App.open(place.settings, now=steps.NOW)
    turns = 0
    try:
        say("ready")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            turn(app, turns)
            turns += 1
    finally:
        app.close()
    return turns


def collects(app: App, turn: int) -> None:
    app.import_file(steps.export(app.settings.home / f"{turn % 5}.csv", threads=50 + 30 * turn), is_live=True)
    app.collect("demo")


def scores(app: App, turn: int) -> None:
    app.score()


def triages(app: App, turn: int) -> None:
    app.triage()


def builds(app: App, turn: int) -> None:
    app.build()
    app.maintain()


def reads(app: App, turn: int) -> None:
    rows = queue.page(app.desk, tab=Tab.OPEN, me="ann", filters=Filters(), now=steps.NOW).rows
    assert len({row.case_id for row in rows}) == len(rows)
    for brand in read.coverage(app.lake, as_of=steps.NOW):
        figures = brand.all
        assert figures.n == figures.answered + figures.not_answered + figures.undecided + figures.unknown


def all_at_once(place: Place, *, seconds: float) -> None:
    steps.seeded(place)

    turns = all_of([
        (again_and_again, (place, seconds, turn)) for turn in (collects, scores, triages, builds, reads, reads)
    ])

    assert min(turns) > 0
    with place.opened() as (desk, lake):
        app = App(settings=place.settings, desk=desk, lake=lake, fixed_now=steps.NOW)
        for settle in (app.score, app.triage, app.build):
            settle()
        assert steps.doubles(lake) == []
        assert steps.unfolded(desk) == []
        assert app.score().scored == 0


@pytest.mark.parametrize("seconds", SECONDS)
def test_all_steps_and_readers_share_one_home(tmp_path: Path, seconds: float) -> None:
    all_at_once(Place(home=tmp_path / "home"), seconds=seconds)


@pytest.mark.loopback
@pytest.mark.parametrize("seconds", SECONDS)
def test_all_steps_and_readers_share_one_postgresql(tmp_path: Path, seconds: float) -> None:
    with running() as server:
        all_at_once(Place(home=tmp_path / "home", server=server, database=server.create()), seconds=seconds)
