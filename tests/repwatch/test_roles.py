from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from repwatch.console import Order, Verb, keep_draft, perform
from repwatch.roles import Actor, NotPermittedError, Role
from tests.dashboard.cases import NOW, fill
from triage.events import SYSTEM
from warehouse.case_file import case_file
from warehouse.desk import Desk
from warehouse.tables import metadata

LATER = NOW + timedelta(minutes=5)
VIEWER = Actor(name="vera", role=Role.VIEWER)
OVER = Actor(name="ann", role=Role.LEAD, until=LATER)


@pytest.fixture
def desk() -> Desk:
    desk = Desk("sqlite://")
    with desk.write() as connection:
        metadata.create_all(connection)
    return desk


@pytest.mark.parametrize("actor", [VIEWER, OVER], ids=["a viewer", "a session that is over"])
@pytest.mark.parametrize("verb", list(Verb))
def test_no_act_of_who_may_not_changes_anything(desk: Desk, actor: Actor, verb: Verb) -> None:
    (case_id,) = fill(desk, range(1, 2))

    with pytest.raises(NotPermittedError):
        perform(desk, case_id, Order(verb=verb, note="x"), by=actor, seen_version=1, now=LATER)
    with pytest.raises(NotPermittedError):
        keep_draft(desk, case_id, draft="Dear customer", by=actor, now=LATER)

    file = case_file(desk, case_id)
    assert (len(file.events), file.draft) == (1, "")


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_agents_and_leads_act_under_their_name(desk: Desk, role: Role) -> None:
    (case_id,) = fill(desk, range(1, 2))
    actor = Actor(name="ann", role=role, until=LATER)

    perform(desk, case_id, Order(verb=Verb.CLAIM), by=actor, seen_version=1, now=LATER - timedelta.resolution)

    assert case_file(desk, case_id).case.owner == "ann"


def test_each_role_may_what_the_one_below_it_may_and_more() -> None:
    order = [Role.VIEWER, Role.AGENT, Role.LEAD]

    may = [[role.may(needed) for needed in order] for role in order]

    assert may == [[True, False, False], [True, True, False], [True, True, True]]


@pytest.mark.parametrize("name", ["", " ", SYSTEM, "RepWatch"])
def test_nobody_acts_under_the_systems_name(name: str) -> None:
    with pytest.raises(ValueError, match="no name for a person"):
        Actor(name=name, role=Role.LEAD)


def test_session_without_an_end_goes_on() -> None:
    Actor(name="ann", role=Role.AGENT).require(Role.AGENT, now=datetime.max.replace(tzinfo=UTC))


def test_console_writes_through_what_asks_for_a_role() -> None:
    folder = Path(__file__).parents[2] / "dashboard"
    writes = (
        "warehouse import acts", "warehouse.acts", "cases import act", "case_file import keep_draft", ".write()",
        "config.put", "put_policy", "put_all", "put_together", "set_owned", "put_target", "put_weights", "put_cut",
    )  # fmt: skip

    found = {file.name for file in folder.rglob("*.py") if any(write in file.read_text("utf-8") for write in writes)}

    assert found == set()
