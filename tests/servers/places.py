"""Where a desk and a lake lie, embedded or on PostgreSQL; migrated once, then copied for each test."""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import psycopg

from repwatch.settings import Settings
from tests.servers.postgresql import Server
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.migrate import migrate

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
MOVE_DATA = "update ducklake_metadata set value = '{data}' where key = 'data_path'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The addresses of two stores whose files are all in one folder, or in one database and a folder."""

    home: Path
    server: Server | None = None
    database: str = ""

    @property
    def settings(self) -> Settings:
        if self.server is None:
            return Settings(home=self.home)
        catalog = f"postgres:{self.server.connection(self.database)}"
        return Settings(home=self.home, lake_catalog=catalog, desk_url=self.server.url(self.database))

    @contextmanager
    def opened(self) -> Iterator[tuple[Desk, Lake]]:
        """Both stores until the block ends."""
        settings = self.settings
        desk, lake = Desk(settings.desk), Lake(catalog=settings.catalog, data_path=settings.data)
        try:
            yield desk, lake
        finally:
            lake.close()
            desk.close()

    def migrated(self) -> "Place":
        with self.opened() as (desk, lake):
            migrate(desk, lake, now=START)
        return self

    def copied_to(self, home: Path) -> "Place":
        """The same stores in a place of their own; nobody may have these open."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        data = MOVE_DATA.format(data=Settings(home=home).data)
        if self.server is None:
            with sqlite3.connect(home / "lake" / "catalog.sqlite") as catalog:
                catalog.execute(data)
            catalog.close()
            return Place(home=home)
        database = self.server.create(template=self.database)
        with psycopg.connect(self.server.connection(database)) as connection:
            connection.execute(data.encode())
        return Place(home=home, server=self.server, database=database)


@cache
def template() -> Place:
    """Embedded stores that this process migrated once, to be copied and never opened."""
    folder = Path(tempfile.mkdtemp(prefix="repwatch-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Place(home=folder / "home").migrated()
