"""Recurring issues keep their id from run to run, and a fix is judged by rates with an interval."""

from datetime import date, timedelta

import pytest

from repwatch import bench_issues
from repwatch.reports.change import Verdict, change
from tests.repwatch.installed import Installed
from tests.yardstick import DATA, needs_data

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
        pytest.param(2, 0, 4_000, Verdict.TOO_EARLY, id="hardly any before"),
        pytest.param(0, 0, 400, Verdict.TOO_EARLY, id="nothing at all"),
    ],
)
def test_a_fix_is_judged_by_rates(before: int, after: int, posts_after: int, verdict: Verdict) -> None:
    earlier, later = FIXED - timedelta(days=1), FIXED

    found = change([earlier] * before + [later] * after, [(earlier, 400), (later, posts_after)], at=FIXED)

    assert found.verdict is verdict
    assert found.before_per_1000 == 2.5 * before


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
    complaints(installed, "second", first=12, n=12)

    installed.run("issues", "fix", issue["issue_id"], "--on", "2026-02-15", "--note", "a new courier")
    [again] = installed.json("report", "issues", "--now", LATER)["figures"]
    rows = installed.json("report", "issues", "--now", LATER, "--rows")["rows"]
    installed.run("issues", "fix", issue["issue_id"], "--clear")
    [cleared] = installed.json("report", "issues", "--now", LATER)["figures"]

    assert again["issue_id"] == issue["issue_id"]
    assert (issue["n"], again["n"], again["of_complaints"]) == (12, 24, 24)
    assert again["languages"] == {"en": 12, "fr": 12}
    assert "parcel" in issue["name_en"]
    assert "colis" in issue["name_fr"]
    assert again["fix"]["on"] == "2026-02-15"
    assert again["fix"]["before_n"] + again["fix"]["after_n"] == 24
    assert again["fix"]["verdict"] == "no_clear_change"
    assert cleared["fix"] is None
    assert len(rows) == 24
    assert "text" not in rows[0]
    assert sum(week["n"] for week in again["weeks"]) == 24
    assert "no issue" in installed.run("issues", "fix", "i-nothing", "--on", "2026-02-15", code=2).stderr
    assert "no day" in installed.run("issues", "fix", issue["issue_id"], "--on", "soon", code=2).stderr


@needs_data
@pytest.mark.long
def test_issues_agree_with_those_of_people_far_better_than_plain_words() -> None:
    found = bench_issues.bench(DATA / "minibar_clusters.csv")

    assert found["mean adjusted Rand index"] > 0.38
    assert all(index > 0.2 for index in found.values())
