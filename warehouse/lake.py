"""The lake: a DuckLake attached once per process, its transactions retried whole, its reads retried briefly."""

import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Timer
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
import structlog

from warehouse import alone as sharing
from warehouse import extensions, objects
from warehouse.turns import lock_of, turn

T = TypeVar("T")
Cursor = duckdb.DuckDBPyConnection

log = structlog.get_logger(__name__)

WRITE_PATIENCE_SECONDS = 120.0
READ_TRIES = 4
THREADS = 1
"""Of each process. Writes are many and small: with two, handing work over costs more than the work (docs/adr/0009)."""
_CONFLICTS = (
    "database is locked",
    "conflict",
    "failed to commit",
    "deadlock",
    "could not serialize",
    "has been altered",
)
_RETRY_READ = ("no snapshot found", "database is locked", "cannot open file", "no such file", "does not exist on disk")

# functions that change the lake from within a SELECT
_UPKEEP = re.compile(r"\bducklake_(?:add|cleanup|delete|expire|flush|merge|rewrite|set)_", re.IGNORECASE)


_PASSWORD = re.compile(r"""(?<=password=)(?:'(?:[^'\\]|\\.)*'|[^\s"]+)|(?<=://)[^\s/@]*(?=@)""")


class LakeBusyError(Exception):
    """Other writers held the lake for longer than a unit of work may wait; nothing was written."""


