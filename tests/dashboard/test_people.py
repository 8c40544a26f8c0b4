from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import backend
from dashboard.people_charts import held
from dashboard.views import people
from repwatch import clock
from repwatch.console import Order, Verb, perform
from repwatch.settings import Settings
from tests.dashboard.cases import NOW, agent, facts, installation
from tests.dashboard.cases import opened as opening
from tests.dashboard.looking import opened, page, words
from warehouse.cases import open_cases
from warehouse.desk import Desk
from warehouse.load import Part, loads, waiting

# hours until cases are due; one is warned of an hour before
DUE = (-3, -1, 0.5, 4, -2, 0.2, 6, 8)
AS_AGENT = """
from dataclasses import replace
from dashboard import viewer
from dashboard.people_charts import held
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


@pytest.fixture(scope="module")
def hands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Cases overdue, at risk and with time; some are with Lee, some with Priya, some with nobody."""
    home = tmp_path_factory.mktemp("hands")
    installation(home)
    desk = Desk(Settings(home=home).desk)
    events = [opening(n, now=NOW, due_in=timedelta(hours=hours)) for n, hours in enumerate(DUE)]
    with desk.write() as connection:
        open_cases(connection, [(event, facts(n)) for n, event in enumerate(events)])
    for event, name in zip(events, ("Lee", "Priya", "Lee", "Lee", "Priya"), strict=False):
        perform(desk, event.case_id, Order(verb=Verb.CLAIM), by=agent(name), seen_version=1, now=NOW)
    yield desk
    desk.close()


def case_of(desk: Desk, owner: str | None) -> str:
    [one] = waiting(desk, brand=None, now=clock.now(), owners=(owner,), part=None)
    return str(one["case_id"])


def test_lead_sees_everybodys_load_and_what_nobody_holds(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "SHOWN", 2)

    at = page("people")

    assert not at.exception
    assert at.dataframe[0].value[["person", "waiting"]].to_numpy().tolist() == [
        ["Lee", 1],
        ["Priya", 1],
        ["(nobody)", 1],
    ]
    assert at.dataframe[1].value["who"].tolist() == ["Lee", "Priya"]
    assert set(at.dataframe[1].value["state"]) <= {"Overdue", "At risk", "Has time"}
    assert "3 cases" in words(at)
    assert "2 of 3 cases; all are in the CSV" in words(at)


def test_agent_sees_no_line_but_their_own(team: Path) -> None:
    at = AppTest.from_string(AS_AGENT, default_timeout=20).run()

    assert not at.exception
    assert "You see your own line." in words(at)
    assert [table.value.iloc[:, 0].tolist() for table in at.dataframe] == [["Lee"], ["Lee"]]


def test_person_called_nobody_is_not_taken_for_nobody(team: Path) -> None:
    desk = backend.app().desk
    perform(desk, case_of(desk, None), Order(verb=Verb.CLAIM), by=agent("nobody"), seen_version=1, now=clock.now())
    perform(desk, case_of(desk, "Lee"), Order(verb=Verb.RELEASE), by=agent("Lee"), seen_version=2, now=clock.now())

    at = page("people")

    held_by = at.dataframe[0].value[["person", "waiting"]].to_numpy().tolist()
    assert held_by == [["Priya", 1], ["nobody", 1], ["(nobody)", 1]]


def test_answers_of_one_person_are_listed_however_many_others_gave_since(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "SHOWN", 1)
    now = clock.now()
    for name in ("Lee", "Priya"):
        sent = Order(verb=Verb.ANSWERED, at=now)
        perform(backend.app().desk, case_of(backend.app().desk, name), sent, by=agent(name), seen_version=2, now=now)

    listed = {name: page("people", which="answered_cases", person=name) for name in ("Lee", "Priya")}

    for name, at in listed.items():
        assert not at.exception
        assert at.dataframe[-1].value["who"].tolist() == [name]


@pytest.mark.parametrize("owners", [None, (), ("Lee",), (None,), ("Lee", None)])
@pytest.mark.parametrize("part", [None, *Part])
def test_cases_behind_a_load_are_as_many_as_it_counts(
    hands: Desk, owners: tuple[str | None, ...] | None, part: Part | None
) -> None:
    found = waiting(hands, brand=None, now=NOW, owners=owners, part=part)

    counted = [load for load in loads(hands, brand=None, now=NOW) if owners is None or load.owner in owners]
    assert len(found) == sum(held(asdict(load), part) for load in counted)
    assert {row["owner"] for row in found} <= {load.owner for load in counted}
    assert [row["due_at"] for row in found] == sorted(row["due_at"] for row in found)
