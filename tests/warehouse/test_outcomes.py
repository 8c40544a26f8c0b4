"""Each rating of an answer is judged once its time has come, whenever it was imported and whatever the clocks said."""

from datetime import timedelta

from tests.warehouse.stores import NOW, Stores
from warehouse import outcomes, rating_book
from warehouse.rating_book import About, Rating


def rating(native_id: str, *, minutes: int = 0, kind: str = "csat") -> Rating:
    about = About(brand="acme", platform="file", native_id=native_id)
    return Rating(kind=kind, about=about, rated_at=NOW + timedelta(minutes=minutes), score=5, lowest=1, highest=5)


def waiting(stores: Stores, *, minutes: int = 0) -> list[str]:
    found = outcomes.unjudged(stores.desk, as_of=NOW + timedelta(minutes=minutes))
    return sorted(one.place[2] for one in found)


def test_a_rating_waits_until_it_was_judged_however_late_its_import_came(stores: Stores) -> None:
    rating_book.store(stores.desk, [rating("1"), rating("2", kind="nps"), rating("ahead", minutes=9)], [], now=NOW)
    seen = outcomes.unjudged(stores.desk, as_of=NOW)

    rating_book.store(stores.desk, [rating("late")], [], now=NOW - timedelta(days=1))
    before = waiting(stores)
    outcomes.mark_judged(stores.desk, seen, now=NOW + timedelta(days=1))
    rating_book.store(stores.desk, [rating("1")], [], now=NOW + timedelta(minutes=1))

    assert before == ["1", "late"]
    assert waiting(stores) == ["late"]
    assert waiting(stores, minutes=9) == ["ahead", "late"]
