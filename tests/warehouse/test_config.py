"""Two who save the same entry at once: one is first, and the other is told so."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

from tests.servers.places import START, Place
from warehouse import config
from warehouse.config import StaleEntryError
from warehouse.desk import Desk

LEADS, TURNS = 4, 3


def test_of_those_who_save_at_once_one_is_first_and_each_other_is_told(place: Place) -> None:
    start = Barrier(LEADS, timeout=20)

    def saves(lead: str) -> int:
        first = 0
        with closing(Desk(place.settings.desk)) as desk:
            for turn in range(TURNS):
                start.wait()
                try:
                    body = {"title": lead}
                    config.put(desk, kind="brand", name=str(turn), body=body, by=lead, now=START, seen_version=0)
                    first += 1
                except StaleEntryError:
                    continue
        return first

    with ThreadPoolExecutor(LEADS) as leads:
        firsts = list(leads.map(saves, map(str, range(LEADS))))

    assert sum(firsts) == TURNS
