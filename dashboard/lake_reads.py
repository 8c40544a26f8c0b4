"""What the reports ask of the lake, remembered for a minute."""

from datetime import date, datetime

import streamlit as st

from dashboard import backend
from warehouse import config, read
from warehouse.read import BrandCoverage, CoverageDay, PostBehind, SentimentDay, TopicCount

_KEEP_SECONDS = 60


@st.cache_data(ttl=_KEEP_SECONDS / 4, show_spinner=False)
def newest_at() -> datetime | None:
    """When anything was last collected."""
    return read.newest_at(backend.app().lake)


@st.cache_data(ttl=_KEEP_SECONDS, show_spinner=False)
def brands() -> list[str]:
    """Brands with posts."""
    return read.brands(backend.app().lake)


@st.cache_data(ttl=_KEEP_SECONDS, show_spinner=False)
def brand_titles() -> dict[str, str]:
    """The names that people know brands by."""
    return {
        entry.name: str(entry.body.get("title") or entry.name) for entry in config.entries(backend.app().desk, "brand")
    }


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=50, show_spinner=False)
def coverage(as_of: datetime, since: datetime, brand: str | None) -> list[BrandCoverage]:
    """Response coverage of a period; `as_of` is cut to the minute by the caller."""
    return read.coverage(backend.app().lake, as_of=as_of, since=since, brand=brand)


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=50, show_spinner=False)
def coverage_days(as_of: datetime, since: datetime, brand: str | None) -> list[CoverageDay]:
    """The same by day."""
    app = backend.app()
    zone = app.settings.business_zone
    return read.coverage_days(app.lake, as_of=as_of, since=since, brand=brand, zone=zone)


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=50, show_spinner=False)
def sentiment_days(since: date, brand: str | None, platform: str | None, lang: str | None) -> list[SentimentDay]:
    """Sentiment by day."""
    app = backend.app()
    zone = app.settings.business_zone
    return read.sentiment_days(app.lake, since=since, brand=brand, platform=platform, lang=lang, zone=zone)


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=50, show_spinner=False)
def topics(since: date, brand: str | None, platform: str | None, lang: str | None) -> list[TopicCount]:
    """Posts by topic."""
    return read.topics(backend.app().lake, since=since, brand=brand, platform=platform, lang=lang)


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=50, show_spinner=False)
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
