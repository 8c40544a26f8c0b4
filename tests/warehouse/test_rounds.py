"""Recent posts are looked at in rounds, each as often as the others."""

from datetime import timedelta

from tests.warehouse.stores import NOW, Stores, post
from triage.mention import State
from warehouse import following

WEEK = timedelta(days=7)


def looks(stores: Stores, *, limit: int) -> list[str]:
    found = following.recent(stores.desk, stores.lake, target_id="target", since=NOW - WEEK, now=NOW, limit=limit)
    return [one.key.native_id for one in found]


def test_a_round_looks_at_each_recent_post_once_and_starts_anew(stores: Stores) -> None:
    stores.load(*(post(str(number), created_at=NOW - timedelta(hours=9 - number)) for number in range(5)))

    rounds = [looks(stores, limit=2) for _ in range(4)]

    assert rounds == [["0", "1"], ["2", "3"], ["4"], ["0", "1"]]


def test_what_is_old_or_gone_or_of_another_target_is_left_alone(stores: Stores) -> None:
    stores.load(
        post("old", created_at=NOW - WEEK - timedelta(seconds=1)),
        post("late", created_at=NOW + timedelta(hours=1)),
        post("gone", text=None, state=State.DELETED, created_at=NOW - timedelta(hours=2)),
        post("here", created_at=NOW - timedelta(hours=2)),
    )
    stores.load(post("elsewhere", created_at=NOW - timedelta(hours=1)), lease=stores.hold("another"))

    assert looks(stores, limit=10) == ["here"]


def test_posts_of_the_same_instant_are_all_looked_at(stores: Stores) -> None:
    stores.load(*(post(str(number), created_at=NOW - timedelta(hours=1)) for number in range(4)))

    assert [looks(stores, limit=3), looks(stores, limit=3)] == [["0", "1", "2"], ["3"]]
