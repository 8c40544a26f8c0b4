"""Reads of the lake: figures with numerator and denominator, and the posts behind them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from triage.mention import MentionKey
from warehouse import sql
from warehouse.lake import Lake

_A_RHYTHM = 20
"""Posts that it takes to know how often a target posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Response coverage of one population of opening customer posts.

    `coverage` is answered / (answered + not_answered), None where nothing is decided. Of `answered`, `by_hand` were
    recorded by a person and are not seen on the platform. Times run from the post to the first public answer, over the
    `timed`: answers whose time is known and not older than the post (`n_negative` are).
    """

    n: int
    answered: int
    by_hand: int
    not_answered: int
    undecided: int
    unknown: int
    dismissed: int
    on_time: int
    coverage: float | None
    timed: int
    median_seconds: float | None
    p90_seconds: float | None
    n_negative: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandCoverage:
    """A brand's figures over all opening posts, and over those that need an answer."""

    brand: str
    all: Figures
    needs_answer: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageDay:
    """What became of the posts that arrived on one business day."""

    day: date
    population: str
    n: int
    answered: int
    not_answered: int
    undecided: int
    unknown: int
    dismissed: int
    on_time: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentimentDay:
    """Opening customer posts of one business day by sentiment; not complete where collection was not."""

    day: date
    n: int
    n_negative: int
    n_neutral: int
    n_positive: int
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """How many opening customer posts one topic had."""

    topic: str
    n: int
    n_negative: int
    n_needs_answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """The rhythm of a target's posts of 30 days; `usual_gap_seconds` is what one gap in twenty exceeds."""

    newest_at: datetime | None = None
    usual_gap_seconds: float | None = None
    recent_posts: int = 0

    def is_silent(self, *, now: datetime) -> bool:
        """Whether nothing came for three times as long as is usual, and for a day at least."""
        if self.newest_at is None or self.usual_gap_seconds is None or self.recent_posts < _A_RHYTHM:
            return False
        return now - self.newest_at > max(timedelta(days=1), 3 * timedelta(seconds=self.usual_gap_seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How far a target has been read and how many posts it ever saw; capped or short of its overlap means gaps.

    `usual_gap_seconds` is the gap between posts of 30 days that one in twenty exceeds.
    """

    target_id: str
    last_collected_at: datetime
    posts: int
    quarantined: int
    is_capped: bool
    is_overlap_reached: bool
    newest_at: datetime | None
    usual_gap_seconds: float | None
    recent_posts: int

    @property
    def is_complete(self) -> bool:
        """Whether the last pull met what was known, without a cap."""
        return self.is_overlap_reached and not self.is_capped

    def is_silent(self, *, now: datetime) -> bool:
        """Whether nothing came for three times as long as is usual, and for a day at least."""
        pulse = Pulse(
            newest_at=self.newest_at, usual_gap_seconds=self.usual_gap_seconds, recent_posts=self.recent_posts
        )
        return pulse.is_silent(now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostBehind:
    """One opening customer post that a figure counts."""

    key: MentionKey
    brand: str
    posted_at: datetime
    due_at: datetime
    severity: str
    lang: str
    topic: str
    sentiment: str
    needs_answer: bool
    answer_state: str
    first_answered_at: datetime | None
    url: str | None
    excerpt: str | None


def coverage(
    lake: Lake,
    *,
    as_of: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    brand: str | None = None,
) -> list[BrandCoverage]:
    """Response coverage by arrival cohort, per brand."""
    values = {"as_of": as_of, "since": since, "until": until, "brand": brand}
    found: dict[str, dict[str, Figures]] = {}
    for row in lake.query(sql.load("queries", "coverage"), values):
        found.setdefault(row["brand"], {})[row["population"]] = _figures(row)
    return [
        BrandCoverage(brand=name, all=figures["all"], needs_answer=figures.get("needs_answer", _NOTHING))
        for name, figures in found.items()
    ]


def coverage_days(
    lake: Lake, *, as_of: datetime, since: datetime | None, brand: str | None, zone: str
) -> list[CoverageDay]:
    """What became of each business day's arrivals, per population."""
    values = {"as_of": as_of, "since": since, "until": None, "brand": brand, "zone": zone}
    return [
        CoverageDay(day=row.pop("posted_date"), **row)
        for row in lake.query(sql.load("queries", "coverage_days"), values)
    ]


def sentiment_days(
    lake: Lake,
    *,
    since: date | None = None,
    until: date | None = None,
    brand: str | None = None,
    platform: str | None = None,
    lang: str | None = None,
    zone: str = "UTC",
) -> list[SentimentDay]:
    """Sentiment of each business day's opening posts, oldest first; `zone` is the one the marts were built in."""
    values = {"since": since, "until": until, "brand": brand, "platform": platform, "lang": lang, "zone": zone}
    rows = lake.query(sql.load("queries", "sentiment_days"), values)
    return [SentimentDay(day=row.pop("posted_date"), **row) for row in rows]


def topics(
    lake: Lake,
    *,
    since: date | None = None,
    until: date | None = None,
    brand: str | None = None,
    platform: str | None = None,
    lang: str | None = None,
) -> list[TopicCount]:
    """Opening posts by topic, most first."""
    values = {"since": since, "until": until, "brand": brand, "platform": platform, "lang": lang}
    return [TopicCount(**row) for row in lake.query(sql.load("queries", "topics"), values)]


def brands(lake: Lake) -> list[str]:
    """Brands that have opening posts."""
    return [row["brand"] for row in lake.query("select distinct brand from marts.post_answer order by brand")]


def sources(lake: Lake, *, now: datetime) -> list[SourceState]:
    """How far each target has been read."""
    return [SourceState(**row) for row in lake.query(sql.load("queries", "sources"), {"now": now})]


def pulses(lake: Lake, *, now: datetime) -> dict[str, Pulse]:
    """The rhythm of each target that saw posts of the last 30 days: what `sources` tells of it, for little."""
    return {row.pop("target_id"): Pulse(**row) for row in lake.query(sql.load("queries", "pulses"), {"now": now})}


def quarantined(lake: Lake) -> list[dict[str, Any]]:
    """The newest thousand records that could not be read, and why; never their content."""
    return lake.query(sql.load("queries", "quarantined"))


def newest_at(lake: Lake) -> datetime | None:
    """When any target was last read; None before the first time."""
    [row] = lake.query("select max(collected_at) as newest_at from raw.coverage")
    newest: datetime | None = row["newest_at"]
    return newest


def snapshot_id(lake: Lake) -> int:
    """Which state of the lake is the newest; another one after every write."""
    [row] = lake.query("select id from ducklake_current_snapshot('lake')")
    return int(row["id"])


def oldest_at(lake: Lake) -> datetime | None:
    """When the oldest opening post was written, or first seen; None where there is none."""
    [row] = lake.query("select min(least(posted_at, seen_at)) as oldest_at from marts.post_answer")
    oldest: datetime | None = row["oldest_at"]
    return oldest


def posts_behind(  # noqa: PLR0913 -- one keyword per filter a page may set
    lake: Lake,
    *,
    as_of: datetime,
    brand: str | None = None,
    needs_answer: bool = False,
    answer_state: str | None = None,
    topic: str | None = None,
    sentiment: str | None = None,
    platform: str | None = None,
    lang: str | None = None,
    since: date | None = None,
    until: date | None = None,
    zone: str = "UTC",
    limit: int = 200,
) -> list[PostBehind]:
    """The newest opening posts that a figure counts, with their outcome as of an instant.

    `answer_state` is answered, not_answered, undecided, unknown or, of those that need an answer, dismissed, as
    coverage counts it; `since` and `until` are business days, the last exclusive.
    """
    values = {
        "as_of": as_of,
        "brand": brand,
        "needs_answer": needs_answer,
        "answer_state": answer_state,
        "topic": topic,
        "sentiment": sentiment,
        "platform": platform,
        "lang": lang,
        "since": _start_of(since, zone),
        "until": _start_of(until, zone),
        "limit": limit,
    }
    rows = lake.query(sql.load("queries", "posts_behind"), values)
    return [PostBehind(key=_key(row), **row) for row in rows]


def _start_of(day: date | None, zone: str) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), tzinfo=ZoneInfo(zone))


def _key(row: dict[str, Any]) -> MentionKey:
    return MentionKey(platform=row.pop("platform"), native_id=row.pop("native_id"))


def _figures(row: dict[str, Any]) -> Figures:
    decided = row["answered"] + row["not_answered"]
    names = Figures.__dataclass_fields__.keys() - {"coverage"}
    share = row["answered"] / decided if decided else None
    return Figures(coverage=share, **{name: row[name] for name in names})


_NOTHING = Figures(
    n=0,
    answered=0,
    by_hand=0,
    not_answered=0,
    undecided=0,
    unknown=0,
    dismissed=0,
    on_time=0,
    coverage=None,
    timed=0,
    median_seconds=None,
    p90_seconds=None,
    n_negative=0,
)
