"""PostgreSQL for tests: one server for the session, a database of its own for each that asks."""

import itertools
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest

from tests.compose.cluster import BIN, PASSWORD, cluster

WHAT_TO_DO = "PostgreSQL's server is not here: apt-get install postgresql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server on loopback, and databases in it."""

    port: int
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def create(self, *, template: str = "template1") -> str:
        """The name of a new database, a copy of `template`."""
        name = f"test_{next(self.numbers)}"
        with psycopg.connect(self.connection("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name} template {template}".encode())
        return name

    def connection(self, database: str) -> str:
        """A database as libpq and DuckDB are told it."""
        return f"host=127.0.0.1 port={self.port} user=postgres password={PASSWORD} dbname={database}"

    def url(self, database: str) -> str:
        """A database as SQLAlchemy is told it."""
        return f"postgresql+psycopg://postgres:{PASSWORD}@127.0.0.1:{self.port}/{database}"


@contextmanager
def running() -> Iterator[Server]:
    """A server until the block ends; skips the test, saying what to install, where there is none."""
    if not (BIN / "initdb").exists():
        pytest.skip(WHAT_TO_DO)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with cluster(port=port):
        yield Server(port=port)
