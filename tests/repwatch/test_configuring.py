from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from repwatch import business
from repwatch.business import BusinessError
from repwatch.configuring import Change, changes, own, restore, save
from repwatch.roles import Actor, NotPermittedError, Role
from repwatch.templates import Situation
from repwatch.wiring import App
from tests.servers.places import template
from triage.playbook import Step
from warehouse import config
from warehouse.config import OwnedAccount, StaleEntryError

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
LEAD = Actor(name="Lea", role=Role.LEAD)
AGENT = Actor(name="Lee", role=Role.AGENT)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = App.open(template().copied_to(tmp_path).settings, now=NOW)
    business.seed(opened.desk, with_demo=False, now=NOW)
    yield opened
    opened.close()


def test_changes_name_each_value_that_differs_by_its_path() -> None:
    old = {"warn_share": 0.8, "rules": [{"name": "everyone", "targets": {"P1": "1h", "P2": "4h"}}]}
    new = {"warn_share": 0.8, "rules": [{"name": "everyone", "targets": {"P1": "30m"}, "langs": ["fr", "en"]}]}

    assert changes(old, new) == [
        Change(path="rules > everyone > targets > P1", before="1h", after="30m"),
        Change(path="rules > everyone > targets > P2", before="4h", after=None),
        Change(path="rules > everyone > langs", before=None, after="fr, en"),
    ]


def test_every_save_is_a_version_with_its_author_and_an_earlier_one_comes_back_as_a_new_one(app: App) -> None:
    def saved(title: str, seen: int) -> int:
        body = {"title": title}
        return save(app.desk, kind="brand", name="finch", body=body, by=LEAD, now=NOW, seen_version=seen)

    first, second = saved("Finch", 0), saved("Finches", 1)
    third = restore(app.desk, kind="brand", name="finch", version=1, by=LEAD, now=NOW, seen_version=2)

    found = config.versions(app.desk, "brand", "finch")
    assert (first, second, third) == (1, 2, 3)
    assert [(one.entry.version, one.entry.body["title"], one.entry.changed_by) for one in found] == [
        (3, "Finch", "Lea"),
        (2, "Finches", "Lea"),
        (1, "Finch", "Lea"),
    ]


def test_second_of_two_leads_is_told_who_saved_first(app: App) -> None:
    save(app.desk, kind="team", name="night", body={"members": ["Ann"]}, by=LEAD, now=NOW, seen_version=0)

    with pytest.raises(StaleEntryError) as refused:
        save(app.desk, kind="team", name="night", body={"members": ["Bo"]}, by=LEAD, now=NOW, seen_version=0)

    assert refused.value.latest.changed_by == "Lea"
    assert {entry.name: entry.body for entry in config.entries(app.desk, "team")}["night"] == {"members": ["Ann"]}


def test_nothing_is_saved_by_an_agent_or_that_could_not_be_used(app: App) -> None:
    account = OwnedAccount(brand="finch", platform="mastodon", account_id="1")

    with pytest.raises(NotPermittedError):
        save(app.desk, kind="brand", name="finch", body={}, by=AGENT, now=NOW, seen_version=0)
    with pytest.raises(NotPermittedError):
        own(app.desk, account, by=AGENT, now=NOW)
    with pytest.raises(BusinessError, match="unknown keys"):
        save(app.desk, kind="brand", name="finch", body={"colour": "red"}, by=LEAD, now=NOW, seen_version=0)

    assert not config.entries(app.desk, "brand")
    assert not config.owned(app.desk)


def test_sentence_of_the_desk_takes_the_place_of_the_one_that_ships_and_of_the_files(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "playbook"
    folder.mkdir()
    (folder / "en.toml").write_text('[apologise]\ndefault = "Sorry, says the file."', encoding="utf-8")
    body = {"apologise": {"default": "Sorry, says the desk."}}

    save(app.desk, kind="template", name="en", body=body, by=LEAD, now=NOW, seen_version=0)

    playbook = business.playbook(app.desk, folder)
    assert playbook.step(Step.APOLOGISE, Situation(lang="en")) == "Sorry, says the desk."
    with pytest.raises(BusinessError, match="unknown tables"):
        save(app.desk, kind="template", name="en", body={"jokes": {}}, by=LEAD, now=NOW, seen_version=1)
