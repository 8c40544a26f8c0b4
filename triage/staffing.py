"""Who works on what: teams by skill, levels to hand over to, and what is done by rule."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from triage.sla import Timer
from triage.urgency import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People and what they can answer; an empty skill is every one."""

    name: str
    members: tuple[str, ...] = ()
    langs: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()

    def can(self, *, brand: str, lang: str, topics: Collection[str]) -> bool:
        """Whether the team has every skill that a post asks for."""
        return (
            (not self.brands or brand in self.brands)
            and (not self.langs or lang in self.langs)
            and (not self.topics or not self.topics.isdisjoint(topics))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level that cases are handed over to: level 1 is the first in the list."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachRule:
    """A broken promise hands a case over to a level; empty conditions hold for every one."""

    level: int
    timers: frozenset[Timer] = frozenset()
    severities: frozenset[Severity] = frozenset()

    def holds(self, *, timer: Timer, severity: Severity) -> bool:
        """Whether the rule is for this promise."""
        return (not self.timers or timer in self.timers) and (not self.severities or severity in self.severities)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRule:
    """Reasons of a post's urgency, such as safety or legal words, hand its case over as soon as it is opened."""

    level: int
    reasons: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """How the desk is run; a claim that lasts for no time at all never expires."""

    teams: tuple[Team, ...] = ()
    levels: tuple[Level, ...] = ()
    on_breach: tuple[BreachRule, ...] = ()
    on_words: tuple[WordRule, ...] = ()
    claim_lasts: timedelta = timedelta()
    follow_up_after: timedelta = timedelta()

    def __post_init__(self) -> None:
        called = [*(rule.level for rule in self.on_breach), *(rule.level for rule in self.on_words)]
        if any(level not in range(1, len(self.levels) + 1) for level in called):
            raise ValueError(f"a rule hands over to a level from 1 to {len(self.levels)}, the levels that are named")
        if min(self.claim_lasts, self.follow_up_after) < timedelta():
            raise ValueError("a claim and the time until a follow-up last zero or longer")

    def team_for(self, *, brand: str, lang: str, topics: Collection[str]) -> str | None:
        """The first team that can answer a post, those with members before those without; None where no team can."""
        able = [team for team in self.teams if team.can(brand=brand, lang=lang, topics=topics)]
        return min(able, key=lambda team: not team.members).name if able else None

    def who_can(self, *, brand: str, lang: str, topics: Collection[str]) -> tuple[str, ...]:
        """Everybody whose team can answer a post, in the order of the teams."""
        able = (team.members for team in self.teams if team.can(brand=brand, lang=lang, topics=topics))
        return tuple(dict.fromkeys(member for members in able for member in members))

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who is in a team."""
        return tuple(dict.fromkeys(member for team in self.teams for member in team.members))

    def level_on_breach(self, *, timer: Timer, severity: Severity) -> int:
        """The level that a broken promise calls for; 0 is none."""
        return max((rule.level for rule in self.on_breach if rule.holds(timer=timer, severity=severity)), default=0)

    def handed_over(self, reasons: Iterable[str]) -> tuple[int, str] | None:
        """The highest level that the reasons of a post call for, and the reason; None is none."""
        listed = list(reasons)
        called = [(rule.level, reason) for rule in self.on_words for reason in listed if reason in rule.reasons]
        return max(called, key=lambda call: call[0], default=None)


NOBODY = Staffing()
"""No teams, no levels, nothing by rule."""
