"""A source that stops delivering is told once, and so is its return."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from repwatch import silences
from repwatch.channels import Outlet
from repwatch.silences import Vitals
from repwatch.wiring import App
from tests.repwatch.installed import START
from triage.alerts import AlertKind, Channel
from triage.mention import Target
from warehouse import outbox
from warehouse.read import Pulse

DAY = timedelta(days=1)
TARGET = Target(id="tag", collector="mastodon", query="maple", brands=("maple",))
OUTLET = Outlet(channel=Channel(name="team"), url_secret="team")


@dataclass(kw_only=True)
class Watcher:
    """Looks at one target again and again."""

    app: App

    def look(self, *found: Vitals, now: datetime) -> list[str]:
        silences.watch(self.app.desk, [OUTLET], found, now=now)
        lines = outbox.lines(self.app.desk, "team")
        return [f"{one.pending.alert.kind} {one.pending.alert.facts['since']}" for one in lines]


@pytest.fixture
def watcher(app: App) -> Watcher:
    return Watcher(app=app)


def well(newest_at: datetime | None, *, now: datetime, recent_posts: int = 50) -> Vitals:
    pulse = Pulse(newest_at=newest_at, usual_gap_seconds=3600.0, recent_posts=recent_posts)
    return Vitals(target=TARGET, pulse=pulse, pulled_at=now)


def test_a_silence_is_told_once_and_its_end_once(watcher: Watcher) -> None:
    later = START + 2 * DAY
    silent = f"source_silent {START.isoformat()}"

    assert watcher.look(well(START, now=START + DAY / 2), now=START + DAY / 2) == []
    for minutes in (0, 5, 10):
        now = later + timedelta(minutes=minutes)
        assert watcher.look(well(START, now=now), now=now) == [silent]
    for minutes in (20, 25):
        now = later + timedelta(minutes=minutes)
        told = watcher.look(well(later, now=now), now=now)
        assert sorted(told) == [f"source_back {START.isoformat()}", silent]


def test_each_silence_is_told_anew(watcher: Watcher) -> None:
    for number in range(3):
        newest_at = START + number * 4 * DAY
        now = newest_at + 2 * DAY
        watcher.look(well(newest_at, now=now), now=now)
        told = watcher.look(well(now, now=now), now=now)

    assert len(told) == 6


def test_a_rhythm_that_a_long_silence_made_forgotten_is_no_return(watcher: Watcher) -> None:
    watcher.look(well(START, now=START + 2 * DAY), now=START + 2 * DAY)

    for newest_at, recent_posts in ((START, 3), (None, 0)):
        now = START + 40 * DAY
        assert len(watcher.look(well(newest_at, now=now, recent_posts=recent_posts), now=now)) == 1


def test_a_source_that_refuses_us_for_a_day_is_told_and_so_is_its_return(watcher: Watcher) -> None:
    quiet = well(START - DAY, now=START, recent_posts=3)
    refused = replace(quiet, is_failing=True)

    assert watcher.look(refused, now=START + DAY / 2) == []
    assert watcher.look(refused, now=START + 2 * DAY) == [f"source_silent {START.isoformat()}"]
    back = replace(refused, is_failing=False, pulled_at=START + 3 * DAY)
    assert f"source_back {START.isoformat()}" in watcher.look(back, now=START + 3 * DAY)


def test_a_source_that_never_worked_or_is_no_more_read_is_not_told(watcher: Watcher) -> None:
    never = Vitals(target=TARGET, pulse=Pulse(), is_failing=True)
    assert watcher.look(never, now=START + 9 * DAY) == []

    now = START + 2 * DAY
    watcher.look(well(START, now=now), now=now)
    told = watcher.look(now=now)

    assert told == [f"source_silent {START.isoformat()}"]
    with watcher.app.desk.read() as connection:
        assert connection.exec_driver_sql("select count(*) from source_silence where ended_at is null").scalar() == 0


def test_a_silence_concerns_the_brands_of_its_target(watcher: Watcher) -> None:
    now = START + 2 * DAY
    watcher.look(well(START, now=now), now=now)

    [line] = outbox.lines(watcher.app.desk, "team")

    assert (line.pending.alert.kind, line.pending.alert.brands) == (AlertKind.SOURCE_SILENT, ("maple",))
