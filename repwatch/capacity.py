"""Chooses the threshold of a source so that a queue can hold what is flagged, from the scores of its last days."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from scoring.cuts import ANY, MOST, Cuts
from scoring.holdout import LEAST as TELLING
from warehouse import feedback, strengths
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.strengths import Strong

LOWEST = 0.5
"""Below half of its threshold a post is chatter more often than not, however much a queue could hold."""
_A_DAY = {"day": 1.0, "d": 1.0, "week": 1 / 7, "w": 1 / 7, "hour": 24.0, "h": 24.0}
_SHOWN = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
_CAPACITY = re.compile(r"(\d+(?:\.\d+)?)\s*(?:/\s*(\w+))?")


class CapacityError(ValueError):
    """No threshold can be chosen; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a cut would flag a day, in all and by platform, and how right that is by what people decided.

    `precision` is of `judged` decisions, None where they are too few to say.
    """

    cut: float
    flagged_per_day: float
    by_platform: dict[str, float]
    precision: float | None
    judged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The cut for a source, what it would bring, and what other cuts would."""

    source: str
    capacity_per_day: float
    days: float
    posts: int
    now: Load
    chosen: Load
    others: tuple[Load, ...]

    @property
    def fits(self) -> bool:
        """Whether the queue holds it; what is flagged whatever the cut may be too much by itself."""
        return self.chosen.flagged_per_day <= self.capacity_per_day

    def as_entry(self) -> dict[str, Any]:
        """What the business configuration keeps of it."""
        chosen = asdict(self.chosen)
        del chosen["by_platform"]
        return {**chosen, "capacity_per_day": self.capacity_per_day, "days": self.days}


def per_day(text: str) -> float:
    """Read a capacity like 50/day, 300/week or 4/hour; a bare number is a day's."""
    found = _CAPACITY.fullmatch(text.strip().lower())
    unit = (found[2] or "day") if found else ""
    if found is None or unit not in _A_DAY or float(found[1]) <= 0:
        raise CapacityError(f"{text!r} is no capacity; write one like 50/day, 300/week or 4/hour")
    return float(found[1]) * _A_DAY[unit]


def choose(
    desk: Desk,
    lake: Lake,
    *,
    capacity: float,
    cuts: Cuts,
    now: datetime,
    lasts: timedelta,
    brand: str | None = None,
    platform: str | None = None,
) -> Choice:
    """The lowest cut that a queue of so many posts a day can hold, where other sources keep their own `cuts`."""
    posts = strengths.counted(lake, since=now - lasts, until=now, brand=brand, platform=platform)
    if not posts:
        raise CapacityError(
            "No scored post of this source came in that time: run `repwatch score`, or look longer back."
        )
    source = f"{brand or ANY}/{platform or ANY}"
    days = max(1.0, (now - min(post.first_posted_at for post in posts)) / timedelta(days=1))
    weighing = _Weighing(posts=posts, judged=_judged(desk, lake, brand=brand, platform=platform), days=days)
    candidates = sorted({LOWEST, MOST, *(p.strength for p in posts if LOWEST < p.strength < MOST)})
    low, high = 0, len(candidates) - 1
    while low < high:
        middle = (low + high) // 2
        if weighing.load(_with(cuts, source, candidates[middle]), candidates[middle]).flagged_per_day <= capacity:
            high = middle
        else:
            low = middle + 1
    return Choice(
        source=source,
        capacity_per_day=capacity,
        days=round(days, 2),
        posts=sum(post.n for post in posts),
        now=weighing.load(cuts, cuts.of(platform=platform or ANY, brands=(brand or ANY,))),
        chosen=weighing.load(_with(cuts, source, candidates[low]), candidates[low]),
        others=tuple(weighing.load(_with(cuts, source, cut), cut) for cut in _SHOWN),
    )


def _with(cuts: Cuts, source: str, cut: float) -> Cuts:
    return Cuts(by_source={**cuts.by_source, source: cut})


def _judged(
    desk: Desk, lake: Lake, *, brand: str | None, platform: str | None
) -> list[tuple[str, tuple[str, ...], float, bool]]:
    """Platform, brand, strength and verdict of each post of the source that people decided about."""
    decided = [
        one for one in feedback.decided(desk) if brand in {None, one.brand} and platform in {None, one.key.platform}
    ]
    found = strengths.of(lake, [one.key for one in decided])
    return [
        (one.key.platform, (one.brand,), found[one.key], one.decision.ground.needs_answer)
        for one in decided
        if one.key in found
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighing:
    posts: Sequence[Strong]
    judged: Sequence[tuple[str, tuple[str, ...], float, bool]]
    days: float

    def _is_telling(self) -> bool:
        """Where nobody ever dismissed a post, all that was decided is right, and says nothing."""
        return not all(needs for *_, needs in self.judged)

    def load(self, cuts: Cuts, cut: float) -> Load:
        """Count what these cuts flag."""
        flagged: dict[str, int] = {}
        for post in self.posts:
            is_in = post.strength >= cuts.of(platform=post.platform, brands=post.brands)
            flagged[post.platform] = flagged.get(post.platform, 0) + is_in * post.n
        right = [
            needs
            for platform, brands, strength, needs in self.judged
            if strength >= cuts.of(platform=platform, brands=brands)
        ]
        return Load(
            cut=cut,
            flagged_per_day=round(sum(flagged.values()) / self.days, 2),
            by_platform={platform: round(n / self.days, 2) for platform, n in sorted(flagged.items())},
            precision=round(sum(right) / len(right), 4) if len(right) >= TELLING and self._is_telling() else None,
            judged=len(right),
        )
