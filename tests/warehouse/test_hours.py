"""An hour counts as read once every page of its sweep is in, and no sooner."""

from datetime import datetime, timedelta
from typing import Any

from tests.warehouse.stores import HOUR, NOW, Stores
from triage.spikes import hours_between
from warehouse import hours, write


def window(start: int, end: int, **flags: bool) -> dict[str, Any]:
    return {"reached": (NOW + start * HOUR, NOW + end * HOUR), **flags}


def span(start: int, end: int) -> list[datetime]:
    return hours_between(NOW + start * HOUR, NOW + end * HOUR)


CASES: dict[str, tuple[list[dict[str, Any]], list[datetime]]] = {
    "one after the other": ([window(0, 2), window(2, 4)], span(0, 4)),
    "a gap": ([window(0, 2), window(3, 4)], [*span(0, 2), *span(3, 4)]),
    "one within the other": ([window(0, 4), window(1, 2)], span(0, 4)),
    "a sweep goes on": ([window(0, 4, is_overlap_reached=False), window(0, 3, is_overlap_reached=False)], []),
    "a sweep is done": ([window(0, 4, is_overlap_reached=False), window(0, 3)], span(0, 4)),
    "capped at three": ([window(0, 2), window(3, 6, is_capped=True)], [*span(0, 2), *span(3, 6)]),
    "without windows, from look to look": ([{}, {}, {}], span(0, 2)),
    "without windows, one look capped": ([{}, {"is_capped": True}, {}], span(1, 2)),
}


def test_what_each_target_has_read_whole(stores: Stores) -> None:
    for target, (pages, _) in CASES.items():
        lease = stores.hold(target)
        for number, page in enumerate(pages):
            write.load_page(stores.lake, stores.page(lease=lease, **page), now=NOW + number * HOUR)

    seen = hours.seen(stores.lake, [("maple", "billing")], since=NOW - timedelta(days=1), now=NOW + 9 * HOUR)

    found = {target: sorted(seen.covered.get(target, ())) for target in CASES}
    assert found == {target: expected for target, (_, expected) in CASES.items()}
