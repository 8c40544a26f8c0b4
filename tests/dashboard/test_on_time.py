"""Two shares are called on time; each says what it counts, as docs/metrics.md defines it, and leads to the other."""

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.words import LANGUAGES, Words
from repwatch.reports.catalogue import REPORTS

METRICS = (Path(dashboard.__file__).parents[1] / "docs" / "metrics.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """What the documentation says under a heading."""
    return METRICS.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_each_share_is_of_what_the_documentation_says() -> None:
    [people] = [report for report in REPORTS if report.name == "people"]

    assert "its share is on_time / (answered + not_answered)" in section("Response coverage")
    assert re.search(r"`in_time`, `on_time` \| of `timed`: at or before `due_at`; the share", section("People"))
    assert people.shares == {"on_time": ("in_time", "timed")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_share_leads_to_the_other(lang: str) -> None:
    t = Words(lang)

    assert f"[{t('nav.people')}](/people)" in t("coverage.on_time_why", people="/people")
    assert f"[{t('nav.coverage')}](/coverage)" in t("people.on_time_why", coverage="/coverage")
