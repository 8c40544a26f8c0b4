from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import backend
from repwatch import clock
from repwatch.console import Order, Verb, perform
from tests.dashboard.cases import agent, installation
from tests.dashboard.looking import opened, page, words

AS_AGENT = """
from dataclasses import replace
from dashboard import viewer
from dashboard.views import people
from repwatch.roles import Actor, Role

seen = viewer.viewer()
people.viewer = lambda: replace(seen, actor=Actor(name="Lee", role=Role.AGENT))
people.show()
people.viewer = viewer.viewer
"""


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Three cases: one with Lee, one with Priya, one with nobody."""
    now = clock.now()
    ids = installation(tmp_path, cases=range(1, 4), now=now)
    for home in opened(tmp_path, monkeypatch):
        for case_id, name in zip(ids, ("Lee", "Priya"), strict=False):
            perform(backend.app().desk, case_id, Order(verb=Verb.CLAIM), by=agent(name), seen_version=1, now=now)
        yield home


def test_lead_sees_everybodys_load_and_what_nobody_holds(team: Path) -> None:
    at = page("people")

    assert not at.exception
    assert at.dataframe[0].value[["person", "waiting"]].to_numpy().tolist() == [["Lee", 1], ["Priya", 1], ["Nobody", 1]]
    assert at.dataframe[1].value["who"].tolist() == ["Lee", "Priya", "Nobody"]


def test_agent_sees_no_line_but_their_own(team: Path) -> None:
    at = AppTest.from_string(AS_AGENT, default_timeout=20).run()

    assert not at.exception
    assert "You see your own line." in words(at)
    assert [table.value.iloc[:, 0].tolist() for table in at.dataframe] == [["Lee"], ["Lee"]]
