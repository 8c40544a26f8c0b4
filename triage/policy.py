"""Which promise a post gets: ordered rules, first match wins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from triage.calendar import Calendar
from triage.sla import Promise
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

    An empty condition matches everything. `calendars` names the calendar per severity; the others run in calendar time.
    """

    name: str
    targets: Mapping[Severity, timedelta]
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
        if any(target <= timedelta() for target in self.targets.values()):
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
        if CALENDAR_TIME in self.calendars:
            raise ValueError(f"{CALENDAR_TIME!r} means every minute, so no calendar can be called that")
        known = {CALENDAR_TIME, *self.calendars}
        for rule in self.rules:
            unknown = sorted(set(rule.calendars.values()) - known)
            if unknown:
                raise ValueError(f"rule {rule.name!r} names unknown calendars: {', '.join(unknown)}")

    def promise(self, subject: Subject, *, starts_at: datetime) -> Promise:
        """The first-response promise for a post whose clock starts at `starts_at`."""
        rule = next(rule for rule in self.rules if rule.matches(subject))
        target = rule.targets[subject.severity]
        calendar = self.calendars.get(rule.calendars.get(subject.severity, CALENDAR_TIME))
        warn_after = target * self.warn_share
        return Promise(
            starts_at=starts_at,
            warn_at=calendar.add(starts_at, warn_after) if calendar else starts_at + warn_after,
            due_at=calendar.add(starts_at, target) if calendar else starts_at + target,
            target=target,
            policy_version=self.version,
            rule=rule.name,
        )


_ANYTHING = Subject(brand="", platform="", severity=Severity.P4, lang="")
