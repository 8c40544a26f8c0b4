"""A clock that jumps by days and comes back has judged nothing; one that was wrong before is believed in the end."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from repwatch import clock
from repwatch.processes import identify
from repwatch.settings import Settings
from repwatch.steadiness import STANDS, ClockJumpedError, Clocks, Known, judged, require_steady
from repwatch.wiring import App
from tests.repwatch.installed import Installed

MINUTE, DAY = 60.0, 86_400.0
START = 1_800_000_000.0


def seen(*looks: tuple[float, float]) -> Known:
    """What is known after looks at (minutes since the start, how far the wall clock was moved by then)."""
    known = None
    for minutes, moved in looks:
        ticked = 1_000.0 + minutes * MINUTE
        known = judged(known, Clocks(wall=START + minutes * MINUTE + moved, ticked=ticked, boot="this"))
    assert known is not None
    return known


@pytest.mark.parametrize(
    ("looks", "is_believed"),
    [
        pytest.param([(0, 0), (5, 0)], True, id="it stands"),
        pytest.param([(0, 0), (5, 90)], True, id="set by seconds"),
        pytest.param([(0, 0), (9_999, 0)], True, id="nobody looked for a week"),
        pytest.param([(0, 0), (5, 3 * DAY)], False, id="days ahead"),
        pytest.param([(0, 0), (5, -3 * DAY)], False, id="days behind"),
        pytest.param([(0, 0), (5, 3 * DAY), (10, 0)], True, id="ahead and back"),
        pytest.param([(0, 0), (5, 3 * DAY), (15, 3 * DAY)], False, id="not long enough"),
        pytest.param([(0, 0), (5, 3 * DAY), (21, 3 * DAY)], True, id="it stays there"),
        pytest.param([(0, 0), (5, 3 * DAY), (15, 9 * DAY), (21, 9 * DAY)], False, id="and jumps again"),
    ],
)
def test_a_clock_that_jumped_is_believed_once_it_has_stood(looks: list[tuple[float, float]], is_believed: bool) -> None:
    assert (seen(*looks).doubted is None) == is_believed


@given(st.lists(st.floats(min_value=0, max_value=60), min_size=1), st.floats(min_value=700, max_value=9e6))
def test_a_jump_that_is_taken_back_within_its_time_is_never_believed(waits: list[float], by: float) -> None:
    looks, at = [(0.0, 0.0)], 1.0
    for wait in waits:
        looks.append((at, by))
        at += wait
        if (at - 1.0) * MINUTE >= STANDS.total_seconds():
            break
    ahead = seen(*looks)

    assert ahead.doubted is not None
    assert seen(*looks, (at, 0.0)).doubted is None


def test_what_was_before_the_machine_started_counts_for_nothing() -> None:
    before = Known(boot="another", believed=0.0)

    assert judged(before, Clocks(wall=START, ticked=5.0, boot="this")).doubted is None


def test_nothing_is_judged_while_the_clock_is_doubted(installed: Installed) -> None:
    require_steady(installed.home, now=clock.now())
    file = installed.home / "clock.json"
    known = json.loads(file.read_text())
    file.write_text(json.dumps({**known, "believed": known["believed"] - 5 * DAY}))
    app = App.open(Settings(home=installed.home))

    for step in (app.triage, app.build, app.notify, app.maintain, lambda: app.collect("demo")):
        with pytest.raises(ClockJumpedError, match=r"5 days.*by itself"):
            step()

    app.close()
    assert "by itself" in installed.run("triage", code=4).output


@pytest.mark.parametrize(
    "junk",
    [
        b"[",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"boot": 1}',
        b'{"boot": "BOOT", "believed": "a"}',
        b'{"boot": "BOOT", "believed": NaN}',
        b'{"boot": "BOOT", "believed": 1e300}',
        b'{"boot": "BOOT", "believed": 1.0, "doubted": [2]}',
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_written_anew(tmp_path: Path, junk: bytes) -> None:
    file = tmp_path / "clock.json"
    file.write_bytes(junk.replace(b"BOOT", identify(os.getpid()).boot.encode()))

    with capture_logs() as told:
        require_steady(tmp_path, now=clock.now())
        require_steady(tmp_path, now=clock.now())

    assert [line["event"] for line in told] == ["clock_file_unreadable"]
    assert json.loads(file.read_text())["doubted"] is None


def test_many_may_look_at_the_clock_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        looks = [pool.submit(require_steady, tmp_path, now=clock.now()) for _ in range(400)]

    assert [look.exception() for look in looks] == [None] * 400
    assert [file.name for file in tmp_path.iterdir()] == ["clock.json"]
