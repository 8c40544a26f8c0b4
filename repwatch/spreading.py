"""An incident looked at closely: its hours beside what is usual, and the posts that carry it, the furthest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from triage.mention import MentionKey
from triage.spikes import HOUR, Carrier, Incident, SpikeRules, baseline, hours_between
from warehouse import hours
from warehouse.lake import Lake

BEFORE, AFTER = timedelta(hours=24), timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class HourBeside:
    """An hour's posts beside what is usual.

    `usual`, `high` (what still is) and `opens` (what opens an incident) are None where too little is known;
    `is_whole` says whether any target that sees these posts was read through the hour.
    """

    at: datetime
    posts: int
    is_whole: bool
    is_in: bool
    usual: float | None = None
    high: float | None = None
    opens: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A post of an incident: whom it reaches, what people did with it, and both together by the hour."""

    key: MentionKey
    posted_at: datetime
    followers: int
    interactions: int
    amplification: float


def hours_around(lake: Lake, incident: Incident, *, rules: SpikeRules, now: datetime) -> list[HourBeside]:
    """The incident's hours with a day before and half a day after, as far as these are over."""
    start, end = incident.opened_at - BEFORE, min((incident.closed_at or incident.last_hour_at + HOUR) + AFTER, now)
    subject = (incident.brand, incident.topic)
    seen = hours.seen(lake, [subject], since=start - timedelta(days=rules.days) - HOUR, now=now)
    counts = seen.counts[subject]
    saw = {name for hour in counts.values() for names in hour for name in names}
    covered = {name: found for name, found in seen.covered.items() if name in saw}
    found = []
    for at in hours_between(start, end):
        beside = baseline(at, counts, covered, rules=rules)
        usual = {} if beside is None else _beside(beside.usual, beside.spread, rules)
        found.append(
            HourBeside(
                at=at,
                posts=sum(counts.get(at, {}).values()),
                is_whole=any(at in read for read in covered.values()),
                is_in=at in incident.hours,
                **usual,
            )
        )
    return found


def carried(lake: Lake, incident: Incident, *, now: datetime) -> list[Carried]:
    """Every post of the incident's hours, the furthest first, as it stood at `now`."""
    subject = (incident.brand, incident.topic)
    posts: list[Carrier] = []
    for of_hour in hours.carriers(lake, [(subject, at) for at in incident.hours]).values():
        posts += of_hour
    found = [
        Carried(
            key=post.key,
            posted_at=post.posted_at,
            followers=post.followers,
            interactions=post.interactions,
            amplification=post.amplification(now=now),
        )
        for post in posts
    ]
    return sorted(found, key=lambda post: (-post.amplification, post.posted_at, post.key.native_id))


def _beside(usual: float, spread: float, rules: SpikeRules) -> dict[str, float]:
    return {
        "usual": usual,
        "high": usual + rules.grows_at * spread,
        "opens": max(usual + rules.opens_at * spread, float(rules.least_posts)),
    }
