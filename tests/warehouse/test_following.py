"""Each target looks again at its own cases, however many another has."""

from datetime import timedelta

from tests.dashboard.cases import fill
from tests.warehouse.stores import NOW, Stores, post
from warehouse import following


def load(stores: Stores, numbers: range, *, target: str) -> None:
    """The posts of cases as `fill` opens them, seen by this target."""
    posts = [post(f"post-{number}", platform="demo-social") for number in numbers]
    stores.load(*posts, lease=stores.hold(target))


def followed(stores: Stores, target: str, *, limit: int) -> list[str]:
    since = NOW - timedelta(days=14)
    found = following.followed(stores.desk, stores.lake, target_id=target, since=since, limit=limit)
    return [one.key.native_id for one in found]


def test_a_target_with_many_cases_takes_no_look_from_another(stores: Stores) -> None:
    fill(stores.desk, range(1, 8), now=NOW)
    load(stores, range(1, 6), target="busy")
    load(stores, range(6, 8), target="calm")

    assert followed(stores, "busy", limit=3) == ["post-1", "post-2", "post-3"]
    assert followed(stores, "calm", limit=3) == ["post-6", "post-7"]
    assert followed(stores, "unknown", limit=3) == []
