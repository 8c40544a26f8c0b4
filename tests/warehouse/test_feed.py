"""What came or changed since a snapshot is found, and nothing is passed over."""

from collections.abc import Callable

import pytest

from tests.warehouse.stores import NOW, Stores, post
from triage.mention import State
from warehouse import feed, scores, verdicts


def unscored(stores: Stores, since: int | None) -> list[str]:
    keys, _ = scores.waiting(stores.lake, since=since, version="1")
    return [native_id for _, native_id in keys]


def touched(stores: Stores, since: int | None) -> list[str]:
    found, _ = verdicts.changed(stores.lake, since=since)
    return [thread for _, thread in found]


def snapshot(stores: Stores) -> int:
    return stores.lake.read(feed.current)


@pytest.mark.parametrize("found", [unscored, touched])
def test_a_reader_sees_what_came_after_its_place_and_then_nothing(
    stores: Stores, found: Callable[[Stores, int | None], list[str]]
) -> None:
    stores.load(post("0"))
    stores.load(post("1"))
    place = snapshot(stores)
    stores.load(post("2"))
    stores.load(post("3"), post("1", likes=0))

    assert found(stores, place) == ["1", "2", "3"]
    assert found(stores, None) == ["0", "1", "2", "3"]
    assert found(stores, snapshot(stores)) == []


@pytest.mark.parametrize("found", [unscored, touched])
def test_an_edit_is_found_again_and_a_page_that_changes_nothing_is_not(
    stores: Stores, found: Callable[[Stores, int | None], list[str]]
) -> None:
    stores.load(post("1"), post("2"))
    place = snapshot(stores)
    stores.load(post("1"), post("2", text="Edited", state=State.EDITED, updated_at=NOW))

    assert found(stores, place) == ["2"]


@pytest.mark.parametrize("found", [unscored, touched])
def test_a_place_beyond_a_restored_lake_starts_over(
    stores: Stores, found: Callable[[Stores, int | None], list[str]]
) -> None:
    stores.load(post("1"))

    assert found(stores, snapshot(stores) + 100) == ["1"]


def test_each_reader_has_its_place_and_the_slowest_counts(stores: Stores) -> None:
    assert feed.oldest(stores.desk) is None

    for name, snapshot_id in (("triage", 7), ("score:1", 5), ("score:1", 9), ("score:2", 8)):
        feed.move(stores.desk, name, snapshot_id, now=NOW)

    assert feed.position(stores.desk, "score:1") == 9
    assert feed.oldest(stores.desk) == 7
    feed.forget(stores.desk, prefix="score:", but="score:2")
    assert feed.position(stores.desk, "score:1") is None
    assert feed.position(stores.desk, "triage") == 7
