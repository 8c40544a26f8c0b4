"""A time of today that is over is found, and one of another day or zone is not taken for it."""

import re
from datetime import time
from pathlib import Path

import pytest

from tests.triage.drafts import Tally
from triage import times_of_day
from triage.times_of_day import past_times


@pytest.mark.parametrize(("name", "precision", "recall"), [("times.txt", 1.0, 1.0), ("times_fresh.txt", 0.72, 0.88)])
def test_times_that_are_over_are_found_as_labelled(name: str, precision: float, recall: float) -> None:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    tally = Tally()

    for line in lines:
        if not line.startswith("#"):
            at, is_over, text = (part.strip() for part in line.split("|", 2))
            found = [*past_times(text, local=time.fromisoformat(at))]
            tally.add(frozenset({"past"} if found else ()), frozenset({"past"} if is_over == "y" else ()), text=text)

    print(f"{name}: {tally}")  # noqa: T201 -- the figures that docs/playbook.md quotes
    assert tally.precision >= precision, tally.extra
    assert tally.recall >= recall, tally.missed


@pytest.mark.parametrize("blank", [" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"])
def test_every_blank_is_read_alike(blank: str) -> None:
    text = f"Je vous écris ici avant 17{blank}h{blank}30."

    assert len([*past_times(text, local=time(18))]) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I will write by 9 a.m. Tomorrow you hear more.", ["by 9 am"]),
        ("By 9 a.m. I will write.", ["By 9 am"]),
        ("I will write by 9 a.m. today.", ["by 9 am"]),
        ("I will write by 9 a.m. tomorrow.", []),
        ("I will write by 9 a.m. Monday.", []),
        ("I will write by 2 p.m. Pacific.", []),
        ("I will write by 2 p.m. EST.", []),
        ("I will write by 3.15pm. On Friday we are closed.", ["by 3.15pm"]),
        ("Je vous écris avant 15.15. Lundi, nous fermons.", ["avant 15.15"]),
    ],
)
def test_a_stop_within_a_time_of_day_ends_no_sentence_and_its_last_one_does(text: str, found: list[str]) -> None:
    assert [*past_times(text, local=time(16))] == found


def test_a_long_letter_is_searched_for_promises_once_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    searches: list[int] = []

    class Counting:
        def search(self, text: str) -> re.Match[str] | None:
            searches.append(len(text))
            return re.search("will", text)

    monkeypatch.setattr(times_of_day, "_EN_PROMISE", Counting())

    assert len([*past_times("I will write by 9 am " * 400, local=time(16))]) == 400
    assert len(searches) == 1
