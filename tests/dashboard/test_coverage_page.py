"""Coverage says what each of its figures rests on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.cases import installation
from tests.dashboard.looking import opened, words
from warehouse.read import BrandCoverage, Figures

SEEN = Figures(
    n=40,
    answered=30,
    by_hand=0,
    not_answered=5,
    undecided=5,
    unknown=0,
    dismissed=0,
    on_time=20,
    coverage=30 / 35,
    timed=28,
    median_seconds=3_600,
    p90_seconds=7_200,
    n_negative=0,
)
FOUND = BrandCoverage(brand="acme", all=SEEN, needs_answer=replace(SEEN, by_hand=4))
PAGE = """
from dashboard.viewer import viewer
from dashboard.views.coverage import brand_figures
from tests.dashboard.test_coverage_page import FOUND

brand_figures(FOUND, is_named=False, me=viewer())
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    installation(tmp_path)
    yield from opened(tmp_path, monkeypatch)


def test_answers_that_only_a_person_tells_of_are_counted_apart_and_medians_say_of_how_many(home: Path) -> None:
    at = AppTest.from_string(PAGE, default_timeout=20)

    told = words(at.run())

    assert told.count("recorded by hand") == 1
    assert "30 answered, of these 4 recorded by hand, not seen on the platform yet." in told
    assert told.count("of 28 answers, 90 % within 2 h") == 2
