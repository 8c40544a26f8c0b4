"""What the reports ask of the lake, remembered until it changes."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dashboard import backend
from dashboard.remembering import remembered
from warehouse import config, read
from warehouse.read import BrandCoverage, CoverageDay, PostBehind, SentimentDay, TopicCount

LISTED = 1_000
"""Posts that a list holds at most."""


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


@remembered()
def coverage(since: datetime, brand: str | None) -> list[BrandCoverage]:
    """Response coverage of a period."""
    app = backend.app()
    return read.coverage(app.lake, as_of=app.now(), since=since, brand=brand)


@remembered()
def coverage_days(since: datetime, brand: str | None) -> list[CoverageDay]:
    """The same by day."""
    app = backend.app()
    zone = app.settings.business_zone
    return read.coverage_days(app.lake, as_of=app.now(), since=since, brand=brand, zone=zone)


@remembered()
def sentiment_days(since: date, brand: str | None, platform: str | None, lang: str | None) -> list[SentimentDay]:
    """Sentiment by day."""
    app = backend.app()
    zone = app.settings.business_zone
    return read.sentiment_days(app.lake, since=since, brand=brand, platform=platform, lang=lang, zone=zone)


@remembered()
def topics(since: date, brand: str | None, platform: str | None, lang: str | None) -> list[TopicCount]:
    """Posts by topic."""
    return read.topics(backend.app().lake, since=since, brand=brand, platform=platform, lang=lang)


@remembered(most=20)
def posts_behind(
    since: date, until: date | None, brand: str | None, *, needs_answer: bool, answer_state: str | None
) -> list[PostBehind]:
    """The posts that a figure counts."""
    app = backend.app()
    return read.posts_behind(
        app.lake,
        as_of=app.now(),
        brand=brand,
        needs_answer=needs_answer,
        answer_state=answer_state,
        since=since,
        until=until,
        zone=app.settings.business_zone,
    )


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


@remembered(most=20)
def posts_about(wanted: Wanted) -> list[dict[str, Any]]:
    """The newest of the posts that are wanted."""
    app = backend.app()
    zone = app.settings.business_zone
    found = read.posts_behind(app.lake, as_of=app.now(), zone=zone, limit=LISTED, **asdict(wanted))
    return [post_row(post) for post in found]


def post_row(post: PostBehind) -> dict[str, Any]:
    """A post as lists of posts take it."""
    row = {name: getattr(post, name) for name in PostBehind.__dataclass_fields__}
    return {**row, "platform": post.key.platform, "native_id": post.key.native_id, "text": post.excerpt}
