"""How the desk is run is read as people write it; what is wrong with it is said in its own words."""

from datetime import timedelta
from typing import Any

import pytest

from repwatch import business, deskrules
from repwatch.business import BusinessError
from repwatch.wiring import App
from tests.repwatch.installed import START
from tests.repwatch.test_triaging import COMPLAINT, Tell, tell
from triage.case import CaseStatus
from triage.events import EventKind
from triage.sla import Timer
from triage.staffing import Level
from triage.urgency import Severity
from warehouse import config
from warehouse.case_file import case_file

__all__ = ["tell"]

DESK: dict[str, Any] = {
    "levels": [{"name": "lead", "role": "team lead"}, {"name": "manager"}],
    "on_breach": [{"level": 2, "timers": ["first"], "severities": ["P1"]}],
    "on_words": [{"level": 1, "reasons": ["complaint"]}],
    "claim_lasts": "45m",
    "follow_up_after": "0m",
}
TEAMS = {"francophone": {"members": ["zoé"], "langs": ["fr"]}, "general": {"members": ["ann"]}}


def test_a_new_installation_hands_over_what_is_grave_and_knows_who_reads_french(app: App) -> None:
    staffing = business.staffing(app.desk)

    assert [level.name for level in staffing.levels] == ["lead", "manager"]
    assert staffing.handed_over(["complaint", "safety"]) == (1, "safety")
    assert staffing.level_on_breach(timer=Timer.FIRST, severity=Severity.P1) == 1
    assert staffing.level_on_breach(timer=Timer.FIRST, severity=Severity.P2) == 0
    assert staffing.team_for(brand="b", lang="fr", topics=()) == "french"
    assert staffing.team_for(brand="b", lang="de", topics=()) is None


def test_an_installation_that_is_run_already_is_left_as_it_is(app: App) -> None:
    for kind, name in (("desk", "default"), ("team", "english"), ("team", "french")):
        config.remove(app.desk, kind=kind, name=name, by="ann", now=START)

    business.seed(app.desk, with_demo=True, now=START)

    assert business.staffing(app.desk).levels == ()


def test_every_part_of_the_desk_arrives() -> None:
    staffing = deskrules.build(DESK, teams=list(TEAMS.items()))

    assert staffing.levels == (Level(name="lead", role="team lead"), Level(name="manager"))
    assert (staffing.claim_lasts, staffing.follow_up_after) == (timedelta(minutes=45), timedelta())
    assert staffing.level_on_breach(timer=Timer.FIRST, severity=Severity.P1) == 2
    assert staffing.level_on_breach(timer=Timer.NEXT, severity=Severity.P1) == 0
    assert staffing.level_on_breach(timer=Timer.FIRST, severity=Severity.P2) == 0
    assert staffing.handed_over(["rating", "complaint"]) == (1, "complaint")
    assert staffing.handed_over(["rating"]) is None
    assert [team.name for team in staffing.teams] == ["francophone", "general"]


def test_a_desk_that_nobody_described_lets_claims_run_out_and_follows_up() -> None:
    staffing = deskrules.build({})

    assert (staffing.claim_lasts, staffing.follow_up_after) == (timedelta(hours=2), timedelta(days=3))
    assert (staffing.teams, staffing.levels) == ((), ())


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        pytest.param({"desk": {"default": {"colour": 1}}}, "colour: Extra inputs", id="an unknown key"),
        pytest.param({"desk": {"other": {}}}, "there is one desk, called 'default'", id="a second desk"),
        pytest.param({"desk": {"default": {"claim_lasts": "soon"}}}, "'soon' is no duration", id="no duration"),
        pytest.param(
            {"desk": {"default": {"on_breach": [{"level": 1}]}}}, "a level from 1 to 0", id="a level nobody named"
        ),
        pytest.param(
            {"desk": {"default": {"levels": [{"name": "l"}], "on_words": [{"level": 1, "reasons": []}]}}},
            "on_words.0.reasons",
            id="no words",
        ),
        pytest.param({"team": {"t": {"langs": "fr"}}}, "langs: Input should be a valid list", id="no list"),
    ],
)
def test_what_is_wrong_with_the_desk_is_named(app: App, body: dict[str, Any], complaint: str) -> None:
    with pytest.raises(BusinessError, match=f"how the desk is run.*{complaint}|{complaint}"):
        business.put_all(app.desk, body, by="ann", now=START)


def test_a_new_case_has_its_team_and_is_handed_over_by_its_words(tell: Tell) -> None:
    business.put_all(tell.app.desk, {"desk": {"default": DESK}, "team": TEAMS}, by="ann", now=START)

    tell(COMPLAINT, is_live=True)
    case = tell.case()

    assert (case.team, case.status, case.escalation_level) == ("general", CaseStatus.ESCALATED, 1)
    [escalated] = [e for e in case_file(tell.app.desk, case.case_id).events if e.kind is EventKind.ESCALATED]
    assert escalated.details == {"reason": "complaint", "level": 1, "had": None}
