"""A PostgreSQL of the test's own, on a free port of this machine."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

BIN = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=Path("initdb")).parent
needs_postgresql = pytest.mark.skipif(not (BIN / "initdb").exists(), reason="PostgreSQL's server is not installed")
PASSWORD = "of-the-test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A running server; `environment` leads psql to its administrator."""

    port: int

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGPASSWORD": PASSWORD,
            "POSTGRES_USER": "postgres",
        }


@contextmanager
def cluster(*, port: int) -> Iterator[Cluster]:
    """Start, and stop at the end; in a folder that its own user can reach."""
    with TemporaryDirectory(prefix="repwatch-postgres-") as name, _server(Path(name), port=port):
        yield Cluster(port=port)


@contextmanager
def _server(folder: Path, *, port: int) -> Iterator[None]:
    data, secret = folder / "data", folder / "secret"
    secret.write_text(PASSWORD)
    if os.getuid() == 0:
        # the server refuses to run as root
        shutil.chown(folder, "postgres")
        shutil.chown(secret, "postgres")
    _as_postgres("initdb", "-D", str(data), "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    _as_postgres("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "--wait", "start")
    try:
        yield
    finally:
        _as_postgres("pg_ctl", "-D", str(data), "--mode=immediate", "--wait", "stop")


def _as_postgres(program: str, *arguments: str) -> None:
    become = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run(
        [*become, str(BIN / program), *arguments],
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
