"""What the pages ask of the lake, remembered for a minute so that moving through the queue stays quick."""

from datetime import date, datetime

import streamlit as st

from dashboard import backend
from triage.mention import MentionKey
from warehouse import config, read
from warehouse.read import BrandCoverage, CoverageDay, PostBehind, ScoreView, SentimentDay, ThreadPost, TopicCount

_KEEP_SECONDS = 60
_OTHERS = 8


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=500, show_spinner=False)
def thread(platform: str, native_id: str) -> list[ThreadPost]:
    """The conversation around a post, oldest first."""
    app = backend.app()
    return read.thread(app.lake, MentionKey(platform=platform, native_id=native_id), owned=config.owned(app.desk))


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=500, show_spinner=False)
def score(platform: str, native_id: str) -> ScoreView | None:
    """How a post scored, and why."""
    return read.score_of(backend.app().lake, MentionKey(platform=platform, native_id=native_id))


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=500, show_spinner=False)
def others(platform: str, author_id: str) -> list[ThreadPost]:
    """Other posts of an author, newest first."""
    return read.author_history(backend.app().lake, platform=platform, author_id=author_id, limit=_OTHERS)


@st.cache_data(ttl=_KEEP_SECONDS / 4, show_spinner=False)
def newest_at() -> datetime | None:
    """When anything was last collected."""
    return read.newest_at(backend.app().lake)


@st.cache_data(ttl=_KEEP_SECONDS, show_spinner=False)
def brands() -> list[str]:
    """Brands with posts."""
    return read.brands(backend.app().lake)


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
def topics(since: date, brand: str | None) -> list[TopicCount]:
    """Posts by topic."""
    return read.topics(backend.app().lake, since=since, brand=brand)


@st.cache_data(ttl=_KEEP_SECONDS, max_entries=50, show_spinner=False)
def posts_behind(
    since: date, until: date | None, brand: str | None, *, needs_answer: bool, answer_state: str | None
) -> list[PostBehind]:
    """The posts that a figure counts."""
    app = backend.app()
    return read.posts_behind(
        app.lake,
        brand=brand,
        needs_answer=needs_answer,
        answer_state=answer_state,
        since=since,
        until=until,
        zone=app.settings.business_zone,
    )
