"""What the reports ask of the lake, remembered until it changes."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dashboard import backend
from dashboard.remembering import remembered
from dashboard.words import Words
from repwatch.business import DEMO_BRAND
from warehouse import config, read
from warehouse.read import BrandCoverage, CoverageDay, PostBehind, SentimentDay, TopicCount

LISTED = 200
"""Posts that a page lists at most, the newest."""
EXPORTED = 1_000_000
"""Rows of a CSV at most: no spreadsheet opens more."""


@remembered(after=timedelta(seconds=15))
def newest_at() -> datetime | None:
    """When anything was last collected."""
    return read.newest_at(backend.app().lake)


@remembered()
def brands() -> list[str]:
    """Brands with posts."""
    return read.brands(backend.app().lake)


@remembered()
def brand_titles() -> dict[str, str]:
    """The names that people know brands by."""
    return {
        entry.name: str(entry.body.get("title") or entry.name) for entry in config.entries(backend.app().desk, "brand")
    }


def of_whom(brand: str | None, t: Words) -> str:
    """The name of the brand that is asked for, or of all of them."""
    return brand_titles().get(brand, brand) if brand else t("brand_choice.all")


@remembered(after=timedelta(seconds=30))
def is_all_invented() -> bool:
    """Whether nothing but the bundled demo is read, and nothing else was ever imported."""
    kinds = {str(entry.body.get("collector")) for entry in config.entries(backend.app().desk, "target")}
    return kinds == {"demo"} and set(brands()) <= {DEMO_BRAND}


@remembered(is_figure=True)
def coverage(since: datetime, brand: str | None) -> list[BrandCoverage]:
    """Response coverage of a period."""
    app = backend.app()
    return read.coverage(app.lake, as_of=app.now(), since=since, brand=brand)


@remembered(is_figure=True)
def coverage_days(since: datetime, brand: str | None) -> list[CoverageDay]:
    """The same by day."""
    app = backend.app()
    zone = app.settings.business_zone
    return read.coverage_days(app.lake, as_of=app.now(), since=since, brand=brand, zone=zone)


@remembered(is_figure=True)
def sentiment_days(since: date, brand: str | None, platform: str | None, lang: str | None) -> list[SentimentDay]:
    """Sentiment by day."""
    app = backend.app()
    zone = app.settings.business_zone
    return read.sentiment_days(app.lake, since=since, brand=brand, platform=platform, lang=lang, zone=zone)


@remembered(is_figure=True)
def topics(since: date, brand: str | None, platform: str | None, lang: str | None) -> list[TopicCount]:
    """Posts by topic."""
    return read.topics(backend.app().lake, since=since, brand=brand, platform=platform, lang=lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which posts a list shows: of business days from `since` to before `until`, and of these values."""

    since: date
    until: date | None = None
    brand: str | None = None
    topic: str | None = None
    sentiment: str | None = None
    platform: str | None = None
    lang: str | None = None
    needs_answer: bool = False
    answer_state: str | None = None


@remembered(most=20, is_figure=True)
def posts_behind(wanted: Wanted) -> list[PostBehind]:
    """The newest of the posts that are wanted."""
    return every_post_behind(wanted, limit=LISTED)


def every_post_behind(wanted: Wanted, *, limit: int = EXPORTED) -> list[PostBehind]:
    """All of them, for a CSV: read when somebody asks for it, and not remembered."""
    app = backend.app()
    zone = app.settings.business_zone
    return read.posts_behind(app.lake, as_of=app.now(), zone=zone, limit=limit, **asdict(wanted))


def post_row(post: PostBehind) -> dict[str, Any]:
    """A post as lists of posts take it."""
    row = {name: getattr(post, name) for name in PostBehind.__dataclass_fields__}
    return {**row, "platform": post.key.platform, "native_id": post.key.native_id, "text": post.excerpt}
