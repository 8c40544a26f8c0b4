"""Exactly once, also while a loader whose lease has run out still writes, and in processes of their own."""

from typing import Any

import duckdb

from tests.servers.places import Place
from tests.servers.processes import Child, Say, all_of
from tests.warehouse.stores import HOUR, NOW, Stores, post
from warehouse import write
from warehouse.fence import SupersededError
from warehouse.lake import is_conflict

PAGES = 2


def load_slowly(say: Say, place: Place) -> str:
    """Take the lease, write a page, and wait before the commit; returns what became of it."""
    with place.opened() as (desk, lake):
        stores = Stores(desk=desk, lake=lake)
        page = stores.page(post("1"), post("2"), lease=stores.hold(owner="zombie"), cursor="zombie")
        # by hand: the lake's own transaction would keep its successor waiting for its turn
        with lake.cursor() as cursor:
            cursor.execute("begin transaction")
            write._load(cursor, page, now=NOW)
            say("written")
            try:
                cursor.execute("commit")
            except duckdb.Error as refused:
                if not is_conflict(refused):
                    raise
            else:
                return "committed"
        try:
            write.load_page(lake, page, now=NOW)
        except SupersededError:
            return "refused, then superseded"
        return "refused, then written"


def load_pages(say: Say, place: Place, target: str) -> Any:  # noqa: ANN401 -- rows
    """Load the same posts as every other process, under a target of its own; returns the keys stored twice."""
    with place.opened() as (desk, lake):
        stores = Stores(desk=desk, lake=lake)
        lease = stores.hold(target)
        say("ready")
        for number in range(PAGES):
            stores.load(*(post(str(5 * number + one)) for one in range(7)), lease=lease, cursor=str(number))
        return stores.doubles()


def test_the_commit_of_a_zombie_is_refused_and_its_retry_finds_itself_superseded(place: Place) -> None:
    with Child(load_slowly, place) as zombie:
        zombie.hears("written")
        with place.opened() as (desk, lake):
            stores = Stores(desk=desk, lake=lake)
            lease = stores.hold(owner="successor", now=NOW + 2 * HOUR)
            stores.load(post("2"), post("3"), lease=lease, cursor="successor")

            zombie.go_on()
            fate = zombie.result()

            assert fate == "refused, then superseded"
            assert stores.rows("raw.mention", "native_id") == ["2", "3"]
            assert write.cursor_of(lake, "target") == "successor"
            assert stores.doubles() == []


def test_targets_that_load_the_same_posts_at_once_store_each_once(place: Place) -> None:
    targets = ["a", "b"]

    doubles = all_of([(load_pages, (place, target)) for target in targets])

    with place.opened() as (desk, lake):
        stores = Stores(desk=desk, lake=lake)
        posts = {str(number) for number in range(5 * (PAGES - 1) + 7)}
        assert doubles == [[], []]
        assert stores.doubles() == []
        assert set(stores.rows("raw.mention", "native_id")) == posts
        assert len(stores.rows("raw.sighting", "native_id")) == len(posts) * len(targets)
        assert stores.rows("raw.cursor", "target_id", "cursor") == [(target, str(PAGES - 1)) for target in targets]
