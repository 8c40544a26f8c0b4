"""Both stores come to this code's version, once, and no further."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from tests.servers.places import Place
from tests.warehouse.stores import NOW, Stores
from warehouse.migrate import NewerStoreError, migrate, pending
from warehouse.tables import metadata

ALL = [
    *("desk 0001", "desk 0002", "desk 0003", "desk 0004", "desk 0005", "desk 0006", "desk 0007", "desk 0008"),
    "desk 0009",
    "desk 0010",
    *("desk 0011", "desk 0012", "desk 0013", "desk 0014", "desk 0015", "desk 0016", "desk 0017", "desk 0018"),
    *("lake 0001_what_was_said", "lake 0002_what_became_of_cases", "lake 0003_how_strong_a_flag_is"),
    *("lake 0004_the_stars_of_then", "lake 0005_what_became_of_posts", "lake 0006_copies_follow_their_case"),
    "lake 0007_answers_by_hand",
]


def of_the_desk(thing: object, name: str | None, kind: str, is_reflected: bool, other: object) -> bool:
    """On PostgreSQL, tests keep the lake's catalog in the same database."""
    return not (name or "").startswith("ducklake_")


def test_a_second_migration_does_nothing(empty_place: Place) -> None:
    with empty_place.opened() as (desk, lake):
        assert pending(desk, lake) == ALL

        first, second = migrate(desk, lake, now=NOW), migrate(desk, lake, now=NOW)

        assert (first, second) == (ALL, [])
        assert pending(desk, lake) == []


def test_two_that_migrate_at_once_do_it_once(empty_place: Place) -> None:
    def one(_number: int) -> list[str]:
        with empty_place.opened() as (desk, lake):
            return migrate(desk, lake, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        applied = list(pool.map(one, range(2)))

    assert sorted(applied) == [[], ALL]


def test_a_newer_desk_is_refused(stores: Stores) -> None:
    with stores.desk.write() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    with pytest.raises(NewerStoreError, match="desk is at version 9999"):
        pending(stores.desk, stores.lake)
    with pytest.raises(NewerStoreError, match="desk is at version 9999"):
        migrate(stores.desk, stores.lake, now=NOW)


def test_a_newer_lake_is_refused(stores: Stores) -> None:
    stores.lake.transaction(
        lambda cursor: cursor.execute("insert into main.migration values ('9999_later', now())").fetchall() and None
    )

    with pytest.raises(NewerStoreError, match="lake is at version 9999_later"):
        pending(stores.desk, stores.lake)
    with pytest.raises(NewerStoreError, match="lake is at version 9999_later"):
        migrate(stores.desk, stores.lake, now=NOW)


def test_the_migrated_desk_is_what_the_code_believes(stores: Stores) -> None:
    with stores.desk.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": of_the_desk, "compare_type": True, "compare_server_default": True}
        )

        assert compare_metadata(context, metadata) == []


def test_what_became_of_posts_can_be_asked_on_either_catalog(stores: Stores) -> None:
    assert stores.lake.query("select * from marts.judged($as_of)", {"as_of": NOW}) == []
