"""Reads of the lake for reports: coverage and sentiment, each with its numerator and denominator."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from warehouse import sql
from warehouse.lake import Lake


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Response coverage of one population of opening customer posts.

    `coverage` is answered / (answered + not_answered), None where nothing is decided. Times run from the post to the
    first public answer, over answers whose time is known and not older than the post (`n_negative` are).
    """

    n: int
    answered: int
    not_answered: int
    undecided: int
    unknown: int
    on_time: int
    coverage: float | None
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
    lake: Lake, *, since: date | None = None, until: date | None = None, brand: str | None = None
) -> list[TopicCount]:
    """Opening posts by topic, most first."""
    values = {"since": since, "until": until, "brand": brand}
    return [TopicCount(**row) for row in lake.query(sql.load("queries", "topics"), values)]


def brands(lake: Lake) -> list[str]:
    """Brands that have opening posts."""
    return [row["brand"] for row in lake.query("select distinct brand from marts.post_answer order by brand")]


def _figures(row: dict[str, Any]) -> Figures:
    decided = row["answered"] + row["not_answered"]
    names = Figures.__dataclass_fields__.keys() - {"coverage"}
    share = row["answered"] / decided if decided else None
    return Figures(coverage=share, **{name: row[name] for name in names})


_NOTHING = Figures(
    n=0,
    answered=0,
    not_answered=0,
    undecided=0,
    unknown=0,
    on_time=0,
    coverage=None,
    median_seconds=None,
    p90_seconds=None,
    n_negative=0,
)
