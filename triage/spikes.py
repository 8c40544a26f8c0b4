"""When far more posts come in an hour than is usual, and the incident that grows out of it."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from statistics import median

from triage.mention import MentionKey

HOUR = timedelta(hours=1)
NO_TOPIC = "other"
_OFFSETS = (-HOUR, timedelta(), HOUR)
_NORMAL = 1.4826
"""What makes the median absolute deviation of normal figures their standard deviation."""

Counts = Mapping[datetime, Mapping[frozenset[str], int]]
"""Posts of one brand and topic by the hour they were posted in and the targets that saw them."""


class Verdict(StrEnum):
    """What one hour is; `unknown` where it was not read whole, or too little is known of what is usual."""

    SPIKE = "spike"
    ELEVATED = "elevated"
    CALM = "calm"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpikeRules:
    """What counts as a spike, and as the end of one.

    `levels` are the amplifications from which an incident is of level 2, 3, and so on.
    """

    least_posts: int = 5
    opens_at: float = 4.0
    grows_at: float = 2.0
    calm_hours: int = 3
    days: int = 28
    least_days: int = 7
    levels: tuple[float, ...] = (50_000.0, 1_000_000.0)

    def __post_init__(self) -> None:
        if self.least_posts < 2 or not 0 < self.grows_at <= self.opens_at or self.calm_hours < 1:
            raise ValueError("a spike takes two posts or more, ends below where it starts, and after an hour or more")
        if not 0 < self.least_days <= self.days <= 366:
            raise ValueError(
                "what is usual is learnt from least_days to days, a year at most; least_days is not the larger"
            )
        if any(not math.isfinite(level) for level in self.levels) or list(self.levels) != sorted(set(self.levels)):
            raise ValueError("the levels of a spike rise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One hour beside what is usual for it, which is worked out only where there are posts enough to matter."""

    at: datetime
    posts: int
    usual: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What is usual for an hour and how far posts spread around it, and its posts of the same targets."""

    posts: int
    usual: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A post of a spike: whom it reaches, and what people did with it."""

    key: MentionKey
    posted_at: datetime
    author: str
    followers: int = 0
    interactions: int = 0

    def amplification(self, *, now: datetime) -> float:
        """Reach times velocity: followers (at least the author) by interactions an hour since it was posted."""
        hours = max((now - self.posted_at) / HOUR, 1.0)
        return (1 + self.followers) * (1 + self.interactions) / hours


