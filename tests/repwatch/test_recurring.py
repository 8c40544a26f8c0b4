"""Recurring issues keep their id from run to run, and a fix is judged by rates with an interval."""

from datetime import UTC, date, datetime, timedelta

import pytest

from repwatch import bench_issues
from repwatch.reports.answering import Asked
from repwatch.reports.change import Verdict, change
from repwatch.reports.recurring import trend_span
from tests.repwatch.installed import Installed
from tests.yardstick import DATA, needs_data

AS_OF = datetime(2026, 3, 20, 12, tzinfo=UTC)
FIXED = date(2026, 3, 1)
LATER = "2026-03-20T12:00:00+00:00"
SAID = {
    "en": ("My parcel never arrived, this is unacceptable", "Parcel number {} was never delivered, awful service"),
    "fr": ("Mon colis n'est jamais arrivé, c'est inadmissible", "Colis {} jamais reçu, service lamentable"),
}


@pytest.mark.parametrize(
    ("before", "after", "posts_after", "verdict"),
    [
        pytest.param(40, 2, 400, Verdict.FEWER, id="a fix that worked"),
        pytest.param(10, 40, 400, Verdict.MORE, id="worse"),
        pytest.param(20, 19, 400, Verdict.NO_CLEAR_CHANGE, id="the same"),
        pytest.param(40, 0, 20, Verdict.TOO_EARLY, id="hardly any posts since"),
        pytest.param(400, 0, 12, Verdict.TOO_EARLY, id="a dozen posts since, all of them well"),
        pytest.param(2, 0, 4_000, Verdict.TOO_EARLY, id="hardly any before"),
        pytest.param(0, 0, 400, Verdict.TOO_EARLY, id="nothing at all"),
    ],
)
def test_a_fix_is_judged_by_rates(before: int, after: int, posts_after: int, verdict: Verdict) -> None:
    earlier, later = FIXED - timedelta(days=1), FIXED

    found = change([earlier] * before + [later] * after, [(earlier, 400), (later, posts_after)], at=FIXED)

    assert found.verdict is verdict
    assert found.before_per_1000 == 2.5 * before


@pytest.mark.parametrize(
    ("first", "posts", "verdict"),
    [
        pytest.param(28, 40, Verdict.MORE, id="four weeks on either side"),
        pytest.param(14, 40, Verdict.MORE, id="two weeks of them"),
        pytest.param(3, 40, Verdict.TOO_EARLY, id="read for three days before"),
        pytest.param(28, 9, Verdict.TOO_EARLY, id="hardly any posts before"),
    ],
)
def test_a_month_is_never_compared_with_three_days(first: int, posts: int, verdict: Verdict) -> None:
    volume = [(FIXED - timedelta(days=first), posts), (FIXED, 40)]

    found = change([FIXED] * 30, volume, at=FIXED, span=timedelta(days=28))

    assert (found.verdict, found.before_posts) == (verdict, posts)


@pytest.mark.parametrize(
    ("window", "days"),
    [(None, 28), (timedelta(days=1), 1), (timedelta(days=7), 3), (timedelta(days=30), 15), (timedelta(days=90), 28)],
)
def test_what_is_compared_is_half_of_what_is_looked_at_and_at_most_four_weeks(
    window: timedelta | None, days: int
) -> None:
    asked = Asked(as_of=AS_OF, since=None if window is None else AS_OF - window)

    assert trend_span(asked).days == days


def test_one_old_post_is_no_month_to_compare_with() -> None:
    day_before, month_before = FIXED - timedelta(days=1), FIXED - timedelta(days=28)

    found = change(
        [day_before] * 10, [(month_before, 1), (day_before, 90), (FIXED, 90)], at=FIXED, span=timedelta(days=28)
    )

    assert found.verdict is Verdict.TOO_EARLY


def complaints(installed: Installed, name: str, *, first: int, n: int) -> None:
    rows = []
    for number in range(first, first + n):
        lang = "fr" if number % 2 else "en"
        text = SAID[lang][number % 4 // 2].format(number)
        rows.append({
            "id": f"{name}-{number}",
            "text": text,
            "author": f"c{number}",
            "role": "customer",
            "brand": "acme",
            "created_at": f"2026-02-{1 + number % 27:02}T10:00:00Z",
        })
    path = installed.write_rows(f"{name}.csv", rows)
    for command in (["import", str(path)], ["score"], ["triage"], ["build"]):
        installed.run(*command, "--now", LATER)


def test_an_issue_keeps_its_id_and_tells_before_and_after_a_fix(installed: Installed) -> None:
    complaints(installed, "first", first=0, n=12)
    [issue] = installed.json("report", "issues", "--now", LATER)["figures"]
    complaints(installed, "second", first=12, n=42)

    installed.run("issues", "fix", issue["issue_id"], "--on", "2026-02-15", "--note", "a new courier")
    [again] = installed.json("report", "issues", "--now", LATER)["figures"]
    rows = installed.json("report", "issues", "--now", LATER, "--rows")["rows"]
    installed.run("issues", "fix", issue["issue_id"], "--clear")
    [cleared] = installed.json("report", "issues", "--now", LATER)["figures"]

    assert again["issue_id"] == issue["issue_id"]
    assert (issue["n"], again["n"], again["of_complaints"]) == (12, 54, 54)
    assert again["languages"] == {"en": 27, "fr": 27}
    assert "parcel" in issue["name_en"]
    assert "colis" in issue["name_fr"]
    assert again["fix"]["on"] == "2026-02-15"
    assert again["fix"]["before_n"] + again["fix"]["after_n"] == 54
    assert again["fix"]["verdict"] == "no_clear_change"
    assert cleared["fix"] is None
    assert len(rows) == 54
    assert "text" not in rows[0]
    assert sum(week["n"] for week in again["weeks"]) == 54
    assert "no issue" in installed.run("issues", "fix", "i-nothing", "--on", "2026-02-15", code=2).stderr
    assert "no day" in installed.run("issues", "fix", issue["issue_id"], "--on", "soon", code=2).stderr


@needs_data
@pytest.mark.long
def test_issues_agree_with_those_of_people_far_better_than_plain_words() -> None:
    found = bench_issues.bench(DATA / "minibar_clusters.csv")

    assert found["mean adjusted Rand index"] > 0.38
    assert all(index > 0.2 for index in found.values())
