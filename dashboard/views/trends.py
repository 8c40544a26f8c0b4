"""Sentiment by day, and what unhappy posts are about."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.charts import ENOUGH, every_day, feeling_days, net_days, topic_bars
from dashboard.components.page_bar import choice, freshness, heading, period
from dashboard.viewer import Viewer, viewer
from warehouse.queue import choices
from warehouse.read import SentimentDay, TopicCount


def show() -> None:
    """Draw the page."""
    me, app = viewer(), backend.app()
    t, now = me.t, app.now()
    heading(t("trends.title"), me=me)
    with st.container(horizontal=True, vertical_alignment="center", key="page_bar"):
        length = period(me=me)
        # what is felt about one brand says nothing about another
        brand = choice(
            "brand",
            lake_reads.brands(),
            anything=None,
            group="brand",
            title=t("brand_choice.title"),
            me=me,
        )
        known = choices(app.desk)
        platform = choice(
            "platform",
            known.platforms,
            anything=t("trends.any_platform"),
            group="platform",
            title=t("filter.platform"),
            me=me,
        )
        lang = choice(
            "language",
            known.langs,
            anything=t("trends.any_language"),
            group="language",
            title=t("filter.language"),
            me=me,
        )
        st.space("stretch")
        freshness(me=me, now=now)
    zone = ZoneInfo(app.settings.business_zone)
    first, last = (now - length).astimezone(zone).date(), now.astimezone(zone).date()
    found = lake_reads.sentiment_days(first, brand, platform, lang)
    if not any(day.n for day in found):
        st.info(t("trends.no_posts"))
        return
    days = filled(found, first=first, last=last)
    _headline(days, me=me)
    _charts(days, lake_reads.topics(first, brand, platform, lang), me=me)


def filled(found: Sequence[SentimentDay], *, first: date, last: date) -> list[SentimentDay]:
    """A row for each day of the period: a day without posts is a gap, not a jump."""
    by_day = {day.day: day for day in found}
    return [
        by_day.get(day, SentimentDay(day=day, n=0, n_negative=0, n_neutral=0, n_positive=0, is_complete=True))
        for day in every_day(first, last)
    ]


def _headline(days: Sequence[SentimentDay], *, me: Viewer) -> None:
    t = me.t
    n = sum(day.n for day in days)
    negative, positive = sum(day.n_negative for day in days), sum(day.n_positive for day in days)
    figures = (
        (
            t("trends.net"),
            f"{t.number(100 * (positive - negative) / n)}",
            t("trends.net_of", positive=t.number(positive), negative=t.number(negative), n=t.number(n)),
        ),
        (
            t("trends.share_negative"),
            t.percent(negative / n),
            t("trends.share_negative_of", negative=t.number(negative), n=t.number(n)),
        ),
        (t("trends.posts"), t.number(n), t("trends.posts_of", days=sum(day.n > 0 for day in days))),
    )
    with st.container(border=True, key="figures"):
        for column, (name, value, basis) in zip(st.columns(3), figures, strict=True):
            with column:
                st.metric(name, f":gray[{value}]" if n < ENOUGH else value)
                st.caption(basis)


def _charts(days: Sequence[SentimentDay], topics: Sequence[TopicCount], *, me: Viewer) -> None:
    t = me.t
    left, right = st.columns([62, 38], gap="large")
    with left:
        st.markdown(f"**{t('trends.net_days')}**")
        st.altair_chart(net_days(days, t=t), key="net_days", alt=t("trends.net_days"))
        st.caption(t("trends.net_note"))
        incomplete = sum(not day.is_complete for day in days)
        if incomplete:
            st.caption(t("trends.incomplete", n=incomplete))
        st.markdown(f"**{t('trends.shares')}**")
        st.altair_chart(feeling_days(days, t=t), key="feeling_days", alt=t("trends.shares"))
    with right:
        st.markdown(f"**{t('trends.topics')}**")
        felt = sorted((topic for topic in topics if topic.n_negative), key=lambda topic: -topic.n_negative)
        st.altair_chart(topic_bars(felt, t=t), key="topics", alt=t("trends.topics"))
        st.caption(t("trends.topics_note"))