@dataclass(frozen=True, slots=True, kw_only=True)
class RushHour:
    """One hour of an incident; `reach` are the followers of everybody who posted in it."""

    posts: int
    usual: float
    reach: int

    @property
    def velocity(self) -> float:
        """How many times as many posts as usual; what is rare counts as one an hour."""
        return self.posts / max(self.usual, 1.0)

    @property
    def amplification(self) -> float:
        """Reach times velocity: how far and how fast it spreads."""
        return self.reach * self.velocity


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A spike of one brand and topic from the hour it was opened by to the hour that calmed it."""

    incident_id: str
    brand: str
    topic: str
    opened_at: datetime
    last_hour_at: datetime
    hours: Mapping[datetime, RushHour]
    level: int = 1
    closed_at: datetime | None = None
    drivers: Sequence[tuple[MentionKey, float]] = field(default_factory=tuple)

    @property
    def peak_at(self) -> datetime:
        """The hour with the most posts, the first of them."""
        return max(sorted(self.hours), key=lambda at: self.hours[at].posts)

    @property
    def peak(self) -> RushHour:
        """The hour with the most posts."""
        return self.hours[self.peak_at]

    @property
    def posts(self) -> int:
        """Posts in all of its hours."""
        return sum(hour.posts for hour in self.hours.values())

    def as_dict(self) -> dict[str, str | int | float | datetime | None]:
        """What is told of it in a table: names, instants and counts; its hours and drivers are left out."""
        return {
            "incident_id": self.incident_id,
            "brand": self.brand,
            "topic": self.topic,
            "opened_at": self.opened_at,
            "last_hour_at": self.last_hour_at,
            "closed_at": self.closed_at,
            "level": self.level,
            "posts": self.posts,
            "peak_at": self.peak_at,
            "peak_posts": self.peak.posts,
            "usual": self.peak.usual,
            "reach": max(hour.reach for hour in self.hours.values()),
        }


def judge(
    hours: Iterable[datetime], counts: Counts, covered: Mapping[str, Collection[datetime]], *, rules: SpikeRules
) -> list[Judged]:
    """Hours beside what is usual, oldest first; `covered` are the hours that each target was read in whole.

    The sample of an hour are the same hour of day and its two neighbours on each of the `days` before: 3 x 28 counts,
    zeros among them. With m its median and MAD its median absolute deviation, the score is
    (posts - m) / max(1.4826 MAD, sqrt(max(m, 1))): the robust z-score of Iglewicz and Hoaglin (1993), with the spread
    of a Poisson count as its floor, since for rare posts MAD is zero. A past spike moves neither median by much.

    Only targets that read the hour itself whole and were read long enough count, and only hours that all of these
    read whole are in the sample: a source that failed, or came yesterday, makes no spike and hides none.
    """
    return [_judged(at, counts, covered, rules=rules) for at in sorted(set(hours))]


def reach_of(posts: Iterable[Carrier]) -> int:
    """The followers of everybody who posted, each author once."""
    followers: dict[str, int] = {}
    for post in posts:
        followers[post.author] = max(followers.get(post.author, 0), post.followers)
    return sum(followers.values())


def drivers_of(
    posts: Iterable[Carrier], known: Iterable[tuple[MentionKey, float]] = (), *, now: datetime, most: int = 5
) -> tuple[tuple[MentionKey, float], ...]:
    """The posts that carry a spike, the furthest first, among these and the known ones."""
    weighed = dict(known) | {post.key: round(post.amplification(now=now), 1) for post in posts}
    ranked = sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0].platform, pair[0].native_id))
    return tuple(ranked[:most])


def follow(
    known: Iterable[Incident],
    judged: Iterable[Judged],
    *,
    brand: str,
    topic: str,
    reach: Mapping[datetime, int],
    rules: SpikeRules,
    others: Sequence[Incident] = (),
) -> list[Incident]:
    """The incidents of one brand and topic after these hours, oldest first: opened, grown, closed.

    Hours that were followed before change nothing. `judged` holds every hour since an open incident's last. In the
    hours of the brand's `others`, a spike is the same rush in other words, unless it has a topic and twice their peak.
    """
    incidents = sorted(known, key=lambda incident: incident.opened_at)
    calm: dict[str, int] = {}
    for hour in sorted(judged, key=lambda one: one.at):
        place = next((n for n, one in enumerate(incidents) if _belongs(hour.at, one, rules=rules)), None)
        match hour.verdict:
            case Verdict.SPIKE if place is None:
                beside = [one for one in others if _belongs(hour.at, one, rules=rules)]
                if any(topic == NO_TOPIC or hour.posts < 2 * one.peak.posts for one in beside):
                    continue
                incidents.append(_opened(brand, topic, hour, reach=reach, rules=rules))
            case Verdict.ELEVATED if place is not None and hour.at < incidents[place].opened_at:
                pass  # a spike opens an incident, and nothing less than one reaches back
            case Verdict.SPIKE | Verdict.ELEVATED if place is not None:
                incidents[place] = _grown(incidents[place], hour, reach=reach, rules=rules)
                calm.pop(incidents[place].incident_id, None)
            case Verdict.CALM if place is not None and hour.at > incidents[place].last_hour_at:
                incident = incidents[place]
                calm[incident.incident_id] = calm.get(incident.incident_id, 0) + 1
                if incident.closed_at is None and calm[incident.incident_id] == rules.calm_hours:
                    incidents[place] = replace(incident, closed_at=hour.at + HOUR)
            case _:
                pass
    return sorted(incidents, key=lambda incident: incident.opened_at)


def level_of(amplification: float, *, rules: SpikeRules) -> int:
    """From 1; one more for each level that an amplification reaches."""
    return 1 + sum(amplification >= level for level in rules.levels)


def hours_between(start: datetime, end: datetime) -> list[datetime]:
    """Every full hour that lies within."""
    first = start.replace(minute=0, second=0, microsecond=0)
    first += HOUR if first < start else timedelta()
    return [first + n * HOUR for n in range(max(int((end - first) / HOUR), 0))]


def baseline(
    at: datetime, counts: Counts, covered: Mapping[str, Collection[datetime]], *, rules: SpikeRules
) -> Baseline | None:
    """What is usual for an hour, as `judge` says; None where the hour was not read whole, or too little is known."""
    whole = [name for name, hours in covered.items() if at in hours]
    sample = [at - timedelta(days=day) + offset for day in range(1, rules.days + 1) for offset in _OFFSETS]
    least = rules.least_days * len(_OFFSETS)
    targets = [name for name in whole if sum(one in covered[name] for one in sample) >= least]
    read = [one for one in sample if all(one in covered[name] for name in targets)]
    if not targets or len(read) < least:
        return None
    values = [_count(counts, one, targets) for one in read]
    usual = float(median(values))
    spread = max(_NORMAL * median(abs(value - usual) for value in values), math.sqrt(max(usual, 1.0)))
    return Baseline(posts=_count(counts, at, targets), usual=usual, spread=spread)


def _judged(at: datetime, counts: Counts, covered: Mapping[str, Collection[datetime]], *, rules: SpikeRules) -> Judged:
    whole = [name for name, hours in covered.items() if at in hours]
    posts = _count(counts, at, whole)
    if whole and 2 * posts < rules.least_posts:
        return Judged(at=at, posts=posts, usual=0.0, verdict=Verdict.CALM)
    beside = baseline(at, counts, covered, rules=rules)
    if beside is None:
        return Judged(at=at, posts=posts, usual=0.0, verdict=Verdict.UNKNOWN)
    posts, usual = beside.posts, beside.usual
    score = (posts - usual) / beside.spread
    verdict = Verdict.CALM
    if posts >= rules.least_posts and score >= rules.opens_at:
        verdict = Verdict.SPIKE
    elif score >= rules.grows_at:
        verdict = Verdict.ELEVATED
    return Judged(at=at, posts=posts, usual=usual, verdict=verdict)


def _count(counts: Counts, at: datetime, targets: Collection[str]) -> int:
    return sum(n for seen_by, n in counts.get(at, {}).items() if not seen_by.isdisjoint(targets))


def _belongs(at: datetime, incident: Incident, *, rules: SpikeRules) -> bool:
    """Whether an hour is part of an incident or could still make it go on."""
    is_after_start = at >= incident.opened_at - rules.calm_hours * HOUR
    return is_after_start and (incident.closed_at is None or at < incident.closed_at)


def _opened(brand: str, topic: str, hour: Judged, *, reach: Mapping[datetime, int], rules: SpikeRules) -> Incident:
    name = f"{brand}\x1f{topic}\x1f{hour.at.isoformat()}"
    incident = Incident(
        incident_id=sha256(name.encode()).hexdigest()[:12],
        brand=brand,
        topic=topic,
        opened_at=hour.at,
        last_hour_at=hour.at,
        hours={},
    )
    return _grown(incident, hour, reach=reach, rules=rules)


def _grown(incident: Incident, hour: Judged, *, reach: Mapping[datetime, int], rules: SpikeRules) -> Incident:
    rush = RushHour(posts=hour.posts, usual=hour.usual, reach=reach.get(hour.at, 0))
    return replace(
        incident,
        opened_at=min(incident.opened_at, hour.at),
        last_hour_at=max(incident.last_hour_at, hour.at),
        hours={**incident.hours, hour.at: rush},
        level=max(incident.level, level_of(rush.amplification, rules=rules)),
    )
