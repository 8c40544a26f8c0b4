"""A process is told apart from a later one with its number, and a session is ended as a whole."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from repwatch.processes import Identity, end_session, identify, is_alive, kill_session, session_members

BRIEFLY = timedelta(seconds=0.3)

SLEEP = "import time; time.sleep(60)"
# what Airflow's tasks do: a process group of their own inside the session
PARENT_OF_A_STRAY = f"""
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {SLEEP!r}], process_group=0)
print("ready", flush=True)
time.sleep(60)
"""
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""


class Started:
    """A leader of a session of its own."""

    def __init__(self, code: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.who = identify(self.process.pid)

    def ready(self) -> Identity:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"
        return self.who

    def close(self) -> None:
        kill_session(self.who)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process.wait()


@pytest.fixture
def sleeper() -> Iterator[Started]:
    started = Started(SLEEP)
    yield started
    started.close()


@pytest.fixture
def parent() -> Iterator[Started]:
    started = Started(PARENT_OF_A_STRAY)
    yield started
    started.close()


@pytest.fixture
def deaf() -> Iterator[Started]:
    started = Started(DEAF)
    yield started
    started.close()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"started_ticks": 1}, id="same number, earlier start"),
        pytest.param({"boot": "another boot"}, id="same number and tick, another boot"),
    ],
)
def test_a_recycled_number_is_never_killed(sleeper: Started, change: dict[str, Any]) -> None:
    former = replace(sleeper.who, **change)

    end_session(former, patience=BRIEFLY)

    assert not is_alive(former)
    assert session_members(former) == []
    assert is_alive(sleeper.who)


def test_a_stop_reaches_processes_that_changed_their_group(parent: Started) -> None:
    leader = parent.ready()
    assert len(session_members(leader)) == 2

    end_session(leader, patience=BRIEFLY)

    assert session_members(leader) == []


def test_what_a_killed_leader_left_is_found_and_ended(parent: Started) -> None:
    leader = parent.ready()
    parent.process.kill()
    parent.process.wait()
    assert len(session_members(leader)) == 1

    kill_session(leader)

    assert session_members(leader) == []


def test_one_that_ignores_a_polite_stop_is_killed_when_its_time_is_up(deaf: Started) -> None:
    leader = deaf.ready()
    began = time.monotonic()

    was_polite = end_session(leader, patience=BRIEFLY)

    assert not was_polite
    assert not is_alive(leader)
    assert time.monotonic() - began >= BRIEFLY.total_seconds()


def test_a_zombie_counts_as_dead(sleeper: Started) -> None:
    assert end_session(sleeper.who, patience=timedelta(seconds=10))

    # nobody has waited for it: its entry is still in the process table
    assert not is_alive(sleeper.who)
    assert identify(sleeper.process.pid) == sleeper.who


def test_a_number_without_a_process_has_no_identity() -> None:
    with pytest.raises(ProcessLookupError):
        identify(2**22 + 1)
