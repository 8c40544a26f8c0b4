import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import backend
from repwatch import business, clock
from tests.dashboard.cases import installation
from tests.dashboard.looking import opened, page, words
from warehouse import config

AS_AGENT = """
from dataclasses import replace
from dashboard import viewer
from dashboard.views import settings
from repwatch.roles import Actor, Role

seen = viewer.viewer()
settings.viewer = lambda: replace(seen, actor=Actor(name="Lee", role=Role.AGENT))
settings.show()
settings.viewer = viewer.viewer
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation with the policy it starts with, two cases and a brand."""
    installation(tmp_path, cases=range(1, 3), now=clock.now())
    for home in opened(tmp_path, monkeypatch):
        store, now = backend.app().desk, clock.now()
        business.seed(store, with_demo=False, now=now)
        config.put(store, kind="brand", name="finch", body={"title": "Finch"}, by="init", now=now)
        yield home


def test_promise_is_tried_on_history_saved_as_a_version_and_brought_back(desk: Path) -> None:
    at = page("settings")
    [text] = at.text_area
    body = json.loads(str(text.value))
    body["rules"][0]["targets"]["P3"] = "2h"

    text.set_value(json.dumps(body)).run()
    at.toggle(key="policy_replay").set_value(True).run()

    assert not at.exception
    assert at.dataframe[1].value.to_numpy().tolist() == [["Rule > everyone > First answer > P3", "24h", "2h"]]
    assert "2 cases since" in words(at)
    at.button(key="save_policy_default").click().run()
    assert "Saved: version 2 is in force." in words(at)
    [entry] = config.entries(backend.app().desk, "policy")
    assert (entry.version, entry.changed_by, entry.body["rules"][0]["targets"]["P3"]) == (2, "ann", "2h")

    at = page("settings", part="record", version="policy/default/1")
    at.button(key="restore").click().run()

    [entry] = config.entries(backend.app().desk, "policy")
    assert (entry.version, entry.body["rules"][0]["targets"]["P3"]) == (3, "24h")


def test_what_cannot_be_used_is_refused_in_words(desk: Path) -> None:
    at = page("settings", part="alerts", ui="fr")
    at.text_input(key="name_channel_0").set_value("garde").run()

    at.button(key="save_channel_garde").click().run()

    assert "url_secret" in words(at)
    assert not config.entries(backend.app().desk, "channel")


def test_every_part_can_be_drawn(desk: Path) -> None:
    for part in ("brands", "accounts", "teams", "sentences", "record"):
        assert not page("settings", part=part, ui="fr").exception


def test_agent_reads_no_settings(desk: Path) -> None:
    at = AppTest.from_string(AS_AGENT, default_timeout=20).run()

    assert "Leads read and change these settings." in words(at)
    assert not at.text_area
