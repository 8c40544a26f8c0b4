"""The lake is kept small without taking anything from a reader."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from repwatch import clock
from repwatch.maintaining import maintain as maintain_lake
from tests.servers.places import Place
from tests.warehouse.stores import NOW, Stores, post
from warehouse import feed, scores, upkeep, write
from warehouse.alone import NotAloneError
from warehouse.lake import Cursor, Lake

DAY = timedelta(days=1)


def files(place: Place) -> set[Path]:
    return set(place.home.rglob("*.parquet"))


@pytest.fixture
def pages(stores: Stores) -> int:
    """Four pages of two posts; the second post of each is the first of the next."""
    lease = stores.hold()
    for number in range(4):
        stores.load(post(str(number), likes=number), post(str(number + 1)), lease=lease, cursor=str(number))
    return 4


def test_a_merge_changes_no_row_and_takes_no_file_from_readers(place: Place, stores: Stores, pages: int) -> None:
    tables = ("raw.mention", "raw.content", "raw.sighting", "raw.coverage", "raw.cursor")
    rows = {table: stores.rows(table, "*") for table in tables}
    before = files(place)

    upkeep.merge_files(stores.lake)
    gone = upkeep.clean_up(stores.lake, now=clock.now())

    assert gone == 0
    assert before < files(place)
    assert {table: stores.rows(table, "*") for table in tables} == rows


def test_files_that_nobody_needs_go_within_three_days(place: Place, stores: Stores, pages: int) -> None:
    before, rows = files(place), stores.rows("raw.mention", "*")
    feed.move(stores.desk, "triage", stores.lake.read(feed.current), now=NOW)
    upkeep.merge_files(stores.lake)
    later = clock.now() + 3 * DAY

    expired = upkeep.expire(stores.desk, stores.lake, now=later)
    gone = upkeep.clean_up(stores.lake, now=later)

    assert expired > pages
    assert gone > pages
    assert len(files(place)) < len(before)
    assert stores.rows("raw.mention", "*") == rows
    assert (upkeep.expire(stores.desk, stores.lake, now=later), upkeep.clean_up(stores.lake, now=later)) == (0, 0)


def test_a_file_that_is_gone_already_does_not_stop_the_clean_up(place: Place, stores: Stores, pages: int) -> None:
    upkeep.merge_files(stores.lake)
    later = clock.now() + 3 * DAY
    [first, *others] = sorted(
        row["path"]
        for row in stores.lake.query(
            f"call ducklake_cleanup_old_files('lake', older_than => timestamptz '{later.isoformat()}', dry_run => true)"
        )
    )
    Path(first).unlink()

    upkeep.clean_up(stores.lake, now=later)

    assert not any(Path(path).exists() for path in others)
    assert upkeep.clean_up(stores.lake, now=later) == 0


def test_no_snapshot_goes_that_a_reader_of_changes_still_needs(stores: Stores, pages: int) -> None:
    place = stores.lake.read(feed.current)
    feed.move(stores.desk, "triage", place, now=NOW)
    feed.move(stores.desk, "score:1", place - 2, now=NOW)
    stores.load(post("late"))

    upkeep.expire(stores.desk, stores.lake, now=clock.now() + DAY)
    upkeep.merge_files(stores.lake)

    keys, _ = scores.waiting(stores.lake, since=place - 2, version="1")
    assert {native_id for _, native_id in keys} >= {"late", "4", "3"}


def test_nothing_expires_while_no_reader_has_a_place_or_too_soon(stores: Stores, pages: int) -> None:
    later = clock.now() + DAY

    assert upkeep.expire(stores.desk, stores.lake, now=later) == 0

    feed.move(stores.desk, "triage", stores.lake.read(feed.current), now=NOW)
    assert upkeep.expire(stores.desk, stores.lake, now=clock.now()) == 0


def test_files_are_left_alone_while_somebody_reads(stores: Stores, pages: int) -> None:
    def work(cursor: Cursor) -> None:
        cursor.execute("select count(*) from raw.mention")
        with pytest.raises(NotAloneError, match="another process has the lake"):
            upkeep.merge_files(stores.lake, patience_seconds=0.1)

    stores.lake.read(work)

    assert upkeep.merge_files(stores.lake) > 0


def test_files_in_a_shared_store_are_not_merged(tmp_path: Path) -> None:
    lake = Lake(catalog=f"sqlite:{tmp_path}/catalog.sqlite", data_path="s3://bucket/lake")

    with pytest.raises(NotAloneError, match="no folder of this machine"):
        upkeep.merge_files(lake)


@pytest.mark.long
def test_upkeep_beside_a_writer_and_a_reader_disturbs_neither(stores: Stores, pages: int) -> None:
    lease, stop = stores.hold(), threading.Event()
    seen: list[int] = []

    def read() -> None:
        while not stop.is_set():
            rows = stores.lake.query("select count(*) as n from raw.mention inner join raw.content using (native_id)")
            seen.append(rows[0]["n"])

    def maintain() -> None:
        while not stop.is_set():
            maintain_lake(stores.desk, stores.lake, (), now=clock.now())

    threads = [threading.Thread(target=work) for work in (read, maintain)]
    for thread in threads:
        thread.start()
    try:
        for number in range(6):
            write.load_page(stores.lake, stores.page(post(f"more-{number}"), lease=lease), now=NOW)
    finally:
        stop.set()
        for thread in threads:
            thread.join()

    assert len(seen) > 1
    assert seen == sorted(seen)
    assert stores.doubles() == []
    assert len(stores.rows("raw.mention", "native_id")) == 5 + 6
