"""Start, stop and look at a running installation: what `repwatch up`, `down` and `status` call."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from repwatch.health import unhealthy
from repwatch.installation import ADMIN, Layout, RunSettings, execution_port, make_plan
from repwatch.keys import keep_keys, keep_password
from repwatch.plan import PLAN, Plan, ProcessStatus, Stage, read_snapshot
from repwatch.ports import LOOPBACK, require_free
from repwatch.processes import end_session, is_alive, session_members

GLANCE = 0.5  # seconds between two looks while waiting
READY_WITHIN = timedelta(minutes=5)
FIRST_SIGN_WITHIN = timedelta(seconds=30)
LOG_LINES = 8

Progress = Callable[[str], None]


class SupervisorError(Exception):
    """The installation could not be started or stopped; the message says where to look."""


def up(settings: RunSettings, *, progress: Progress) -> None:
    """Start Airflow and the dashboard in the background and wait until both answer; safe to call again."""
    layout = Layout(home=settings.home.absolute())
    layout.create()
    with _alone(layout, progress=progress):
        if _supervisor_runs(layout):
            progress("already running")
        else:
            _clear_leftovers(layout, progress=progress)
            _require_ports(settings)
            keep_password(layout.passwords, user=ADMIN)
            keys = keep_keys(layout.keys)
            _spawn(make_plan(settings, keys=keys, environ=os.environ), layout=layout)
    _follow(settings, layout=layout, progress=progress)
    progress(f"dashboard  http://{LOOPBACK}:{settings.dashboard_port}")
    progress(f"Airflow    http://{LOOPBACK}:{settings.airflow_port}  user {ADMIN}, password in {layout.passwords}")
    progress(f"logs       {layout.logs}")


def down(settings: RunSettings, *, progress: Progress) -> None:
    """Stop everything, the API last, and leave no process; works after a kill of the supervisor, too."""
    layout = Layout(home=settings.home.absolute())
    layout.create()
    with _alone(layout, progress=progress):
        snapshot = read_snapshot(layout.state)
        if snapshot is None:
            progress("nothing is running")
            return
        progress("stopping; a running task is given time to end")
        patience = sum((process.stop_within for process in snapshot.processes), start=timedelta(seconds=30))
        # dead first, so that it restarts nothing of what is cleared next
        end_session(snapshot.supervisor, patience=patience)
        _clear_leftovers(layout, progress=progress)
        progress("stopped")


def status(settings: RunSettings) -> list[ProcessStatus]:
    """The supervisor and its processes as they are now; empty where nothing was started."""
    layout = Layout(home=settings.home.absolute())
    snapshot = read_snapshot(layout.state)
    if snapshot is None:
        return []
    supervisor = ProcessStatus(
        name="supervisor",
        stage=Stage.RUNNING,
        log=layout.supervisor_log,
        identity=snapshot.supervisor,
    )
    return [_as_it_is(process) for process in (supervisor, *snapshot.processes)]


def _as_it_is(process: ProcessStatus) -> ProcessStatus:
    is_gone = process.identity is not None and not is_alive(process.identity)
    return replace(process, stage=Stage.GONE) if is_gone else process


@contextmanager
def _alone(layout: Layout, *, progress: Progress) -> Iterator[None]:
    """Let one `up` or `down` work at a time."""
    with layout.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("another `repwatch up` or `down` is at work; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _supervisor_runs(layout: Layout) -> bool:
    snapshot = read_snapshot(layout.state)
    return snapshot is not None and is_alive(snapshot.supervisor)


def _require_ports(settings: RunSettings) -> None:
    require_free(settings.airflow_port, purpose="Airflow", setting="airflow_port")
    # the second port follows from the first
    require_free(execution_port(settings), purpose="Airflow's tasks, one above airflow_port", setting="airflow_port")
    require_free(settings.dashboard_port, purpose="the dashboard", setting="dashboard_port")


def _spawn(plan: Plan, *, layout: Layout) -> None:
    with layout.supervisor_log.open("ab") as log:
        # it forks away from us, so that this call returns as soon as the plan is understood
        subprocess.run(
            [sys.executable, "-P", "-m", "repwatch.watch"],
            input=PLAN.dump_json(plan),
            stdout=log,
            stderr=subprocess.STDOUT,
            check=True,
        )
    give_up_at = time.monotonic() + FIRST_SIGN_WITHIN.total_seconds()
    while not _supervisor_runs(layout):
        if time.monotonic() > give_up_at:
            raise SupervisorError(f"the supervisor did not start; see {layout.supervisor_log}")
        time.sleep(0.05)


def _follow(settings: RunSettings, *, layout: Layout, progress: Progress) -> None:
    """Say what is still missing until nothing is."""
    started_at = time.monotonic()
    said = ""
    while missing := _missing(settings, layout=layout):
        waiting = ", ".join(missing)
        elapsed = time.monotonic() - started_at
        if elapsed > READY_WITHIN.total_seconds():
            raise SupervisorError(f"after {READY_WITHIN} still waiting for {waiting}; see {layout.logs}")
        if waiting != said:
            progress(f"{elapsed:3.0f} s  waiting for {waiting}")
            said = waiting
        time.sleep(GLANCE)
    progress(f"{time.monotonic() - started_at:3.0f} s  everything answers")


def _missing(settings: RunSettings, *, layout: Layout) -> list[str]:
    snapshot = read_snapshot(layout.state)
    if snapshot is None:
        raise SupervisorError("the installation was stopped while it started")
    for process in snapshot.processes:
        if process.stage is Stage.GAVE_UP:
            raise SupervisorError(f"{process.name} does not run; see {process.log}, which ends:\n{_tail(process)}")
    if not is_alive(snapshot.supervisor):
        raise SupervisorError(f"the supervisor ended; see {layout.supervisor_log}")
    prepare, *_ = snapshot.processes
    return ["the Airflow database"] if prepare.stage is Stage.RUNNING else unhealthy(settings)


def _tail(process: ProcessStatus) -> str:
    lines = process.log.read_text(errors="replace").splitlines() if process.log.exists() else []
    return "\n".join(lines[-LOG_LINES:])


def _clear_leftovers(layout: Layout, *, progress: Progress) -> None:
    """End what a supervisor that was killed left behind; its snapshot says whom."""
    snapshot = read_snapshot(layout.state)
    if snapshot is None:
        return
    for process in reversed(snapshot.processes):
        if process.identity is not None and session_members(process.identity):
            progress(f"stopping {process.name}, left behind")
            end_session(process.identity, patience=process.stop_within)
    layout.state.unlink()
