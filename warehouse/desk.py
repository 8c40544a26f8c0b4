"""The desk: an engine on SQLite or PostgreSQL, and transactions that say what they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

BUSY_TIMEOUT_SECONDS = 30
CONNECT_TIMEOUT_SECONDS = 10


class Desk:
    """Cases, events, leases and configuration; open one per process."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)

    @property
    def engine(self) -> Engine:
        """The engine, for migrations."""
        return self._engine

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end of the block; on SQLite it holds the write lock from the start."""
        with self._engine.connect() as connection:
            connection.info["writes"] = True
            try:
                with connection.begin():
                    yield connection
            finally:
                connection.info.pop("writes", None)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view that blocks nobody."""
        with self._engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()


def insert_or_ignore(connection: Connection, statement: Insert) -> Any:  # noqa: ANN401 -- Insert is generic per dialect
    """`statement` so that a row which breaks a unique constraint is left out."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(statement.table).on_conflict_do_nothing()


def upsert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 -- sqlalchemy.Table, any dialect
    """Insert rows, or update those whose primary key is there."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS}, hide_parameters=True
        )
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # an error is told in logs, and what it was about is what somebody wrote
    engine = create_engine(parsed, connect_args={"timeout": BUSY_TIMEOUT_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _pragmas(raw: Any, _record: object) -> None:  # noqa: ANN401 -- the driver's own connection
        raw.isolation_level = None  # the begin event below decides how a transaction starts
        for pragma in ("journal_mode = wal", "synchronous = normal", "foreign_keys = on"):
            raw.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # a transaction that reads first and writes later cannot be upgraded safely, so writers say so at once
        connection.exec_driver_sql("begin immediate" if connection.info.get("writes") else "begin")

    return engine
