"""How many rows a page says are behind a figure."""

from datetime import date

import pytest

from dashboard.lake_reads import Wanted
from dashboard.views import coverage, trends
from warehouse.read import CoverageDay, SentimentDay, TopicCount

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
FEELINGS = [
    SentimentDay(day=MONDAY, n=9, n_negative=5, n_neutral=3, n_positive=1, is_complete=True),
    SentimentDay(day=TUESDAY, n=4, n_negative=1, n_neutral=1, n_positive=2, is_complete=True),
]
ANSWERS = [
    CoverageDay(
        day=day,
        population="needs_answer",
        n=10 * n,
        answered=6 * n,
        not_answered=4 * n,
        undecided=0,
        unknown=0,
        dismissed=n,
        on_time=n,
        late=0,
    )
    for n, day in enumerate((MONDAY, TUESDAY), start=1)
]


@pytest.mark.parametrize(
    ("wanted", "n"),
    [
        (Wanted(since=MONDAY), 13),
        (Wanted(since=MONDAY, until=TUESDAY), 9),
        (Wanted(since=MONDAY, until=TUESDAY, sentiment="negative"), 5),
        (Wanted(since=MONDAY, topic="delivery", sentiment="negative"), 4),
    ],
)
def test_trends_say_of_the_rows_what_the_clicked_figure_counts(wanted: Wanted, n: int) -> None:
    topics = [TopicCount(topic="delivery", n=7, n_negative=4, n_needs_answer=5)]

    assert trends.counted(wanted, FEELINGS, topics) == n


@pytest.mark.parametrize(("day", "state", "n"), [(None, "", 30), (TUESDAY, "answered", 12), (None, "dismissed", 3)])
def test_coverage_says_of_the_rows_what_the_chosen_figure_counts(day: date | None, state: str, n: int) -> None:
    assert coverage.counted(ANSWERS, day, state) == n
