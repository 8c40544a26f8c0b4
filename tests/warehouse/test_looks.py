"""Colleagues who have the same case before them are known to every console."""

from tests.servers.places import Place
from tests.warehouse.stores import HOUR, NOW
from warehouse.looks import FRESH, look, others


def test_colleagues_at_a_case_are_known_to_every_process_for_as_long_as_they_are_heard_of(place: Place) -> None:
    with place.opened() as (mine, _), place.opened() as (other, _):
        look(mine, "ann", "one", now=NOW)
        look(other, "lee", "one", now=NOW)
        look(other, "zoé", "one", now=NOW, is_writing=True)
        look(other, "zoé", "one", now=NOW + FRESH / 2)
        look(other, "kim", "one", now=NOW)
        look(other, "kim", "two", now=NOW)

        assert others(mine, "ann", "one", now=NOW + FRESH / 2) == [("lee", False), ("zoé", True)]
        assert others(mine, "ann", "two", now=NOW) == [("kim", False)]
        assert others(mine, "ann", "one", now=NOW + FRESH * 1.2) == [("zoé", False)]
        look(mine, "ann", "one", now=NOW + HOUR)
        assert others(other, "", "one", now=NOW + HOUR) == [("ann", False)]
        assert others(other, "", "one", now=NOW) == []


def test_who_looked_by_a_clock_that_was_ahead_is_not_there_for_days(place: Place) -> None:
    with place.opened() as (desk, _):
        look(desk, "ann", "one", now=NOW + 72 * HOUR, is_writing=True)

        assert others(desk, "lee", "one", now=NOW) == []
        look(desk, "ann", "one", now=NOW)
        assert others(desk, "lee", "one", now=NOW) == [("ann", False)]