class Lake:
    """What was said, how it scored, what is reported; open one per process.

    `catalog` is `sqlite:PATH` or `postgres:CONNECTION STRING`; `data_path` a folder or an s3:// address.
    """

    def __init__(self, *, catalog: str, data_path: str) -> None:
        self._catalog = catalog
        self._data_path = data_path
        self._turns = lock_of(data_path)
        self._shared = sharing.lock_of(data_path)
        self._root: Cursor | None = None
        self._opening = Lock()

    def transaction(self, work: Callable[[Cursor], T]) -> T:
        """Run `work` in one transaction and return its result.

        On a conflict the WHOLE unit of work runs again, with growing jittered pauses, since its reads are stale;
        so `work` must not change anything outside the lake. LakeBusyError after two minutes of conflicts.
        """
        started = time.monotonic()
        attempt = 0
        while True:
            attempt += 1
            with turn(self._turns), self.cursor() as cursor:
                try:
                    cursor.execute("begin transaction")
                    result = work(cursor)
                    cursor.execute("commit")
                except duckdb.Error as error:
                    _roll_back(cursor)
                    if not is_conflict(error) and not (attempt < READ_TRIES and _mentions(error, _RETRY_READ)):
                        raise
                    if time.monotonic() - started > WRITE_PATIENCE_SECONDS:
                        raise LakeBusyError(
                            "Other processes kept the lake busy for two minutes. Nothing was written: run it again."
                        ) from error
                except BaseException:
                    _roll_back(cursor)
                    raise
                else:
                    return result
            # jitter keeps two writers from meeting again and again
            time.sleep(min(2.0, 0.01 * 2 ** min(attempt, 8)) * random.uniform(0.5, 1.5))  # noqa: S311 -- not a secret

    def alone(self, work: Callable[[Cursor], T], *, patience_seconds: float) -> T:
        """Run `work`, which commits by itself, while no other transaction is open anywhere.

        NotAloneError where that cannot be had in time, or never can (data that is no folder).
        """
        # without a turn: writers go on while a gap between readers is waited for
        with sharing.alone(self._shared, patience_seconds=patience_seconds), self._session() as cursor:
            return work(cursor)

    def query(self, sql: str, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a SELECT as dicts, retried briefly where maintenance moved a file away beneath it."""
        return self.read(lambda cursor: rows_of(cursor.execute(sql, values or {})))

    def select(self, sql: str, *, limit: int, seconds: float) -> list[dict[str, Any]]:
        """The first rows of a person's own SELECT; ValueError where it is none, fails, or takes too long."""

        def work(cursor: Cursor) -> list[dict[str, Any]]:
            # a runaway query would hold its snapshot, and upkeep with it
            limiter = Timer(seconds, cursor.interrupt)
            limiter.start()
            try:
                return answer(cursor)
            finally:
                limiter.cancel()

        def answer(cursor: Cursor) -> list[dict[str, Any]]:
            statements = cursor.extract_statements(sql)
            is_select = len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT
            if not is_select or _UPKEEP.search(sql):
                raise ValueError("ask one SELECT; the lake is changed by the product's own commands only")
            relation = cursor.execute(statements[0])
            names = [column[0] for column in relation.description or ()]
            return [dict(zip(names, row, strict=True)) for row in relation.fetchmany(limit)]

        try:
            return self.read(work)
        except duckdb.InterruptException as error:
            raise ValueError(f"the query took longer than {seconds:g} s; narrow it, or allow it more") from error
        except duckdb.Error as error:
            raise ValueError(str(error)) from error

    def read(self, work: Callable[[Cursor], T]) -> T:
        """Run reads that must agree with each other in one transaction that is rolled back."""
        for attempt in range(1, READ_TRIES + 1):
            with self.cursor() as cursor:
                try:
                    cursor.execute("begin transaction")
                    return work(cursor)
                except duckdb.Error as error:
                    if attempt == READ_TRIES or not _mentions(error, _RETRY_READ):
                        raise
                finally:
                    _roll_back(cursor)
            time.sleep(0.05 * attempt)
        raise AssertionError("unreachable")

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """A cursor of its own for one thread, with the lake as the default catalog."""
        with sharing.together(self._shared), self._session() as cursor:
            yield cursor

    @contextmanager
    def _session(self) -> Iterator[Cursor]:
        cursor = self._connection().cursor()
        try:
            cursor.execute("use lake")
            yield cursor
        finally:
            cursor.close()

    def close(self) -> None:
        """Detach; the next call attaches again."""
        with self._opening:
            if self._root is not None:
                self._root.close()
                self._root = None

    def _connection(self) -> Cursor:
        with self._opening:
            if self._root is None:
                self._root = self._attach()
            return self._root

    def _attach(self) -> Cursor:
        kind, _, where = self._catalog.partition(":")
        options = [f"data_path {_quoted(self._data_path)}", "data_inlining_row_limit 0"]
        match kind:
            case "sqlite":
                Path(where).parent.mkdir(parents=True, exist_ok=True)
                # without these two, a second process is told "database is locked" at once
                options += ["meta_journal_mode 'WAL'", "meta_busy_timeout 10000"]
                needed = ["sqlite_scanner", "ducklake"]
            case "postgres":
                needed = ["postgres_scanner", "ducklake"]
            case _:
                raise ValueError(f"the lake's catalog is sqlite:PATH or postgres:CONNECTION, got {kind!r}")
        if objects.is_remote(self._data_path):
            needed.append("httpfs")
        connection = extensions.connect(needed, threads=THREADS)
        # global: cursors are sessions of their own, and a SQLite catalog keeps instants as the text of a session
        connection.execute("set global timezone = 'UTC'")
        if objects.is_remote(self._data_path) and (told := objects.Access.told().of_duckdb()):
            options_of_s3 = ", ".join(f"{name} {_quoted(value)}" for name, value in told.items())
            connection.execute(f"create secret (type s3, {options_of_s3})")
        address = _quoted(f"ducklake:{self._catalog}")
        self._retried(connection, f"attach {address} as lake ({', '.join(options)})")
        return connection

    @staticmethod
    def _retried(connection: Cursor, statement: str) -> None:
        """Several processes that attach a new catalog at once collide while it is made."""
        for attempt in range(1, 9):
            try:
                connection.execute(statement)
            except duckdb.Error as error:
                if attempt == 8 or not (is_conflict(error) or _mentions(error, ("already exists", "duplicate key"))):
                    # DuckDB tells the whole address, with the password in it
                    raise type(error)(_PASSWORD.sub("…", str(error))) from None
                time.sleep(0.1 * attempt * random.uniform(0.5, 1.5))  # noqa: S311 -- not a secret
            else:
                return


@contextmanager
def staged(cursor: Cursor, name: str, table: pa.Table) -> Iterator[None]:
    """Let SQL read an Arrow table under `name` while the block runs."""
    cursor.register(name, table)
    try:
        yield
    finally:
        cursor.unregister(name)


def rows_of(cursor: Cursor) -> list[dict[str, Any]]:
    """The rows of a result as dicts."""
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def count_of(cursor: Cursor) -> int:
    """How many rows the last INSERT, UPDATE, MERGE or DELETE touched."""
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def is_conflict(error: duckdb.Error) -> bool:
    """Whether a transaction failed only because others wrote meanwhile."""
    return _mentions(error, _CONFLICTS)


def _roll_back(cursor: Cursor) -> None:
    try:
        cursor.execute("rollback")
    except duckdb.Error:
        log.debug("rollback had nothing to do")


def _mentions(error: duckdb.Error, words: tuple[str, ...]) -> bool:
    message = str(error).lower()
    return any(word in message for word in words)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
