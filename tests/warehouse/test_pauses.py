from datetime import timedelta

from tests.servers.places import Place
from tests.warehouse.stores import NOW
from warehouse.pauses import Pauses


def test_a_pause_is_heeded_by_every_process_and_the_latest_word_counts(place: Place) -> None:
    with place.opened() as (mine, _), place.opened() as (other, _):
        Pauses(desk=mine).pause("api.example", until=NOW + timedelta(hours=2))
        Pauses(desk=mine).pause("api.example", until=NOW + timedelta(hours=1))

        assert Pauses(desk=other).until("api.example") == NOW + timedelta(hours=1)
        assert Pauses(desk=other).until("elsewhere.example") is None
