import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Multiselect, TextInput

from dashboard import backend
from dashboard.views.settings import PARTS
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


def in_force(kind: str) -> dict[str, Any]:
    """The body of the one entry of a kind."""
    [entry] = config.entries(backend.app().desk, kind)
    return entry.body


def box(at: AppTest, ending: str) -> TextInput:
    """The text box whose name ends so."""
    [found] = [one for one in at.text_input if str(one.key).endswith(ending)]
    return found


def picks(at: AppTest, ending: str) -> Multiselect[str]:
    """The box of several choices whose name ends so."""
    [found] = [one for one in at.multiselect if str(one.key).endswith(ending)]
    return found


def test_promise_is_tried_on_history_saved_as_a_version_and_brought_back(desk: Path) -> None:
    at = page("settings")

    box(at, "targets_P3").set_value("2h").run()
    at.button(key="policy_replay").click().run()

    assert not at.exception
    assert at.dataframe[0].value.to_numpy().tolist() == [["Rule: everyone: First answer: P3", "24h", "2h"]]
    assert "2 cases since" in words(at)
    at.button(key="save_policy_default").click().run()
    assert "Saved: version 2 is in force." in words(at)
    [entry] = config.entries(backend.app().desk, "policy")
    assert (entry.version, entry.changed_by, entry.body["rules"][0]["targets"]["P3"]) == (2, "ann", "2h")

    at = page("settings", part="record", version="policy/default/1")
    at.button(key="restore").click().run()

    [entry] = config.entries(backend.app().desk, "policy")
    assert (entry.version, entry.body["rules"][0]["targets"]["P3"]) == (3, "24h")


def test_record_calls_a_value_as_its_form_does(desk: Path) -> None:
    config.put(backend.app().desk, kind="weights", name="default", body={"p3": 47}, by="ann", now=clock.now())

    at = page("settings", part="record", version="weights/default/1")

    assert at.dataframe[-1].value["what"].tolist() == ["P3 from urgency"]


def test_rule_of_its_own_conditions_comes_before_the_one_for_everybody(desk: Path) -> None:
    at = page("settings")

    at.button(key="add_rule").click().run()
    refused = words(at)
    box(at, "rules_1_name").set_value("billing in French").run()
    too_wide = words(at)
    picks(at, "rules_1_topics").set_value(["billing"]).run()
    picks(at, "rules_1_langs").set_value(["fr"]).run()
    box(at, "rules_1_targets_P1").set_value("15m").run()
    at.button(key="save_policy_default").click().run()

    assert "Give each rule a name." in refused
    assert "Rule “billing in French” asks for nothing" in too_wide
    first, last = in_force("policy")["rules"]
    assert (first["name"], first["topics"], first["langs"]) == ("billing in French", ["billing"], ["fr"])
    assert (first["targets"]["P1"], last["name"], last["targets"]["P1"]) == ("15m", "everyone", "1h")


def test_what_was_typed_outlives_a_fault_another_part_and_a_colleagues_save(desk: Path) -> None:
    at = page("settings")

    box(at, "targets_P1").set_value("soon").run()
    fault = words(at)
    at.button(key="part_teams").click().run()
    business.put_policy(backend.app().desk, in_force("policy") | {"warn_share": 0.7}, by="Lee", now=clock.now())
    at.button(key="part_promises").click().run()
    typed = box(at, "targets_P1").value
    overtaken = words(at)
    box(at, "targets_P1").set_value("45m").run()
    at.button(key="save_policy_default").click().run()

    assert "“soon” is no length of time." in fault
    assert typed == "soon"
    assert "Version 2, by Lee" in overtaken
    assert (in_force("policy")["rules"][0]["targets"]["P1"], in_force("policy")["warn_share"]) == ("45m", 0.8)


def test_policy_is_written_as_text_and_what_no_form_could_draw_stays_text(desk: Path) -> None:
    at = page("settings")
    at.toggle(key="policy_as_text").set_value(True).run()
    body = in_force("policy")

    at.text_area[0].set_value(json.dumps(body | {"rules": [1]})).run()
    at.toggle(key="policy_as_text").set_value(False).run()
    refused, is_text = words(at), at.toggle(key="policy_as_text").value
    at.button(key="part_teams").click().run()
    at.button(key="part_promises").click().run()
    kept = at.text_area[0].value
    at.text_area[0].set_value(json.dumps(body | {"warn_share": 0.6})).run()
    at.toggle(key="policy_as_text").set_value(False).run()

    assert "This text cannot be read, so nothing of it counts yet: rules" in refused
    assert is_text
    assert '"rules": [1]' in str(kept)
    assert not at.exception
    assert at.slider[0].value == 60
    at.toggle(key="policy_as_text").set_value(True).run()
    assert '"warn_share": 0.6' in str(at.text_area[0].value)


