"""Who works on what: the team with every skill, the level that a breach or a word calls for."""

from datetime import timedelta
from typing import Any

import pytest

from triage.sla import Timer
from triage.staffing import BreachRule, Level, Staffing, Team, WordRule
from triage.urgency import Severity

BRAND = "maple-finch"


def test_a_case_goes_to_the_first_team_with_every_skill() -> None:
    staff = Staffing(
        teams=(
            Team(name="billing-fr", members=("zoe",), langs=frozenset({"fr"}), topics=frozenset({"refund"})),
            Team(name="francophone", members=("luc", "zoe"), langs=frozenset({"fr"}), brands=frozenset({BRAND})),
            Team(name="general", members=("ann",), langs=frozenset({"en"})),
        )
    )

    asked = [("fr", ("refund", "app")), ("fr", ("app",)), ("en", ()), ("de", ())]

    assert [staff.team_for(brand=BRAND, lang=lang, topics=topics) for lang, topics in asked] == [
        "billing-fr", "francophone", "general", None,
    ]  # fmt: skip
    assert staff.who_can(brand=BRAND, lang="fr", topics=("refund",)) == ("zoe", "luc")


def test_a_broken_promise_calls_for_the_highest_level_of_its_rules() -> None:
    levels = (Level(name="lead"), Level(name="manager"))
    first = BreachRule(level=2, timers=frozenset({Timer.FIRST}), severities=frozenset({Severity.P1}))
    staff = Staffing(levels=levels, on_breach=(BreachRule(level=1), first))

    assert staff.level_on_breach(timer=Timer.FIRST, severity=Severity.P1) == 2
    assert staff.level_on_breach(timer=Timer.NEXT, severity=Severity.P1) == 1
    assert Staffing().level_on_breach(timer=Timer.FIRST, severity=Severity.P1) == 0


def test_words_call_for_the_highest_level_and_are_named() -> None:
    rules = (WordRule(level=1, reasons=frozenset({"legal"})), WordRule(level=2, reasons=frozenset({"safety"})))
    staff = Staffing(levels=(Level(name="lead"), Level(name="manager")), on_words=rules)

    assert staff.handed_over(["rating", "legal", "safety"]) == (2, "safety")
    assert staff.handed_over(["rating"]) is None


@pytest.mark.parametrize(
    ("what", "complaint"),
    [
        pytest.param({"on_breach": (BreachRule(level=1),)}, "from 1 to 0", id="no level"),
        pytest.param(
            {"levels": (Level(name="l"),), "on_breach": (BreachRule(level=0),)}, "from 1 to 1", id="level zero"
        ),
        pytest.param({"claim_lasts": timedelta(hours=-1)}, "zero or longer", id="a claim that ends before it starts"),
    ],
)
def test_a_desk_that_cannot_be_run_is_refused(what: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Staffing(**what)


def test_a_team_without_members_comes_last() -> None:
    empty, full = Team(name="a", langs=frozenset({"en"})), Team(name="b", members=("ann",))

    found = [Staffing(teams=teams).team_for(brand="b", lang="en", topics=()) for teams in ((empty, full), (empty,))]

    assert found == ["b", "a"]


def test_everybody_in_a_team_is_named_once() -> None:
    teams = (Team(name="a", members=("ann", "lee")), Team(name="b", members=("lee", "mo")))

    assert Staffing(teams=teams).people == ("ann", "lee", "mo")
