"""Brings both stores to the version this code knows; desk first, then lake, one process at a time."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from warehouse.desk import Desk
from warehouse.lake import Cursor, Lake

_ADVISORY_LOCK = 7_236_412


class NewerStoreError(Exception):
    """A store was written by a newer repwatch; this one refuses to touch it."""


def migrate(desk: Desk, lake: Lake, *, now: datetime) -> list[str]:
    """Bring desk and lake up to date; returns what was applied, empty when nothing was."""
    with desk.write() as connection:  # on SQLite this transaction is the lock; PostgreSQL has one for the purpose
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        applied = migrate_desk(connection)
        applied += lake.transaction(lambda cursor: _lake(cursor, now=now))
    return applied


def pending(desk: Desk, lake: Lake) -> list[str]:
    """What `migrate` would apply; NewerStoreError where a store knows more than this code."""
    return pending_desk(desk) + lake.read(lambda cursor: [f"lake {path.stem}" for path in _waiting(cursor)])


def pending_desk(desk: Desk) -> list[str]:
    """What it would apply to the desk, without a look at the lake."""
    with desk.read() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    known = _revisions()
    if current is not None and current not in known:
        raise NewerStoreError(_newer("desk", current))
    return [f"desk {revision}" for revision in known[known.index(current) + 1 if current else 0 :]]


def versions(desk: Desk, lake: Lake) -> tuple[str, str]:
    """The version that desk and lake are at; empty where one was never migrated."""
    with desk.read() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current or "", max(lake.read(_done), default="")


def migrate_desk(connection: Connection) -> list[str]:
    """Bring a desk up to date within a transaction of the caller's."""
    known = _revisions()
    before = MigrationContext.configure(connection).get_current_revision()
    if before is not None and before not in known:
        raise NewerStoreError(_newer("desk", before))
    if before != known[-1]:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return [f"desk {revision}" for revision in known[known.index(before) + 1 if before else 0 :]]


@cache
def _revisions() -> tuple[str, ...]:
    """The desk's versions that this code knows, the first one first; reading their files takes 100 ms."""
    script = ScriptDirectory.from_config(_config())
    return tuple(revision.revision for revision in reversed(list(script.walk_revisions())))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_folder("desk")))
    config.set_main_option("path_separator", "os")
    return config


def _lake(cursor: Cursor, *, now: datetime) -> list[str]:
    cursor.execute(
        "create table if not exists main.migration (version varchar not null, applied_at timestamptz not null)"
    )
    waiting = _waiting(cursor)
    for path in waiting:
        for statement in cursor.extract_statements(path.read_text(encoding="utf-8")):
            cursor.execute(statement)
        cursor.execute(
            "insert into main.migration (version, applied_at) values ($version, $now)",
            {"version": path.stem, "now": now},
        )
    return [f"lake {path.stem}" for path in waiting]


def _waiting(cursor: Cursor) -> list[Path]:
    known = sorted(_folder("lake").glob("*.sql"))
    done = _done(cursor)
    if unknown := sorted(done - {path.stem for path in known}):
        raise NewerStoreError(_newer("lake", unknown[-1]))
    return [path for path in known if path.stem not in done]


def _done(cursor: Cursor) -> set[str]:
    tables = cursor.execute("select table_name from duckdb_tables() where schema_name = 'main'").fetchall()
    if ("migration",) not in tables:
        return set()
    return {row[0] for row in cursor.execute("select version from main.migration").fetchall()}


def _folder(store: str) -> Path:
    return Path(str(files("warehouse"))) / "migrations" / store


def _newer(store: str, version: str) -> str:
    return f"The {store} is at version {version}, unknown to this repwatch: install the newer release that wrote it."
