"""Which promise a post gets: ordered rules, first match wins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from triage.calendar import Calendar
from triage.running import Runs
from triage.sla import Promise, Timer
from triage.urgency import Severity

CALENDAR_TIME = "always"
"""The name of the calendar in which every minute counts; it needs no definition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a rule may ask of a post."""

    brand: str
    platform: str
    severity: Severity
    lang: str = "und"
    followers: int = 0
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of a policy: the posts it is for, and the time each severity gets.

    An empty condition matches everything. `targets` are for the first answer; the answer to a customer who came back
    has the same time unless `next_targets` says another, and no resolution is promised where `resolution_targets` says
    none. `calendars` names the calendar per severity; the others run in calendar time.
    """

    name: str
    targets: Mapping[Severity, timedelta]
    next_targets: Mapping[Severity, timedelta] = field(default_factory=dict)
    resolution_targets: Mapping[Severity, timedelta] = field(default_factory=dict)
    calendars: Mapping[Severity, str] = field(default_factory=dict)
    brands: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    langs: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    min_followers: int = 0

    def __post_init__(self) -> None:
        missing = sorted(set(Severity) - set(self.targets))
        if missing:
            raise ValueError(f"rule {self.name!r} has no target for {', '.join(missing)}")
        given = (*self.targets.values(), *self.next_targets.values(), *self.resolution_targets.values())
        if any(target <= timedelta() for target in given):
            raise ValueError(f"rule {self.name!r}: a target is longer than zero")

    def matches(self, subject: Subject) -> bool:
        """Whether every condition of the rule holds for `subject`."""
        return (
            (not self.brands or subject.brand in self.brands)
            and (not self.platforms or subject.platform in self.platforms)
            and (not self.langs or subject.lang in self.langs)
            and (not self.topics or not self.topics.isdisjoint(subject.topics))
            and subject.followers >= self.min_followers
        )

    def target(self, severity: Severity, timer: Timer) -> timedelta | None:
        """The time that a timer has; None where nothing is promised."""
        match timer:
            case Timer.FIRST:
                return self.targets[severity]
            case Timer.NEXT:
                return self.next_targets.get(severity, self.targets[severity])
            case _:
                return self.resolution_targets.get(severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How long one timer runs, and in which time; without a calendar every minute counts."""

    target: timedelta
    warn_share: float
    calendar: Calendar | None

    def warn_at(self, runs: Runs) -> datetime:
        """When a promise that runs so is at risk."""
        return runs.ends(self.target * self.warn_share, self.calendar)

    def due_at(self, runs: Runs) -> datetime:
        """When it is due."""
        return runs.ends(self.target, self.calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A version of the rules; `warn_share` is the part of the time after which a case is at risk."""

    version: int
    rules: tuple[Rule, ...]
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    warn_share: float = 0.8

    def __post_init__(self) -> None:
        if not 0 < self.warn_share < 1:
            raise ValueError(f"warn_share lies between 0 and 1, got {self.warn_share}")
        if not self.rules or not self.rules[-1].matches(_ANYTHING):
            raise ValueError("the last rule of a policy must match every post: leave its conditions empty")
        names = [rule.name for rule in self.rules]
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"a case keeps the name of its rule, so no two may be called {', '.join(repeated)}")
        if CALENDAR_TIME in self.calendars:
            raise ValueError(f"{CALENDAR_TIME!r} means every minute, so no calendar can be called that")
        known = {CALENDAR_TIME, *self.calendars}
        for rule in self.rules:
            unknown = sorted(set(rule.calendars.values()) - known)
            if unknown:
                raise ValueError(f"rule {rule.name!r} names unknown calendars: {', '.join(unknown)}")

    def rule_for(self, subject: Subject) -> Rule:
        """The first rule that matches."""
        return next(rule for rule in self.rules if rule.matches(subject))

    def rule_called(self, name: str) -> Rule:
        """The rule of that name; the last one, which is for every post, where there is none."""
        return next((rule for rule in self.rules if rule.name == name), self.rules[-1])

    def clock(self, rule: Rule, severity: Severity, timer: Timer) -> Clock | None:
        """How a timer runs under one of the rules; None where nothing is promised."""
        target = rule.target(severity, timer)
        if target is None:
            return None
        calendar = self.calendars.get(rule.calendars.get(severity, CALENDAR_TIME))
        return Clock(target=target, warn_share=self.warn_share, calendar=calendar)

    def promise(self, subject: Subject, *, starts_at: datetime, timer: Timer = Timer.FIRST) -> Promise:
        """What a post is promised whose clock starts at `starts_at`; ValueError where nothing is."""
        rule = self.rule_for(subject)
        clock = self.clock(rule, subject.severity, timer)
        if clock is None:
            raise ValueError(f"rule {rule.name!r} promises {subject.severity} no {timer}")
        runs = Runs(past=(), since=starts_at)
        return Promise(
            starts_at=starts_at,
            warn_at=clock.warn_at(runs),
            due_at=clock.due_at(runs),
            target=clock.target,
            policy_version=self.version,
            rule=rule.name,
        )


_ANYTHING = Subject(brand="", platform="", severity=Severity.P4, lang="")
