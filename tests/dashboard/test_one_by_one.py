"""Pages take turns at being drawn, whoever waits for something else lets others go first, and nobody waits for long."""

from threading import Event, Thread
from time import sleep

import pytest

from dashboard import one_by_one
from dashboard.one_by_one import aside, turn


def drawing(name: str, told: list[str], *, started: Event | None = None, until: Event | None = None) -> Thread:
    """Somebody who draws in a thread of their own, from when the page is theirs to when they may end."""

    def draw() -> None:
        with turn():
            told.append(f"{name} begins")
            if started is not None:
                started.set()
            if until is not None:
                until.wait(10)
            told.append(f"{name} ends")

    thread = Thread(target=draw)
    thread.start()
    return thread


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_by_one, "_LONGEST_SECONDS", 10)


@pytest.mark.usefixtures("patient")
def test_the_second_draws_when_the_first_has_drawn() -> None:
    told: list[str] = []
    started, may_end = Event(), Event()

    first = drawing("first", told, started=started, until=may_end)
    started.wait(10)
    second = drawing("second", told)
    may_end.set()
    first.join(10)
    second.join(10)

    assert told == ["first begins", "first ends", "second begins", "second ends"]


@pytest.mark.usefixtures("patient")
def test_who_waits_for_the_lake_lets_others_draw() -> None:
    told: list[str] = []

    with turn():
        told.append("first begins")
        with aside():
            drawing("second", told).join(10)
        told.append("first ends")

    assert told == ["first begins", "second begins", "second ends", "first ends"]


def test_nobody_waits_for_long_for_what_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_by_one, "_LONGEST_SECONDS", 0.01)
    told: list[str] = []

    with turn():
        drawing("second", told).join(10)

    assert told == ["second begins", "second ends"]


@pytest.mark.usefixtures("patient")
def test_a_part_of_a_page_is_drawn_in_the_turn_of_the_page_and_an_error_ends_it() -> None:
    told: list[str] = []

    with pytest.raises(ValueError, match="broken"), turn(), turn():
        raise ValueError("broken")
    drawing("next", told).join(10)

    assert told == ["next begins", "next ends"]


@pytest.mark.usefixtures("patient")
def test_who_has_begun_goes_on_before_others_begin() -> None:
    line, told = one_by_one._Line(), list[str]()
    held = line.take(goes_on=False)

    def wait(name: str, *, goes_on: bool) -> Thread:
        def draw() -> None:
            turn = line.take(goes_on=goes_on)
            told.append(name)
            line.give(turn)

        thread, ahead = Thread(target=draw), len(line.waiting)
        thread.start()
        while len(line.waiting) == ahead:
            sleep(0.001)
        return thread

    waiting = [wait("a page begins", goes_on=False), wait("a page goes on", goes_on=True)]
    line.give(held)
    for thread in waiting:
        thread.join(10)

    assert told == ["a page goes on", "a page begins"]


def test_who_was_overtaken_takes_nobodys_turn_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_by_one, "_LONGEST_SECONDS", 0.01)
    line = one_by_one._Line()
    long = line.take(goes_on=False)
    following = line.take(goes_on=False)

    line.give(long)

    assert line.drawing is following
