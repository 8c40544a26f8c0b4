"""Put a plan into the background, find it again, and take it down with all its descendants."""

import fcntl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from repwatch.plan import PLAN, Plan, ProcessStatus, Stage, read_snapshot
from repwatch.processes import end_session, is_alive, session_members

Progress = Callable[[str], None]

FIRST_SIGN_WITHIN = timedelta(seconds=30)


class SupervisorError(Exception):
    """Something does not start or stop; the message says where to look."""


@contextmanager
def alone(lock: Path, *, progress: Progress) -> Iterator[None]:
    """Let one `up` or `down` work at a time."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("another `repwatch up` or `down` is at work; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_running(state: Path) -> bool:
    """Whether the supervisor that wrote `state` is alive."""
    snapshot = read_snapshot(state)
    return snapshot is not None and is_alive(snapshot.supervisor)


def launch(plan: Plan) -> None:
    """Start the supervisor, detached from this terminal, and wait for its first sign."""
    log = supervisor_log(plan.logs)
    with log.open("ab") as output:
        # it forks away from us, so that this call returns as soon as it has read the plan
        subprocess.run(
            [sys.executable, "-P", "-m", "repwatch.watch"],
            input=PLAN.dump_json(plan),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=True,
        )
    give_up_at = time.monotonic() + FIRST_SIGN_WITHIN.total_seconds()
    while not is_running(plan.state):
        if time.monotonic() > give_up_at:
            raise SupervisorError(f"the supervisor did not start; see {log}")
        time.sleep(0.05)


def stop(state: Path, *, progress: Progress) -> None:
    """End the supervisor, which ends its services; then whatever a kill of either left behind."""
    snapshot = read_snapshot(state)
    if snapshot is None:
        return
    patience = sum((process.stop_within for process in snapshot.processes), start=timedelta(seconds=30))
    # dead first, so that it restarts nothing of what is cleared next
    end_session(snapshot.supervisor, patience=patience)
    clear_leftovers(state, progress=progress)


def clear_leftovers(state: Path, *, progress: Progress) -> None:
    """End what a supervisor that was killed left running; its last snapshot says whom."""
    snapshot = read_snapshot(state)
    if snapshot is None:
        return
    for process in reversed(snapshot.processes):
        if process.identity is not None and session_members(process.identity):
            progress(f"stopping {process.name}, left behind")
            end_session(process.identity, patience=process.stop_within)
    state.unlink()


def look(state: Path, *, logs: Path) -> list[ProcessStatus]:
    """The supervisor and its services as they are now; empty where nothing was started."""
    snapshot = read_snapshot(state)
    if snapshot is None:
        return []
    supervisor = ProcessStatus(
        name="supervisor",
        stage=Stage.RUNNING,
        log=supervisor_log(logs),
        identity=snapshot.supervisor,
    )
    return [_as_it_is(process) for process in (supervisor, *snapshot.processes)]


def supervisor_log(logs: Path) -> Path:
    """Where the supervisor says what it did."""
    return logs / "supervisor.log"


def _as_it_is(process: ProcessStatus) -> ProcessStatus:
    is_gone = process.identity is not None and not is_alive(process.identity)
    return replace(process, stage=Stage.GONE) if is_gone else process
