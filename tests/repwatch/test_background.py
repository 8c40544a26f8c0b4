"""A plan in the background is restarted where it dies, found again after a kill, and stopped to the last process."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from repwatch.background import alone, clear_leftovers, is_running, launch, look, stop
from repwatch.plan import Patience, Plan, ProcessStatus, Service, Stage
from repwatch.processes import session_members

SLEEP = "import time; time.sleep(60)"
# as Airflow's scheduler: workers in the same session that outlive a kill of their parent
WITH_WORKERS = f"""
import subprocess, sys, time
for _ in range(2):
    subprocess.Popen([sys.executable, "-c", {SLEEP!r}])
time.sleep(60)
"""
NO_PATIENCE = Patience(first_wait=timedelta(milliseconds=10), quick_deaths=3)


class Place:
    """A plan's folder, and what is known about it from outside."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state.json"
        self.logs = folder
        self.said: list[str] = []

    def launch(self, *services: Service, prepare: str = "pass", patience: Patience = NO_PATIENCE) -> None:
        launch(
            Plan(
                state=self.state,
                logs=self.logs,
                prepare=python("prepare", prepare),
                services=services,
                env=dict(os.environ),
                patience=patience,
            ),
        )

    def stop(self) -> None:
        stop(self.state, progress=self.said.append)

    def find(self, name: str) -> ProcessStatus:
        return next(process for process in look(self.state, logs=self.logs) if process.name == name)

    def await_stage(self, name: str, stage: Stage, *, restarts: int = 0) -> ProcessStatus:
        until(lambda: self.state.exists() and self.find(name).stage is stage and self.find(name).restarts >= restarts)
        return self.find(name)


def python(name: str, code: str, *, stop_within: timedelta = timedelta(seconds=5)) -> Service:
    return Service(name=name, argv=(sys.executable, "-c", code), stop_within=stop_within)


def until(is_so: Callable[[], bool], *, within: float = 20.0) -> None:
    give_up_at = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.02)


def kill(process: ProcessStatus) -> None:
    assert process.identity is not None
    os.kill(process.identity.pid, signal.SIGKILL)


def members(process: ProcessStatus) -> int:
    assert process.identity is not None
    return len(session_members(process.identity))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.stop()


def test_a_service_that_dies_starts_again(place: Place) -> None:
    place.launch(python("worker", SLEEP))
    first = place.await_stage("worker", Stage.RUNNING)

    kill(first)

    second = place.await_stage("worker", Stage.RUNNING, restarts=1)
    assert second.identity != first.identity


def test_what_a_dead_service_leaves_is_gone_before_it_starts_again(place: Place) -> None:
    place.launch(python("scheduler", WITH_WORKERS))
    first = place.await_stage("scheduler", Stage.RUNNING)
    until(lambda: members(first) == 3)

    kill(first)

    place.await_stage("scheduler", Stage.RUNNING, restarts=1)
    assert members(first) == 0


def test_a_service_that_always_dies_is_given_up_and_the_others_run_on(place: Place) -> None:
    place.launch(python("broken", "raise SystemExit(3)"), python("sound", SLEEP))

    broken = place.await_stage("broken", Stage.GAVE_UP)

    assert broken.restarts == NO_PATIENCE.quick_deaths - 1
    assert place.find("sound").stage is Stage.RUNNING
    assert "broken ended with exit code 3, 3 times in a row" in (place.logs / "supervisor.log").read_text()


@pytest.mark.loopback
def test_a_service_waits_for_the_port_it_needs(place: Place) -> None:
    with socket.socket() as api:
        api.bind(("127.0.0.1", 0))
        port = api.getsockname()[1]
        place.launch(replace(python("scheduler", SLEEP), after_port=port), python("other", SLEEP))
        place.await_stage("other", Stage.RUNNING)
        assert place.find("scheduler").stage is Stage.WAITING

        api.listen()

        assert place.await_stage("scheduler", Stage.RUNNING).restarts == 0


def test_no_service_starts_when_the_first_step_fails(place: Place) -> None:
    place.launch(python("worker", SLEEP), prepare="raise SystemExit('no such database')")

    prepare = place.await_stage("prepare", Stage.GAVE_UP)

    until(lambda: not is_running(place.state))
    assert place.find("worker").identity is None
    assert "no such database" in prepare.log.read_text()


def test_a_stop_leaves_no_process_and_no_state(place: Place) -> None:
    place.launch(python("api", SLEEP), python("scheduler", WITH_WORKERS))
    scheduler = place.await_stage("scheduler", Stage.RUNNING)
    until(lambda: members(scheduler) == 3)
    everyone = look(place.state, logs=place.logs)

    place.stop()

    assert [process.name for process in everyone if process.identity and members(process)] == []
    assert not place.state.exists()
    assert place.said == []


def test_services_stop_in_the_reverse_of_their_order(place: Place) -> None:
    place.launch(python("api", SLEEP), python("scheduler", SLEEP))
    place.await_stage("scheduler", Stage.RUNNING)

    place.stop()

    log = (place.logs / "supervisor.log").read_text()
    assert log.index("scheduler stopped") < log.index("api stopped")


def test_a_stop_during_the_first_step_starts_nothing(place: Place) -> None:
    place.launch(python("worker", f"open({str(place.logs / 'ran')!r}, 'w')"), prepare=SLEEP)
    prepare = place.await_stage("prepare", Stage.RUNNING)

    place.stop()

    assert members(prepare) == 0
    assert not (place.logs / "ran").exists()


def test_a_kill_of_the_supervisor_is_seen_and_its_services_are_still_stopped(place: Place) -> None:
    place.launch(python("scheduler", WITH_WORKERS))
    scheduler = place.await_stage("scheduler", Stage.RUNNING)
    until(lambda: members(scheduler) == 3)

    kill(place.find("supervisor"))
    until(lambda: place.find("supervisor").stage is Stage.GONE)
    assert members(scheduler) == 3
    place.stop()

    assert members(scheduler) == 0
    assert place.said == ["stopping scheduler, left behind"]


def test_a_new_start_clears_what_a_killed_one_left(place: Place) -> None:
    place.launch(python("worker", SLEEP))
    former = place.await_stage("worker", Stage.RUNNING)
    kill(place.find("supervisor"))
    until(lambda: not is_running(place.state))

    clear_leftovers(place.state, progress=place.said.append)
    place.launch(python("worker", SLEEP))

    assert members(former) == 0
    assert place.await_stage("worker", Stage.RUNNING).identity != former.identity


def test_no_secret_of_the_plan_is_written_down_or_shown_in_arguments(place: Place) -> None:
    secret = "hunter2-hunter2"
    env = {**os.environ, "AIRFLOW__API__SECRET_KEY": secret}
    service = python("worker", SLEEP)
    launch(Plan(state=place.state, logs=place.logs, prepare=python("prepare", "pass"), services=(service,), env=env))
    place.await_stage("worker", Stage.RUNNING)

    supervisor = place.find("supervisor").identity

    assert supervisor is not None
    assert secret not in Path(f"/proc/{supervisor.pid}/cmdline").read_text()
    assert not [path for path in place.logs.iterdir() if secret in path.read_text()]


def test_one_command_waits_for_the_other(tmp_path: Path) -> None:
    waits: list[str] = []
    lock = tmp_path / "lock"

    def second() -> None:
        with alone(lock, progress=waits.append):
            waits.append("its turn")

    with alone(lock, progress=waits.append):
        thread = threading.Thread(target=second)
        thread.start()
        until(lambda: waits != [])
    thread.join()

    assert waits == ["another `repwatch up` or `down` is at work; waiting for it", "its turn"]
