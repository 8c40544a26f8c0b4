"""Desk and catalog of a server's database as files, as of one instant, and such files as a server's database.

A copy is what the stores are where they are files: what one server held goes into files, or into another server.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import Connection, insert, inspect, select, text
from sqlalchemy.exc import OperationalError

from warehouse.desk import Desk
from warehouse.errors import DeskBusyError
from warehouse.lake import Lake
from warehouse.migrate import migrate_desk
from warehouse.tables import metadata

PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.05
_ROWS = 2_000
_CATALOG = "ducklake_"
_AS_SQLITE: dict[str, LiteralString] = {
    "bigint": "{}",
    "boolean": "{}::int",
    "character varying": "{}",
    "timestamp with time zone": "{}::text",
    "uuid": "{}::text",
}
"""How DuckLake keeps in SQLite what it has other types for on PostgreSQL: whole numbers and texts."""
_FROM_SQLITE: dict[str, LiteralString] = {
    "bigint": "%s::text::bigint",
    "boolean": "%s::text::boolean",
    "character varying": "%s::text",
    "timestamp with time zone": "%s::text::timestamptz",
    "uuid": "%s::text::uuid",
}


@contextmanager
def still(desk: Desk) -> Iterator[None]:
    """Nobody writes into a desk on a server until the block ends; DeskBusyError where others never stop."""
    names = ", ".join(table.name for table in metadata.sorted_tables)
    started = time.monotonic()
    while True:
        with desk.engine.connect() as connection:
            try:
                # without waiting: a writer that holds one table and wants another would wait for us, and we for it
                connection.execute(text(f"lock table {names} in share mode nowait"))
            except OperationalError as error:
                if time.monotonic() - started > PATIENCE_SECONDS:
                    raise DeskBusyError("Others kept the desk busy for a minute: try again later.") from error
            else:
                yield
                return
        time.sleep(_PAUSE_SECONDS)


@contextmanager
def seen_desk(desk: Desk, *, to: Path) -> Iterator[Callable[[], None]]:
    """The desk as it stands now; what is yielded writes it into a new file, while others go on."""
    engine = desk.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection:
        connection.execute(text("select 1"))  # the snapshot is that of the first statement
        yield lambda: _desk_into_file(connection, to)


@contextmanager
def seen_catalog(address: str, *, to: Path) -> Iterator[Callable[[], None]]:
    """The same of the catalog that libpq finds at `address`."""
    with psycopg.connect(address) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("set timezone = 'UTC'")
        connection.execute("select 1")
        yield lambda: _catalog_into_file(connection, to)


def has_desk(desk: Desk) -> bool:
    """Whether the database of a desk on a server holds one."""
    with desk.read() as connection:
        return inspect(connection).has_table("alembic_version")


def has_catalog(address: str) -> bool:
    """Whether the database at `address` holds a catalog."""
    with psycopg.connect(address) as connection:
        return bool(_catalog_tables(connection))


def put_desk(desk: Desk, file: Path, *, aside: str) -> None:
    """Put the desk of a file into its database, all of it or nothing; one that is there moves into schema `aside`."""
    with desk.write() as there:
        tables = {"alembic_version", *metadata.tables} & set(inspect(there).get_table_names())
        if tables:
            there.execute(text(f'create schema if not exists "{aside}"'))
        for table in sorted(tables):
            there.execute(text(f'alter table "{table}" set schema "{aside}"'))
        migrate_desk(there)
        here = Desk(f"sqlite:///{file}")
        try:
            with here.read() as connection:
                _copy_tables(connection, there)
        finally:
            here.close()


def put_catalog(address: str, file: Path, *, data_path: str, aside: str) -> None:
    """The same with a catalog; its data files lie below `data_path`."""
    is_new = not has_catalog(address)
    if is_new:
        _make_catalog(f"postgres:{address}", data_path=data_path)
    with psycopg.connect(address) as there, closing(sqlite3.connect(file)) as here:
        there.execute("set timezone = 'UTC'")
        tables = _catalog_tables(there)
        if not is_new:
            there.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(aside)))
        for table in tables:
            if is_new:
                there.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
            else:
                _begin_anew(there, table, aside=aside)
            _fill(there, table, here)


def _desk_into_file(connection: Connection, to: Path) -> None:
    desk = Desk(f"sqlite:///{to}")
    try:
        with desk.write() as there:
            migrate_desk(there)
            _copy_tables(connection, there)
    finally:
        desk.close()


def _copy_tables(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        rows = source.execution_options(yield_per=_ROWS).execute(select(table)).mappings()
        for part in rows.partitions():
            target.execute(insert(table), [dict(row) for row in part])


def _catalog_into_file(connection: psycopg.Connection[Any], to: Path) -> None:
    tables = _catalog_tables(connection)
    # an empty catalog of DuckLake's own making, filled
    _make_catalog(f"sqlite:{to}", data_path=f"{to.parent / 'nowhere'}/")
    with closing(sqlite3.connect(to)) as there, there:
        for table in tables:
            columns = _columns(connection, table)
            there.execute(f'delete from "{table}"')  # noqa: S608 -- a table's name, from the catalog itself
            places = ", ".join("?" * len(columns))
            with connection.cursor() as rows:
                rows.execute(_as_sqlite(table, columns))
                there.executemany(f'insert into "{table}" values ({places})', rows)  # noqa: S608 -- as above


def _as_sqlite(table: str, columns: Sequence[tuple[str, str]]) -> sql.Composed:
    told = [sql.SQL(_AS_SQLITE[kind]).format(sql.Identifier(name)) for name, kind in columns]
    return sql.SQL("select {} from {}").format(sql.SQL(", ").join(told), sql.Identifier(table))


def _begin_anew(connection: psycopg.Connection[Any], table: str, *, aside: str) -> None:
    name, there = sql.Identifier(table), sql.Identifier(aside)
    connection.execute(sql.SQL("alter table {} set schema {}").format(name, there))
    connection.execute(sql.SQL("create table {} (like {} including all)").format(name, sql.Identifier(aside, table)))


def _fill(connection: psycopg.Connection[Any], table: str, source: sqlite3.Connection) -> None:
    columns = _columns(connection, table)
    names = ", ".join(f'"{name}"' for name, _ in columns)
    rows = source.execute(f'select {names} from "{table}"')  # noqa: S608 -- names of DuckLake's own tables
    values = sql.SQL(", ").join(sql.SQL(_FROM_SQLITE[kind]) for _, kind in columns)
    statement = sql.SQL("insert into {} values ({})").format(sql.Identifier(table), values)
    with connection.cursor() as cursor:
        cursor.executemany(statement, ([None if one is None else str(one) for one in row] for row in rows))


def _make_catalog(catalog: str, *, data_path: str) -> None:
    lake = Lake(catalog=catalog, data_path=data_path)
    try:
        lake.query("select 1")
    finally:
        lake.close()


def _catalog_tables(connection: psycopg.Connection[Any]) -> list[str]:
    query = "select tablename from pg_tables where schemaname = current_schema() and starts_with(tablename, %s)"
    return sorted(row[0] for row in connection.execute(query, (_CATALOG,)))


def _columns(connection: psycopg.Connection[Any], table: str) -> list[tuple[str, str]]:
    query = (
        "select column_name, data_type from information_schema.columns"
        " where table_schema = current_schema() and table_name = %s order by ordinal_position"
    )
    return [(name, kind) for name, kind in connection.execute(query, (table,))]


def schema_aside(now: datetime) -> str:
    """The schema that what was there is moved into."""
    return f"before_{now:%Y%m%d_%H%M%S}"
