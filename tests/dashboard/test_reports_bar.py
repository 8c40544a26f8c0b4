from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.freshness import counted
from dashboard.viewer import Viewer
from dashboard.views.sources import _trouble
from dashboard.views.trends import few_days, filled
from dashboard.words import Words
from repwatch.roles import Actor, Role
from repwatch.source_health import SourceHealth
from tests.dashboard.cases import installation
from tests.dashboard.looking import opened
from warehouse.fares import Fare
from warehouse.read import SentimentDay

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
PERIOD = """
import streamlit as st
from dashboard.components.page_bar import period
from dashboard.viewer import viewer
from tests.dashboard.test_reports_bar import NOW
st.text(period(me=viewer(), now=NOW).date())
"""
BRAND = """
import streamlit as st
from dashboard.components.page_bar import choice
from dashboard.viewer import viewer
st.text(choice("source", ["acme", "zeta"], anything=None, group="platform", title="Source", me=viewer()))
"""


def told(at: AppTest) -> list[str]:
    return [str(text.value) for text in at.text]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    installation(tmp_path)
    yield from opened(tmp_path, monkeypatch)


def test_seven_days_are_seven_with_today(home: Path) -> None:
    at = AppTest.from_string(PERIOD, default_timeout=20)
    at.query_params["period"] = "7"

    first = date.fromisoformat(told(at.run())[0])

    assert len(filled([], first=first, last=NOW.date())) == 7


def test_where_all_cannot_be_chosen_the_first_is(home: Path) -> None:
    plainly, asked = (AppTest.from_string(BRAND, default_timeout=20) for _ in range(2))
    asked.query_params["source"] = "zeta"

    assert told(plainly.run()) == ["acme"]
    assert told(asked.run()) == ["zeta"]


@pytest.mark.parametrize(
    ("fare", "expected"),
    [
        (
            Fare(target_id="x", step="pull", tried_at=NOW, problem="slow down", retry_at=NOW + timedelta(minutes=5)),
            "Lecture des nouveautés\N{NO-BREAK SPACE}: la source demande de patienter.",
        ),
        (
            Fare(target_id="x", step="answers", tried_at=NOW, problem="no (HTTP 403)"),
            "Recherche des réponses\N{NO-BREAK SPACE}: refus de la source, ou réglage manquant.",
        ),
        (
            Fare(target_id="x", step="recheck", tried_at=NOW, problem="failed: KeyError"),
            "Relecture des modifications\N{NO-BREAK SPACE}: interruption par une erreur interne",
        ),
    ],
)
def test_what_ails_a_source_is_told_in_the_viewers_language(fare: Fare, expected: str) -> None:
    me = Viewer(
        actor=Actor(name="ann", role=Role.VIEWER),
        signs_in=False,
        zone=ZoneInfo("UTC"),
        zone_name="UTC",
        keys=True,
        t=Words("fr"),
    )
    health = SourceHealth(target_id="x", state=None, problem=fare.problem, wrong=(fare,))

    assert _trouble(health, me=me, now=NOW)[0].startswith(expected)


@pytest.mark.parametrize(
    ("counted_ago", "newest_ago", "words"),
    [
        pytest.param(20, 120, None, id="counted just now"),
        pytest.param(20, 10, None, id="posts came since, within the minute"),
        pytest.param(240, 120, "stale.counted_before", id="one look behind"),
        pytest.param(240, 300, "stale.counted", id="nothing came since, but promises may have come due"),
    ],
)
def test_figures_say_when_they_were_counted_unless_that_was_now(
    counted_ago: int, newest_ago: int, words: str | None
) -> None:
    counted_at, newest = (NOW - timedelta(seconds=seconds) for seconds in (counted_ago, newest_ago))

    assert counted(counted_at, newest=newest, now=NOW) == words


@pytest.mark.parametrize(
    ("posts", "words"),
    [
        pytest.param([25, 30, 4, 0], "", id="most days say something"),
        pytest.param([9, 12, 25, 0], "2 of 3 days have fewer than 20 posts", id="most days are grey"),
        pytest.param([9, 2, 0, 0], "Fewer than 20 posts in all", id="all of them together are too few"),
    ],
)
def test_where_days_say_little_the_page_says_by_what_to_judge(posts: list[int], words: str) -> None:
    days = [SentimentDay(day=NOW.date(), n=n, n_negative=n, n_neutral=0, n_positive=0, is_complete=True) for n in posts]

    found = few_days(days, Words("en"))

    assert found.startswith(words) if words else not found
