from datetime import date, timedelta

import pytest

from dashboard.charts import answer_days, feeling_days, net_days
from dashboard.marks import Mark
from dashboard.words import Words
from warehouse.read import CoverageDay, SentimentDay

FIRST = date(2026, 3, 2)
DAYS = [FIRST + timedelta(days=n) for n in range(3)]
T = Words("en")


def coverage_day(day: date, *, undecided: int) -> CoverageDay:
    rest = {"unknown": 0, "dismissed": 0, "on_time": 1, "late": 0}
    return CoverageDay(day=day, population="all", n=3, answered=1, not_answered=1, undecided=undecided, **rest)


def felt(day: date) -> SentimentDay:
    return SentimentDay(day=day, n=3, n_negative=1, n_neutral=1, n_positive=1, is_complete=True)


def mark(day: date) -> Mark:
    return Mark(day=day, kind="policy", name="default", version=2, by="Lea")


@pytest.mark.parametrize(("day", "wedges"), [(DAYS[1], ["2026-03-03"]), (FIRST - timedelta(days=1), [])])
def test_change_is_marked_on_its_day_and_only_within_the_period(day: date, wedges: list[str]) -> None:
    days = [coverage_day(one, undecided=0) for one in DAYS]

    drawn = answer_days(days, t=T, marks=[mark(day)]).to_dict()

    points = [layer for layer in drawn["layer"] if layer["mark"].get("shape") == "triangle-down"]
    assert [row["day"] for layer in points for row in layer["data"]["values"]] == wedges


def test_days_that_may_still_change_stand_on_a_shade() -> None:
    decided, open_still = coverage_day(DAYS[0], undecided=0), coverage_day(DAYS[1], undecided=1)
    days = [felt(one) for one in DAYS]

    answers = answer_days([decided, open_still], t=T).to_dict()
    net = net_days(days, today=DAYS[2], t=T).to_dict()
    shares = feeling_days(days, today=DAYS[2], t=T).to_dict()

    assert [chart["layer"][0]["data"]["values"] for chart in (answers, net, shares)] == [
        [{"day": "2026-03-03"}],
        [{"day": "2026-03-04"}],
        [{"day": "2026-03-04"}],
    ]
