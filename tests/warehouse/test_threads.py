"""Posts of one conversation share a thread, in whatever order and pages they arrive."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.stores import Stores, post
from triage.mention import Item
from warehouse import threads

# each store lives for the whole of a test: every example speaks of a platform of its own
_PLATFORMS = itertools.count()
on_one_store = settings(
    deadline=None, max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@st.composite
def forests(draw: st.DrawFn) -> list[list[Item]]:
    """Trees of answers, cut into pages; some posts are never seen, some name their root as well."""
    size = draw(st.integers(2, 6))
    parents = [draw(st.none() | st.integers(0, number - 1)) if number else None for number in range(size)]
    seen = [number for number in range(size) if draw(st.integers(0, 4))]
    platform = f"forest-{next(_PLATFORMS)}"
    items = [
        post(
            str(number),
            platform=platform,
            parent_id=None if parents[number] is None else str(parents[number]),
            root_id=str(top(number, parents)) if parents[number] is not None and draw(st.booleans()) else None,
        )
        for number in seen
    ]
    return cut(draw, items)


@st.composite
def loops(draw: st.DrawFn) -> list[list[Item]]:
    """Posts that claim each other as parents, round and round, with answers hanging from the ring."""
    ring, hanging = draw(st.integers(2, 4)), draw(st.integers(0, 3))
    platform = f"loop-{next(_PLATFORMS)}"
    items = [post(str(number), platform=platform, parent_id=str((number + 1) % ring)) for number in range(ring)]
    items += [
        post(str(ring + number), platform=platform, parent_id=str(draw(st.integers(0, ring + number - 1))))
        for number in range(hanging)
    ]
    return cut(draw, items)


def cut(draw: st.DrawFn, items: Sequence[Item]) -> list[list[Item]]:
    pages: list[list[Item]] = [[]]
    for item in draw(st.permutations(list(items))):
        if len(pages) < 3 and draw(st.booleans()):
            pages.append([])
        pages[-1].append(item)
    return [page for page in pages if page]


def top(number: int, parents: Sequence[int | None]) -> int:
    """The topmost post above one."""
    above = parents[number]
    return number if above is None else top(above, parents)


def highest_seen(item: Item, items: Sequence[Item]) -> str:
    """The name of a thread by its rule: the root that a post or one above it names, else the topmost name known."""
    by_id = {one.native_id: one for one in items}
    here = item
    while here.root_id is None and here.parent_id in by_id:
        here = by_id[here.parent_id or ""]
    name = here.root_id or here.parent_id or here.native_id
    return highest_seen(by_id[name], items) if name in by_id and name != here.native_id else name


class Shelf:
    """Stored posts by their thread, as the lake keeps them."""

    def __init__(self) -> None:
        self.threads: dict[threads.Place, str] = {}

    def load(self, items: Sequence[Item]) -> None:
        wanted = {(one.platform, name) for one in items for name in (one.native_id, one.parent_id, one.root_id) if name}
        known = {
            place: thread for place, thread in self.threads.items() if place in wanted or (place[0], thread) in wanted
        }
        found = threads.resolve(items, known)
        heads = {(platform, thread) for (platform, _), thread in known.items()}
        renamed = {(platform, old): new for platform, old, new in threads.moves(found, heads=heads)}
        self.threads = {place: renamed.get((place[0], thread), thread) for place, thread in self.threads.items()}
        for one in items:
            self.threads.setdefault((one.platform, one.native_id), found[one.platform, one.native_id])


@settings(max_examples=400)
@given(pages=forests())
def test_no_order_splits_or_joins_threads(pages: list[list[Item]]) -> None:
    items, shelf = list(itertools.chain.from_iterable(pages)), Shelf()

    for page in [*pages, *pages]:
        shelf.load(page)

    assert shelf.threads == {(one.platform, one.native_id): highest_seen(one, items) for one in items}


@settings(max_examples=400)
@given(pages=loops())
def test_no_order_splits_a_ring(pages: list[list[Item]]) -> None:
    shelf = Shelf()

    for page in [*pages, *pages]:
        shelf.load(page)

    assert len(set(shelf.threads.values())) == 1


def threads_of(stores: Stores, platform: str) -> dict[str, str]:
    return {
        native_id: thread
        for native_id, thread, where in stores.rows("raw.mention", "native_id", "thread_id", "platform")
        if where == platform
    }


@on_one_store
@given(pages=forests())
def test_the_thread_is_the_topmost_post_in_any_order(stores: Stores, pages: list[list[Item]]) -> None:
    items = list(itertools.chain.from_iterable(pages))
    lease = stores.hold()

    for page in pages:
        stores.load(*page, lease=lease)

    for item in items[:1]:
        found = threads_of(stores, item.platform)
        assert found == {one.native_id: highest_seen(one, items) for one in items}


@on_one_store
@given(pages=loops())
def test_posts_that_answer_each_other_in_a_ring_are_one_thread(stores: Stores, pages: list[list[Item]]) -> None:
    lease = stores.hold()

    for page in pages:
        stores.load(*page, lease=lease)

    assert len(set(threads_of(stores, pages[0][0].platform).values())) == 1


def test_a_stored_post_listed_again_without_its_parent_keeps_its_thread(stores: Stores) -> None:
    stores.load(post("root"), post("answer", parent_id="root"))

    stores.load(post("answer", likes=5), post("below", parent_id="answer"))

    assert threads_of(stores, "forum") == {"root": "root", "answer": "root", "below": "root"}


def test_a_page_may_join_two_stored_threads_to_a_third(stores: Stores) -> None:
    stores.load(post("x", parent_id="a"), post("y", parent_id="b"))

    stores.load(post("a", parent_id="y"), post("b", parent_id="c"))

    assert set(threads_of(stores, "forum").values()) == {"c"}


def test_threads_of_two_platforms_with_the_same_ids_stay_apart(stores: Stores) -> None:
    stores.load(post("2", parent_id="1"), post("2", parent_id="9", platform="reviews"))

    stores.load(post("1", parent_id="0"))

    assert threads_of(stores, "forum") == {"1": "0", "2": "0"}
    assert threads_of(stores, "reviews") == {"2": "9"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_known_thread_is_followed_from_any_of_its_posts(order: tuple[int, ...]) -> None:
    items = [post("b", parent_id="a"), post("c", parent_id="b"), post("d", parent_id="c")]

    found = threads.resolve([items[number] for number in order], {("forum", "a"): "top"})

    assert {found["forum", item.native_id] for item in items} == {"top"}