def test_working_hours_are_added_and_a_rule_runs_in_them(desk: Path) -> None:
    at = page("settings")

    box(at, "new_hours_1").set_value("nights").run()
    at.button(key="add_hours").click().run()
    box(at, "hours_nights_monday").set_value("20:00-24:00").run()
    at.selectbox(key=str(next(one.key for one in at.selectbox if str(one.key).endswith("calendar_P2")))).set_value(
        "nights"
    ).run()
    at.button(key="save_policy_default").click().run()

    body = in_force("policy")
    assert body["calendars"]["nights"]["monday"] == ["20:00-24:00"]
    assert body["rules"][0]["calendars"] == {"P4": "office", "P2": "nights"}


def test_broken_promises_go_up_to_a_level_that_the_form_names(desk: Path) -> None:
    config.put(backend.app().desk, kind="desk", name="default", body={}, by="init", now=clock.now())
    at = page("settings", part="escalation")

    at.button(key="add_levels").click().run()
    box(at, "levels_0_name").set_value("Team lead").run()
    at.button(key="add_on_breach").click().run()
    picks(at, "on_breach_0_severities").set_value(["P1"]).run()
    at.button(key="save_desk_default").click().run()

    assert in_force("desk") == {
        "levels": [{"name": "Team lead"}],
        "on_breach": [{"level": 1, "severities": ["P1"]}],
    }


@pytest.mark.parametrize(
    ("part", "kind", "field", "value", "fault"),
    [
        ("urgency", "weights", "p2", 90.0, "P1 begins above P2, and P2 above P3."),
        ("spikes", "spikes", "grows_at", 9.0, "An incident takes two posts or more"),
    ],
)
def test_rules_that_make_no_sense_are_told_before_they_are_saved(
    desk: Path, part: str, kind: str, field: str, value: float, fault: str
) -> None:
    at = page("settings", part=part)
    number = next(one for one in at.number_input if str(one.key).endswith(f"_{field}"))

    number.set_value(value).run()

    assert fault in words(at)
    assert at.button(key=f"save_{kind}_default").disabled
    assert not config.entries(backend.app().desk, kind)


def test_source_is_added_without_a_file(desk: Path) -> None:
    at = page("settings", part="sources")

    box(at, "name_target__0_0").set_value("tag").run()
    next(one for one in at.selectbox if str(one.key).endswith("_collector")).set_value("mastodon").run()
    picks(at, "_brands").set_value(["finch"]).run()
    box(at, "_account").set_value("https://mastodon.example").run()
    next(one for one in at.text_area if str(one.key).endswith("_options")).set_value("history_days = 7").run()
    at.button(key="save_target_").click().run()

    assert in_force("target") == {
        "collector": "mastodon",
        "brands": ["finch"],
        "account": "https://mastodon.example",
        "options": {"history_days": "7"},
    }


def test_source_says_whether_it_can_be_read(desk: Path) -> None:
    business.seed(backend.app().desk, with_demo=True, now=clock.now())
    at = page("settings", part="sources")

    at.button(key="ask_source").click().run()

    assert "It can be read: Maple & Finch" in words(at)


def test_sentence_is_shown_as_a_customer_reads_it_before_it_is_saved(desk: Path) -> None:
    at = page("settings", part="sentences")
    [box] = at.text_area

    box.set_value("Dear {{ name }},").run()
    read = words(at)
    at.text_area[0].set_value("Dear {{ nobody }},").run()

    assert "Dear Sam, Thank you for telling us." in read
    assert "Dear Sam" not in words(at)
    assert "“nobody” means nothing in a sentence." in words(at)
    assert at.button(key="save_template_en").disabled


def test_what_cannot_be_used_is_told_in_words_and_cannot_be_saved(desk: Path) -> None:
    at = page("settings", part="alerts", ui="fr")

    box(at, "name_channel__0_0").set_value("garde").run()
    box(at, "_quiet").set_value("la nuit").run()

    assert "Nom de son secret\N{NO-BREAK SPACE}: est nécessaire." in words(at)
    assert at.button(key="save_channel_").disabled


def test_every_part_can_be_drawn(desk: Path) -> None:
    at = page("settings", ui="fr")
    for part in [name for group in PARTS.values() for name in group]:
        assert not at.button(key=f"part_{part}").click().run().exception


def test_agent_reads_no_settings(desk: Path) -> None:
    at = AppTest.from_string(AS_AGENT, default_timeout=20).run()

    assert "Leads read and change these settings." in words(at)
    assert not [one.key for one in at.button if str(one.key).startswith(("part_", "save_"))]
