"""What the compose file starts with runs on a real PostgreSQL: roles, databases, Airflow's tables, lake and desk."""

import json
import os
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.compose.cluster import Cluster, cluster, needs_postgresql
from tests.compose.test_compose import FILLED, ROOT, compose

pytestmark = [pytest.mark.loopback, needs_postgresql]


@contextmanager
def databases() -> Iterator[Cluster]:
    """A server on which the compose file's script has run."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with cluster(port=port) as server:
        run(["sh", str(ROOT / "deploy" / "databases.sh")], env={**server.environment, **secrets()})
        yield server


def secrets() -> dict[str, str]:
    return dict(line.split("=", 1) for line in FILLED.read_text().splitlines())


def container(server: Cluster, *, home: Path) -> dict[str, str]:
    """The init container's environment, with this machine in the place of the network and volume."""
    rendered = json.loads(compose("config", "--format", "json").stdout)["services"]["init"]["environment"]
    return {
        "PATH": f"{sysconfig.get_path('scripts')}:{os.environ['PATH']}",
        **{
            name: value
            .replace("host=postgres", f"host=127.0.0.1 port={server.port}")
            .replace("@postgres/", f"@127.0.0.1:{server.port}/")
            .replace("/var/lib/repwatch", str(home))
            for name, value in rendered.items()
        },
    }


def run(command: list[str], *, env: dict[str, str], cwd: Path | None = None) -> str:
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def query(server: Cluster, database: str, sql: str, *, role: str = "postgres", password: str = "") -> list[str]:
    env = server.environment | ({"PGPASSWORD": password} if password else {})
    return run(["psql", "-U", role, "-d", database, "-Atc", sql], env=env).splitlines()


@pytest.mark.parametrize("database", ["repwatch_lake", "repwatch_desk"])
def test_airflow_cannot_open_lake_or_desk(database: str) -> None:
    with databases() as server, pytest.raises(AssertionError, match="permission denied for database"):
        query(server, database, "select 1", role="airflow", password=secrets()["AIRFLOW_DB_PASSWORD"])


@pytest.mark.long
def test_the_init_container_prepares_all_three_and_may_run_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with databases() as server:
        env = container(server, home=home)

        for _ in range(2):
            run([sys.executable, "-P", "-m", "dags.prepare"], env=env, cwd=home)
            run(["repwatch", "init", "--yes"], env=env, cwd=home)

        assert query(server, "airflow", "select slots from slot_pool where pool = 'lake_writers'") == ["2"]
        assert query(server, "repwatch_desk", "select count(*) > 0 from desk_case") == ["f"]
        assert query(server, "repwatch_lake", "select count(*) > 0 from ducklake_table") == ["t"]
    assert (home / "airflow" / "passwords.json").stat().st_mode & 0o077 == 0
    assert not list(home.rglob("*.sqlite"))
