"""Keeps the lake small: merges little files and lets go of snapshots that no reader needs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from warehouse import feed, sql
from warehouse.desk import Desk
from warehouse.lake import Cursor, Lake

KEEP = timedelta(minutes=30)
"""A reader that is in the middle of a query finds its snapshot for this long."""
FILES_KEEP = KEEP + timedelta(days=1)
"""And its files no shorter: on a SQLite catalog, DuckLake compares instants as text and gets only the day right."""

_SMALL = 32 * 1024**2
"""Larger files are not written again, so that a merge costs what is new and not what is stored."""
_PATIENCE_SECONDS = 5.0
_TEXTS = (("raw", "content"), ("raw", "revision"), ("raw", "quarantine"))
_TOLD = (*_TEXTS, ("score", "mention_score"))
"""Where words of customers stand: texts, and the words that a score was found by."""


def rewrite_erased(
    lake: Lake, *, tables: Sequence[tuple[str, str]] = _TEXTS, patience_seconds: float = _PATIENCE_SECONDS
) -> int:
    """Write files that hold erased texts anew without them; returns how many came of it.

    An update leaves the former row in its file, hidden but readable, for as long as another row of the file is in use.
    Raises what `Lake.alone` raises.
    """

    def work(cursor: Cursor) -> int:
        statement = "call ducklake_rewrite_data_files('lake', $table, schema => $schema, delete_threshold => 0.0)"
        values = [{"schema": schema, "table": table} for schema, table in tables]
        return sum(int(row[3]) for told in values for row in cursor.execute(statement, told).fetchall())

    return lake.alone(work, patience_seconds=patience_seconds)


def rewrite_told(lake: Lake, *, patience_seconds: float) -> int:
    """The same where a person is erased, for whom the words of scores go too; returns the snapshot it came to."""
    rewrite_erased(lake, tables=_TOLD, patience_seconds=patience_seconds)
    return lake.read(feed.current)


def let_go(desk: Desk, lake: Lake, *, patience_seconds: float) -> int:
    """Delete now, while nobody reads or writes, what no consumer of the feed needs; returns how many files went.

    The catalog forgets the first and last texts of its columns too, which it keeps to skip files by, and whose files
    are gone. Raises what `Lake.alone` raises.
    """
    needed = feed.oldest(desk)

    def work(cursor: Cursor) -> int:
        snapshots = [
            int(row[0]) for row in cursor.execute("select snapshot_id from ducklake_snapshots('lake')").fetchall()
        ]
        old = [one for one in snapshots if one < min(needed or max(snapshots), max(snapshots))]
        if old:
            cursor.execute(f"call ducklake_expire_snapshots('lake', versions => {old})")
        files = cursor.execute("call ducklake_cleanup_old_files('lake', cleanup_all => true)").fetchall()
        cursor.execute(sql.load("loads", "forget_statistics"))
        return len(files)

    return lake.alone(work, patience_seconds=patience_seconds)


def merge_files(lake: Lake, *, patience_seconds: float = _PATIENCE_SECONDS) -> int:
    """Join small data files while nothing else reads or writes; returns how many came of it.

    Alone, because a transaction that is open at an older snapshot while this commits may count the rows of a newer
    one without an error. Raises what `Lake.alone` raises.
    """

    def work(cursor: Cursor) -> int:
        statement = f"call ducklake_merge_adjacent_files('lake', max_file_size => {_SMALL})"
        return sum(int(row[3]) for row in cursor.execute(statement).fetchall())

    return lake.alone(work, patience_seconds=patience_seconds)


def expire(desk: Desk, lake: Lake, *, now: datetime) -> int:
    """Let go of snapshots older than KEEP that every consumer of the feed has passed; returns how many."""
    needed = feed.oldest(desk)
    if needed is None:
        return 0

    def work(cursor: Cursor) -> int:
        values = {"needed": needed, "before": now - KEEP}
        rows = cursor.execute(sql.load("queries", "old_snapshots"), values).fetchall()
        versions = [int(row[0]) for row in rows]
        if versions:
            # table functions take no list parameter here; the ids are integers of ours
            cursor.execute(f"call ducklake_expire_snapshots('lake', versions => {versions})")
        return len(versions)

    return lake.transaction(work)


def clean_up(lake: Lake, *, now: datetime) -> int:
    """Delete files that no snapshot needs and that were let go of long enough ago; returns how many."""

    def work(cursor: Cursor) -> int:
        stamp = (now - FILES_KEEP).isoformat()
        statement = f"call ducklake_cleanup_old_files('lake', older_than => timestamptz '{stamp}')"
        return len(cursor.execute(statement).fetchall())

    return lake.transaction(work)
