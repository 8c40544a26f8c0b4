"""Reads how the desk is run, as people write it: teams by skill, levels, what is handed over by rule, claims."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from repwatch import durations
from triage.sla import Timer
from triage.staffing import BreachRule, Level, Staffing, Team, WordRule
from triage.urgency import Severity


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _TeamText(_Text):
    members: list[str] = Field(default_factory=list)
    langs: list[str] = Field(default_factory=list)
    topics: list[str] = Field(default_factory=list)
    brands: list[str] = Field(default_factory=list)


class _LevelText(_Text):
    name: str
    role: str = ""


class _BreachText(_Text):
    level: int
    timers: list[Timer] = Field(default_factory=list)
    severities: list[Severity] = Field(default_factory=list)


class _WordsText(_Text):
    level: int
    reasons: Annotated[list[str], Field(min_length=1)]


class _DeskText(_Text):
    levels: list[_LevelText] = Field(default_factory=list)
    on_breach: list[_BreachText] = Field(default_factory=list)
    on_words: list[_WordsText] = Field(default_factory=list)
    claim_lasts: str = "2h"
    follow_up_after: str = "3d"


def build(body: Mapping[str, Any], *, teams: Sequence[tuple[str, Mapping[str, Any]]] = ()) -> Staffing:
    """How a desk is run that its configuration tells; ValueError names what is wrong with it.

    Teams are tried in the order of their names.
    """
    try:
        text = _DeskText.model_validate(dict(body))
        return Staffing(
            teams=tuple(_team(name, team) for name, team in teams),
            levels=tuple(Level(name=level.name, role=level.role) for level in text.levels),
            on_breach=tuple(
                BreachRule(level=rule.level, timers=frozenset(rule.timers), severities=frozenset(rule.severities))
                for rule in text.on_breach
            ),
            on_words=tuple(WordRule(level=rule.level, reasons=frozenset(rule.reasons)) for rule in text.on_words),
            claim_lasts=durations.parse(text.claim_lasts),
            follow_up_after=durations.parse(text.follow_up_after),
        )
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
        raise ValueError("; ".join(problems)) from error


def _team(name: str, body: Mapping[str, Any]) -> Team:
    text = _TeamText.model_validate(dict(body))
    return Team(
        name=name,
        members=tuple(text.members),
        langs=frozenset(text.langs),
        topics=frozenset(text.topics),
        brands=frozenset(text.brands),
    )
