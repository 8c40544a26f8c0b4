"""Copies of desk and lake as they stood at one instant while both are in use, and how such a copy finds its files."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from warehouse import server_copies
from warehouse.desk import Desk

_FILES = """
select distinct held.path as file, data_table.path as folder, held_schema.path as parent
from (
  select table_id, path, path_is_relative from ducklake_data_file
  union all
  select table_id, path, path_is_relative from ducklake_delete_file
) as held
inner join ducklake_table as data_table on held.table_id = data_table.table_id
inner join ducklake_schema as held_schema on data_table.schema_id = held_schema.schema_id
where held.path_is_relative and data_table.path_is_relative and held_schema.path_is_relative
order by 3, 2, 1
"""


def desk_file(url: str) -> Path | None:
    """The file that a desk is; None where it is a server's database."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}
    return Path(str(parsed.database)) if is_file else None


def catalog_file(catalog: str) -> Path | None:
    """The file that a lake's catalog is; None where it is a server's database."""
    kind, _, where = catalog.partition(":")
    return Path(where) if kind == "sqlite" else None


def catalog_address(catalog: str) -> str:
    """Where libpq finds a catalog that is a server's database."""
    return catalog.partition(":")[2]


def copy_both(desk: Desk, *, desk_url: str, catalog: str, desk_to: Path, catalog_to: Path) -> None:
    """Copy the desk and the lake's catalog into files, so that they agree with each other.

    Nobody writes into the desk at the instant that both are of, so the lake knows nothing of a case that the copied
    desk does not; whoever reads, or writes into the lake, goes on. What is a file is copied within that instant; a
    server shows it for as long as the copy takes. The data files need no care: none is ever changed, and one that is
    let go of stays for a day.
    """
    desk_from, catalog_from, address = desk_file(desk_url), catalog_file(catalog), catalog_address(catalog)
    with ExitStack() as seen:
        with desk.write() if desk_from else server_copies.still(desk):
            finish = [
                seen.enter_context(
                    _copied(desk_from, desk_to) if desk_from else server_copies.seen_desk(desk, to=desk_to)
                ),
                seen.enter_context(
                    _copied(catalog_from, catalog_to)
                    if catalog_from
                    else server_copies.seen_catalog(address, to=catalog_to)
                ),
            ]
        for one in finish:
            one()
    with _open(catalog_to) as copied, copied:
        # their files are not copied, and nobody need look for them
        copied.execute("delete from ducklake_files_scheduled_for_deletion")


def data_files(catalog: Path) -> list[str]:
    """The data files that a catalog names, as paths below the lake's data folder."""
    with _open(catalog) as opened:
        return [f"{parent}{folder}{file}" for file, folder, parent in opened.execute(_FILES)]


def move_data(catalog: Path, data_path: str) -> None:
    """Let a catalog that nobody has open look for its data files in another folder."""
    with _open(catalog) as opened, opened:
        opened.execute("update ducklake_metadata set value = ? where key = 'data_path'", (data_path,))


def is_sound(database: Path) -> bool:
    """Whether a SQLite file is whole, as SQLite itself sees it."""
    try:
        with _open(database) as opened:
            return bool(opened.execute("pragma quick_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[Callable[[], None]]:
    """A file is copied at once, and nothing is left to do."""
    _copy(source, target)
    yield lambda: None


def _copy(source: Path, target: Path) -> None:
    with _open(source) as here, _open(target) as there:
        here.backup(there)


def _open(path: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(path, timeout=30))


def compact(database: Path) -> bool:
    """Leave nothing of deleted rows in a SQLite file; False where somebody kept it busy."""
    try:
        with _open(database) as opened:
            opened.execute("vacuum")
            return bool(opened.execute("pragma wal_checkpoint(truncate)").fetchone()[0] == 0)
    except sqlite3.OperationalError:
        return False
