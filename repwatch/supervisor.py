"""Start, stop and look at a running installation: what `repwatch up`, `down` and `status` call."""

import os
import time
from datetime import timedelta

from repwatch.background import (
    Progress,
    SupervisorError,
    alone,
    clear_leftovers,
    is_running,
    launch,
    look,
    stop,
    supervisor_log,
)
from repwatch.health import unhealthy
from repwatch.installation import Layout, RunSettings, execution_port, make_plan
from repwatch.keys import keep_keys
from repwatch.orchestration import ADMIN
from repwatch.plan import ProcessStatus, Stage, read_snapshot
from repwatch.ports import LOOPBACK, require_free
from repwatch.processes import is_alive

GLANCE = 0.5  # seconds between two looks while waiting
SAID_AGAIN = 10.0  # seconds after which the same wait is told again, so that it does not look like a standstill
READY_WITHIN = timedelta(minutes=5)
LOG_LINES = 8


def up(settings: RunSettings, *, progress: Progress) -> None:
    """Start Airflow and the dashboard in the background and wait until both answer; safe to call again."""
    layout = Layout(home=settings.home.absolute())
    layout.create()
    with alone(layout.lock, progress=progress):
        if is_running(layout.state):
            progress("already running")
        else:
            clear_leftovers(layout.state, progress=progress)
            _require_ports(settings)
            launch(make_plan(settings, keys=keep_keys(layout.keys), environ=os.environ))
    _follow(settings, layout=layout, progress=progress)
    progress(f"dashboard  http://{LOOPBACK}:{settings.dashboard_port}")
    progress(f"Airflow    http://{LOOPBACK}:{settings.airflow_port}  user {ADMIN}, password in {layout.passwords}")
    progress(f"logs       {layout.logs}")


def down(settings: RunSettings, *, progress: Progress) -> None:
    """Stop everything, the API last, and leave no process; works after a kill of the supervisor, too."""
    layout = Layout(home=settings.home.absolute())
    layout.create()
    with alone(layout.lock, progress=progress):
        if not look(layout.state, logs=layout.logs):
            progress("nothing is running")
            return
        progress("stopping; a running task is given time to end")
        stop(layout.state, progress=progress)
        progress("stopped")


def status(settings: RunSettings) -> list[ProcessStatus]:
    """The supervisor and its processes as they are now; empty where nothing was started."""
    layout = Layout(home=settings.home.absolute())
    return look(layout.state, logs=layout.logs)


def _require_ports(settings: RunSettings) -> None:
    if settings.dashboard_port in {settings.airflow_port, execution_port(settings)}:
        raise SupervisorError(
            f"Airflow takes airflow_port and the one above it, {settings.airflow_port} and {execution_port(settings)}: "
            "choose another dashboard_port in repwatch.toml or REPWATCH_DASHBOARD_PORT=…"
        )
    require_free(settings.airflow_port, purpose="Airflow", setting="airflow_port")
    require_free(execution_port(settings), purpose="Airflow's tasks, one above airflow_port", setting="airflow_port")
    require_free(settings.dashboard_port, purpose="the dashboard", setting="dashboard_port")


def _follow(settings: RunSettings, *, layout: Layout, progress: Progress) -> None:
    """Say what is still missing until nothing is."""
    started_at = time.monotonic()
    said, said_at = list[str](), 0.0
    while missing := _missing(settings, layout=layout):
        elapsed = time.monotonic() - started_at
        if elapsed > READY_WITHIN.total_seconds():
            raise SupervisorError(f"after {READY_WITHIN} still waiting for {', '.join(missing)}; see {layout.logs}")
        if missing != said or elapsed - said_at >= SAID_AGAIN:
            progress(f"{elapsed:3.0f} s  {'still ' if missing == said else ''}waiting for {', '.join(missing)}")
            said, said_at = missing, elapsed
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
        raise SupervisorError(f"the supervisor ended; see {supervisor_log(layout.logs)}")
    prepare, *_ = snapshot.processes
    return ["Airflow's database"] if prepare.stage is Stage.RUNNING else unhealthy(settings)


def _tail(process: ProcessStatus) -> str:
    lines = process.log.read_text(errors="replace").splitlines() if process.log.exists() else []
    return "\n".join(lines[-LOG_LINES:])
