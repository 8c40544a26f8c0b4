"""What is remembered is read once, given at once when it is old, and read anew behind whoever asked."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from dashboard import backend, remembering
from dashboard.remembering import Remembered, remembered
from tests.dashboard.cases import installation
from tests.dashboard.looking import opened


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    installation(tmp_path)
    yield from opened(tmp_path, monkeypatch)


def counting(*, after: timedelta = timedelta(hours=1)) -> tuple[list[str], Remembered[[str], int]]:
    """What was read, and a function that reads."""
    read: list[str] = []

    @remembered(most=2, after=after)
    def work(name: str) -> int:
        read.append(name)
        return len(read)

    return read, work


def behind_is_done() -> None:
    remembering._worker().submit(lambda: None).result()


def test_same_question_is_read_once_and_the_oldest_gives_way(home: Path) -> None:
    read, work = counting()

    answers = [work("a"), work("a"), work("b"), work("c"), work("b"), work("a")]

    assert answers == [1, 1, 2, 3, 2, 4]
    assert read == ["a", "b", "c", "a"]


def test_page_learns_the_age_of_the_figures_that_were_known_before(home: Path) -> None:
    counted = remembered(is_figure=True)(len)
    named = remembered()(len)

    with remembering.watched() as ages:
        for word in ("new", "new", "known"):
            counted(word)
            named(word)

    assert len(ages) == 1
    assert ages[0] >= 0


def test_answer_that_is_too_old_is_read_while_its_caller_waits(home: Path) -> None:
    read: list[str] = []

    @remembered(oldest=timedelta(0))
    def work(name: str) -> int:
        read.append(name)
        return len(read)

    assert [work("a"), work("a")] == [1, 2]


def test_answer_of_an_earlier_lake_is_given_once_more_and_read_anew_behind(home: Path) -> None:
    _, work = counting()
    work("a")
    backend.app().lake.transaction(
        lambda cursor: cursor.execute("insert into raw.fence (target_id, token) values ('t', 0)")
    )
    remembering._lake.looked_at = float("-inf")

    at_once = [work("a")]
    behind_is_done()
    at_once.append(work("a"))
    behind_is_done()

    assert at_once == [1, 1]
    assert work("a") == 2


def test_answers_that_were_read_together_are_given_one_by_one_while_the_lake_is_as_it_was(home: Path) -> None:
    read, work = counting()
    work("a")

    work.fill(lambda: {("a",): 7, ("b",): 8})

    assert (work("a"), work("b"), read) == (7, 8, ["a"])
    assert (work.knows("a"), work.knows("b"), work.knows("c")) == (True, True, False)


def test_time_alone_brings_an_answer_up_to_date(home: Path) -> None:
    _, work = counting(after=timedelta())

    first = work("a"), work("a")
    behind_is_done()

    assert first == (1, 1)
    assert work("a") == 2


def test_many_who_ask_at_once_make_one_reading(home: Path) -> None:
    started, goes_on = Event(), Event()
    read: list[int] = []

    @remembered()
    def slow() -> int:
        started.set()
        goes_on.wait(10)
        read.append(1)
        return len(read)

    askers = [Thread(target=slow) for _ in range(4)]
    for asker in askers:
        asker.start()
    started.wait(10)
    goes_on.set()
    for asker in askers:
        asker.join()

    assert (read, slow()) == ([1], 1)


def test_reading_that_fails_leaves_what_was_known_and_is_tried_again(home: Path) -> None:
    told: list[str] = []

    @remembered(after=timedelta())
    def shaky() -> str:
        told.append("asked")
        if len(told) == 2:
            raise OSError("gone for a moment")
        return f"answer {len(told)}"

    answers = []
    for _ in range(3):
        answers.append(shaky())
        behind_is_done()

    assert answers == ["answer 1", "answer 1", "answer 1"]
    assert shaky() == "answer 3"
