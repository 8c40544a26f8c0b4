"""The whole installation on free ports: a public post becomes a case, a killed scheduler comes back, nothing stays."""

import json
import os
import signal
import socket
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from repwatch import supervisor
from repwatch.background import SupervisorError
from repwatch.business import DEMO_BRAND, seed
from repwatch.clock import now
from repwatch.installation import Layout
from repwatch.plan import ProcessStatus, Stage
from repwatch.ports import PortTakenError
from repwatch.processes import session_members
from repwatch.settings import Settings, load
from repwatch.wiring import App, open_app
from warehouse.tabs import Filters, Tab, counts

pytestmark = [pytest.mark.airflow, pytest.mark.loopback]

WITHIN = 240.0  # seconds: tasks start slowly on a machine that is busy with other tests


class Airflow:
    """Airflow's public API, as its administrator."""

    def __init__(self, settings: Settings) -> None:
        self._port = settings.airflow_port
        passwords = Layout(home=settings.home).passwords
        assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
        self._headers: dict[str, str] = {}
        self.password = json.loads(passwords.read_text())["admin"]
        login = {"username": "admin", "password": self.password}
        self._headers["authorization"] = f"Bearer {self.call('POST', '/auth/token', login)['access_token']}"

    def call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 -- JSON
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, {"content-type": "application/json", **self._headers})
            response = connection.getresponse()
            text = response.read()
            assert response.status < 300, text
            return json.loads(text)
        finally:
            connection.close()

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call("GET", f"/api/v2/dags/{dag_id}/dagRuns")["dag_runs"]
        return found

    def trigger(self, dag_id: str) -> str:
        run = self.call("POST", f"/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None})
        return str(run["dag_run_id"])

    def state(self, dag_id: str, run_id: str) -> str:
        return str(self.call("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}")["state"])

    def has_run(self, dag_id: str, *, kind: str) -> bool:
        return any(run["run_type"] == kind and run["state"] == "success" for run in self.runs(dag_id))


@contextmanager
def installation(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The demo brand on free ports, taken down at the end whatever happens."""
    port = free_ports(3)
    config = folder / "repwatch.toml"
    config.write_text(
        f"airflow_port = {port}\ndashboard_port = {port + 2}\ncollect_every_minutes = 1440\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("REPWATCH_CONFIG", str(config))
    settings = load()
    app = App.open(settings)
    app.migrate()
    seed(app.desk, with_demo=True, now=now())
    app.close()
    try:
        yield settings
    finally:
        supervisor.down(settings, progress=print)


def free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that nobody listens on."""
    for first in range(20_000, 30_000, count):
        with suppress(OSError):
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return first
    raise AssertionError("no free ports")


def until(is_so: Callable[[], bool], *, what: str) -> None:
    give_up_at = time.monotonic() + WITHIN
    while not is_so():
        assert time.monotonic() < give_up_at, f"waited in vain: {what}"
        time.sleep(1)


def find(settings: Settings, name: str) -> ProcessStatus:
    return next(process for process in supervisor.status(settings) if process.name == name)


def is_restarted(settings: Settings, name: str) -> bool:
    process = find(settings, name)
    return (process.stage, process.restarts) == (Stage.RUNNING, 1)


def cases(settings: Settings) -> int:
    with open_app(settings) as app:
        return counts(app.desk, me="", filters=Filters(brands=(DEMO_BRAND,)), now=now())[Tab.OPEN]


def test_the_installation_from_start_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    with installation(tmp_path, monkeypatch) as settings:
        supervisor.up(settings, progress=said.append)
        airflow = Airflow(settings)

        # the first run starts by itself; each DAG starts the next by an asset
        until(lambda: airflow.has_run("collect", kind="scheduled"), what="collect")
        until(lambda: airflow.has_run("score", kind="asset_triggered"), what="score")
        until(lambda: airflow.has_run("triage", kind="asset_triggered"), what="triage")
        assert cases(settings) > 0
        assert find(settings, "scheduler").restarts == 0

        supervisor.up(settings, progress=said.append)
        assert said.count("already running") == 1

        killed = find(settings, "scheduler").identity
        assert killed is not None
        assert len(session_members(killed)) > 1
        os.kill(killed.pid, signal.SIGKILL)
        until(lambda: is_restarted(settings, "scheduler"), what="restart")
        assert session_members(killed) == []
        run_id = airflow.trigger("collect")
        until(lambda: airflow.state("collect", run_id) == "success", what="collect after a restart")

        everyone = supervisor.status(settings)
        supervisor.down(settings, progress=said.append)

        assert [one.name for one in everyone if one.identity and session_members(one.identity)] == []
        assert supervisor.status(settings) == []
        assert [path for path in settings.home.rglob("*.log") if airflow.password in path.read_text()] == []


def test_a_port_for_two_is_said_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with installation(tmp_path, monkeypatch) as settings:
        twice = settings.model_copy(update={"dashboard_port": settings.airflow_port + 1})

        with pytest.raises(SupervisorError, match="choose another dashboard_port"):
            supervisor.up(twice, progress=print)

        assert supervisor.status(twice) == []


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with installation(tmp_path, monkeypatch) as settings, socket.socket() as other:
        other.bind(("127.0.0.1", settings.dashboard_port))
        other.listen()

        with pytest.raises(PortTakenError, match="dashboard_port in repwatch"):
            supervisor.up(settings, progress=print)

        assert supervisor.status(settings) == []
