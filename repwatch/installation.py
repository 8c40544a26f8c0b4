"""Where a running installation keeps its things, and the commands and environment it consists of."""

import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from repwatch.keys import Keys
from repwatch.orchestration import ADMIN
from repwatch.plan import Plan, Service
from repwatch.ports import LOOPBACK


class RunSettings(Protocol):
    """The settings that say where and on which ports an installation runs."""

    @property
    def home(self) -> Path: ...
    @property
    def airflow_port(self) -> int: ...
    @property
    def airflow_database(self) -> str: ...
    @property
    def dashboard_port(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The files of an installation that runs; all below its home."""

    home: Path

    @property
    def airflow(self) -> Path:
        """Airflow's own home: metadata, task logs, secrets."""
        return self.home / "airflow"

    @property
    def logs(self) -> Path:
        """What each process prints."""
        return self.home / "logs"

    @property
    def state(self) -> Path:
        """Who runs; gone after a clean stop."""
        return self.home / "run" / "state.json"

    @property
    def lock(self) -> Path:
        """Held while `up` or `down` changes who runs."""
        return self.home / "run" / "lock"

    @property
    def keys(self) -> Path:
        """What Airflow's processes share among themselves."""
        return self.airflow / "keys.json"

    @property
    def passwords(self) -> Path:
        """The Airflow administrator's password, readable by its owner only."""
        return self.airflow / "passwords.json"

    def create(self) -> None:
        """Make the folders, closed to other users."""
        for folder in (self.airflow, self.logs, self.state.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_plan(settings: RunSettings, *, keys: Keys, environ: Mapping[str, str]) -> Plan:
    """Airflow and the dashboard.

    There is no triggerer: nothing here defers, watches or sets a deadline, and it would cost 0.17 GB.
    """
    layout = Layout(home=settings.home.absolute())
    airflow = (sys.executable, "-P", "-m", "airflow")
    return Plan(
        state=layout.state,
        logs=layout.logs,
        prepare=Service(name="prepare", argv=(sys.executable, "-P", "-m", "dags.prepare")),
        services=(
            # one server for people and one for tasks: with SQLite, a combined one stalls on writes during runs
            Service(name="api", argv=(*airflow, "api-server", "--apps", "core")),
            Service(
                name="execution-api",
                argv=(*airflow, "api-server", "--apps", "execution", "--port", str(execution_port(settings))),
            ),
            Service(name="dag-processor", argv=(*airflow, "dag-processor")),
            # its log server listens on all interfaces; the API reads the same folder without it
            Service(
                name="scheduler",
                argv=(*airflow, "scheduler", "--skip-serve-logs"),
                # its tasks would fail without the API to report to
                after_port=execution_port(settings),
                stop_within=timedelta(seconds=40),
            ),
            Service(name="dashboard", argv=(sys.executable, "-P", "-m", *console(settings.dashboard_port))),
        ),
        env={**environ, **_environment(settings, layout=layout, keys=keys)},
    )


def execution_port(settings: RunSettings) -> int:
    """Where tasks report to."""
    return settings.airflow_port + 1


def dags_folder() -> Path:
    """The installed DAGs, whether from a checkout or from a wheel."""
    spec = importlib.util.find_spec("dags")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the package `dags` is not installed: run `make up`, or install repwatch again")
    return Path(spec.submodule_search_locations[0])


def console(port: int) -> tuple[str, ...]:
    """The module that serves the console on a port of loopback, and its arguments."""
    # packing each message took a quarter of the server's time; a proxy before it may pack for those who are far away
    unpacked = ("--ws-per-message-deflate", "false")
    # else uvicorn serves all the same where the console could not begin: unchecked, and cold
    begun = ("--lifespan", "on")
    return ("uvicorn", "dashboard.asgi:app", "--host", LOOPBACK, "--port", str(port), *begun, *unpacked)


def _environment(settings: RunSettings, *, layout: Layout, keys: Keys) -> dict[str, str]:
    own = {
        "REPWATCH_HOME": str(layout.home),
        "REPWATCH_AIRFLOW_PORT": str(settings.airflow_port),
        "REPWATCH_DASHBOARD_PORT": str(settings.dashboard_port),
        "AIRFLOW_HOME": str(layout.airflow),
        "PYTHONUNBUFFERED": "1",
    }
    sections = _airflow(settings, layout=layout, keys=keys)
    return own | {
        f"AIRFLOW__{section}__{key}": value for section, pairs in sections.items() for key, value in pairs.items()
    }


def _airflow(settings: RunSettings, *, layout: Layout, keys: Keys) -> dict[str, dict[str, str]]:
    base_url = f"http://{LOOPBACK}:{settings.airflow_port}"
    return {
        "CORE": {
            "DAGS_FOLDER": str(dags_folder()),
            "LOAD_EXAMPLES": "False",
            "EXECUTOR": "LocalExecutor",
            "PARALLELISM": "4",
            "DAGS_ARE_PAUSED_AT_CREATION": "False",
            "FERNET_KEY": keys.fernet_key,
            "EXECUTION_API_SERVER_URL": f"http://{LOOPBACK}:{execution_port(settings)}/execution/",
            "SIMPLE_AUTH_MANAGER_USERS": f"{ADMIN}:admin",
            "SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(layout.passwords),
        },
        "API": {
            "HOST": LOOPBACK,
            "PORT": str(settings.airflow_port),
            "BASE_URL": base_url,
            "SECRET_KEY": keys.api_secret,
        },
        "DATABASE": {"SQL_ALCHEMY_CONN": settings.airflow_database or f"sqlite:///{layout.airflow / 'airflow.db'}"},
        "API_AUTH": {"JWT_SECRET": keys.jwt_secret},
        "DAG_PROCESSOR": {"REFRESH_INTERVAL": "30", "MIN_FILE_PROCESS_INTERVAL": "120"},
        "LOGGING": {"LOGGING_LEVEL": "WARNING"},
        # a killed worker or scheduler is noticed in about a minute, not in five
        "SCHEDULER": {
            "TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
            "TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "10",
            "ORPHANED_TASKS_CHECK_INTERVAL": "60",
        },
    }
