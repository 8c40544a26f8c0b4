"""A walk ends, loses nothing, and goes on where it was broken off."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest

from collectors.base import Page, Record
from collectors.errors import RefusedError
from collectors.sweep import Listed, Sweep, by_place, by_window, walk
from collectors.testing import START

TOP = int(START.timestamp())
FLOOR = TOP - 3_600


def listed(*ages: int, then: str = "", has_more: bool = False) -> Listed:
    """Posts written so many seconds before the start."""
    records = [Record(body=str(age).encode(), content_type="text/plain", seen_at=START) for age in ages]
    return Listed(records=records, seconds=[TOP - age for age in ages], next=then, has_more=has_more)


def sweep(*, place: str = "") -> Sweep:
    return Sweep(newest=FLOOR, floor=FLOOR, below=TOP, place=place)


@pytest.mark.parametrize(
    ("shown", "place", "is_done", "is_capped"),
    [
        pytest.param(listed(1, 2, then="b", has_more=True), "b", False, False, id="goes on"),
        pytest.param(listed(1, 2), "", True, False, id="ends"),
        pytest.param(listed(1, 3_601, then="b", has_more=True), "", True, False, id="meets what is known"),
        pytest.param(listed(9_999, 1, then="b", has_more=True), "b", False, False, id="passes what is pinned"),
        pytest.param(listed(1, 2, has_more=True), "", True, True, id="is cut off"),
        pytest.param(listed(), "", True, False, id="is empty"),
    ],
)
def test_a_list_of_places_is_read_down_to_what_is_known(
    shown: Listed, place: str, is_done: bool, is_capped: bool
) -> None:
    page, after = by_place(sweep(), shown)

    assert (after.place, after.is_done, page.capped) == (place, is_done, is_capped)


def test_a_page_that_repeats_ends_a_list_of_places() -> None:
    _, once = by_place(sweep(), listed(1, then="b", has_more=True))
    page, twice = by_place(once, listed(1, then="c", has_more=True))

    assert page.capped
    assert twice.is_done


def test_each_list_of_a_source_is_read() -> None:
    _, second = by_place(sweep(), listed(1), branches=2)
    _, after = by_place(second, listed(2), branches=2)

    assert (second.branch, second.is_done) == (1, False)
    assert (after.newest, after.is_done) == (TOP - 1, True)


def test_a_clock_ahead_of_ours_moves_no_walk_past_now() -> None:
    _, after = by_place(sweep(), listed(-7_200))

    assert after.newest == TOP


@pytest.mark.parametrize(
    ("shown", "below", "place", "is_capped"),
    [
        pytest.param(listed(1, 5, then="1", has_more=True), TOP - 5, "", False, id="goes on by time"),
        pytest.param(listed(0, 0, then="1", has_more=True), TOP, "1", False, id="one second: goes on by page"),
        pytest.param(listed(0, 0, has_more=True), TOP - 1, "", True, id="one second beyond the cap"),
        pytest.param(listed(-9, 5, has_more=True), 0, "", True, id="outside the window"),
        pytest.param(listed(1, 5), 0, "", False, id="ends"),
    ],
)
def test_a_list_of_windows_is_read_down_to_its_floor(shown: Listed, below: int, place: str, is_capped: bool) -> None:
    page, after = by_window(sweep(), shown)

    assert (after.below, after.place, page.capped) == (below, place, is_capped)


@pytest.mark.parametrize("is_refused", [True, False], ids=["refused", "empty"])
def test_a_place_that_lapsed_between_two_runs_is_no_dead_end(is_refused: bool) -> None:
    asked = []

    def step(one: Sweep) -> tuple[Page, Sweep]:
        asked.append(one.place)
        if one.place and is_refused:
            raise RefusedError("no such token", status=400)
        return by_place(one, listed() if one.place else listed(1))

    since = json.dumps(asdict(sweep(place="old")))
    pages = list(walk(step, since=since, until=START, history=timedelta(days=1), overlap=timedelta(0)))

    assert asked == ["old", "", ""]
    assert [len(page.records) for page in pages] == [1, 1]


def test_another_refusal_is_told() -> None:
    def step(_: Sweep) -> tuple[Page, Sweep]:
        raise RefusedError("no", status=403)

    since = json.dumps(asdict(sweep(place="old")))
    with pytest.raises(RefusedError):
        list(walk(step, since=since, until=START, history=timedelta(days=1), overlap=timedelta(0)))


def test_a_cursor_of_an_older_version_is_understood() -> None:
    assert Sweep.of('{"newest": 7, "floor": 5, "below": 9, "page": 3}') == Sweep(newest=7, floor=5, below=9)


def test_a_page_tells_the_window_that_is_read_and_where_a_list_was_cut_off() -> None:
    going_on, _ = by_place(sweep(), listed(1, 60, then="b", has_more=True))
    cut_off, _ = by_place(sweep(), listed(1, 60, has_more=True))

    assert going_on.reached == (START - timedelta(hours=1), START)
    assert cut_off.reached == (START - timedelta(minutes=1), START)
