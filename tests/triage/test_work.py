"""However long a text and whatever it repeats, reading it takes work in step with its letters."""

import time
from collections.abc import Callable

import pytest

from triage.draft import check, open_places
from triage.matter_words import matter_of
from triage.nearness import matter_in
from triage.provenance import share
from triage.said import heard
from triage.unnaming import without_persons

READS: dict[str, Callable[[str], object]] = {
    "places": open_places,
    "check": lambda text: check(text, written_lang="en", platform="x"),
    "matter": lambda text: matter_of(text, lang="fr"),
    "heard": lambda text: heard(text, lang="en"),
    "likeness": lambda text: share(text, text),
    "unnamed": lambda text: without_persons(text, lang="en", names=["Julie Roy"], agent="Ann", has_figures=False),
}
_SHORT, _TIMES = 2_500, 4
_MOST = 6.25
"""Twice the letters take at most 2.5 times the work, so four times take its square; what is quadratic takes 16."""
_TOO_LITTLE = 0.005
"""Seconds of a processor below which a clock tells nothing."""


def work(read: Callable[[str], object], text: str) -> float:
    """The least seconds of a processor that it takes, so that what others do at the time counts for nothing."""
    found = []
    for _ in range(3):
        started = time.process_time()
        read(text)
        found.append(time.process_time() - started)
    return min(found)


@pytest.mark.parametrize("read", READS.values(), ids=READS)
@pytest.mark.parametrize(
    "piece", ["[▸", "[▸ a ", "[▸   ", "- A", "A-", "semelle ", "aucun ", "not very ", "refund ", "Hi Marc ", "{{ "]
)
def test_work_grows_in_step_with_the_letters(piece: str, read: Callable[[str], object]) -> None:
    short, long = (piece * (letters // len(piece)) for letters in (_SHORT, _SHORT * _TIMES))

    taken = work(read, long)

    assert taken < _TOO_LITTLE or taken <= _MOST * work(read, short)


def test_what_a_text_speaks_of_is_heard_where_it_begins() -> None:
    about = "My parcel never arrived."

    assert matter_in(f"{about} {'x ' * 50_000}", lang="en") is matter_in(about, lang="en")
