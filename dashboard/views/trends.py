"""Sentiment by day, and what unhappy posts are about."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import backend, lake_reads, marks, report_reads
from dashboard.chart_parts import ENOUGH
from dashboard.charts import every_day, feeling_days, net_days, topic_bars
from dashboard.clock_words import day as day_words
from dashboard.components import listing
from dashboard.components.drawn import drawn, head
from dashboard.components.freshness import freshness
from dashboard.components.page_bar import choice, heading, period
from dashboard.components.post_list import post_list
from dashboard.lake_reads import Wanted, post_row
from dashboard.marks import Mark, note
from dashboard.viewer import Viewer, viewer
from dashboard.words import Words
from scoring import intervals
from warehouse.read import SentimentDay, TopicCount


def show() -> None:
    """Draw the page."""
    me, app = viewer(), backend.app()
    t, now = me.t, app.now()
    heading(t("trends.title"), me=me)
    with st.container(horizontal=True, vertical_alignment="center", key="page_bar"):
        since = period(me=me, now=now)
        # what is felt about one brand says nothing about another
        brand = _brand(me=me)
        known = report_reads.choices()
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
    first, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    found = lake_reads.sentiment_days(first, brand, platform, lang)
    if not any(day.n for day in found):
        st.info(t("trends.no_posts"))
        return
    days = filled(found, first=first, last=last)
    _headline(days, me=me)
    wanted = Wanted(since=first, brand=brand, platform=platform, lang=lang)
    changed = marks.since(since)
    about = (
        lake_reads.brand_titles().get(brand or "", brand or ""),
        t.of("platform", platform) if platform else t("trends.any_platform"),
        t.of("language", lang) if lang else t("trends.any_language"),
    )
    told = head(*about, first=first, last=last, n=sum(day.n for day in days), t=t)
    topics = lake_reads.topics(first, brand, platform, lang)
    picked = _charts(days, topics, changed, told=told, me=me)
    wanted = replace(wanted, **picked)
    _behind(wanted, picked, n=counted(wanted, days, topics), me=me, now=now)


def _brand(*, me: Viewer) -> str | None:
    """One brand; none where nothing was read yet."""
    named = lake_reads.brands()
    if not named:
        return None
    return choice("brand", named, anything=None, group="brand", title=me.t("brand_choice.title"), me=me)


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
    sure = intervals.net(positive, negative, n)
    of = t("trends.net_of", positive=t.number(positive), negative=t.number(negative), n=t.number(n))
    between = t("trends.net_between", low=t.number(100 * (sure.low or 0)), high=t.number(100 * (sure.high or 0)))
    figures = (
        (
            t("trends.net"),
            t("trends.points", n=t.number(100 * (positive - negative) / n)),
            f"{of}  \n{between}",
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


def few_days(days: Sequence[SentimentDay], t: Words) -> str:
    """Where most days are grey: by what to judge instead."""
    told = [day for day in days if day.n]
    few = sum(day.n < ENOUGH for day in told)
    if 2 * few <= len(told):
        return ""
    is_enough = sum(day.n for day in told) >= ENOUGH
    which = "trends.few_days" if is_enough else "trends.few_posts"
    return t(which, few=t.number(few), days=t.number(len(told)))


def _charts(
    days: Sequence[SentimentDay], topics: Sequence[TopicCount], changed: Sequence[Mark], *, told: str, me: Viewer
) -> dict[str, Any]:
    """Draw the charts; returns which posts were picked in one of them, the last in reading order."""
    t, today = me.t, days[-1].day
    left, right = st.columns([62, 38], gap="large")
    with left:
        listing.title(t("trends.net_days"), rows=[asdict(day) for day in days], name="sentiment", me=me)
        chart = partial(net_days, days, today=today, t=t, marks=changed, head=told)
        net = drawn(chart, key="net_days", title=t("trends.net_days"))
        st.caption(f"{t('trends.net_note')} {t('trends.today_note')}")
        if few := few_days(days, t):
            st.caption(few)
        note(changed, me=me)
        if incomplete := sum(not day.is_complete for day in days):
            st.caption(t("trends.incomplete", n=incomplete))
        st.markdown(f"**{t('trends.shares')}**")
        chart = partial(feeling_days, days, today=today, t=t, marks=changed, head=told)
        felt = drawn(chart, key="feeling_days", title=t("trends.shares"))
    with right:
        unhappy = sorted((topic for topic in topics if topic.n_negative), key=lambda topic: -topic.n_negative)
        listing.title(t("trends.topics"), rows=[asdict(topic) for topic in unhappy], name="unhappy", me=me)
        about = drawn(partial(topic_bars, unhappy, t=t, head=told), key="topics", title=t("trends.topics"))
        st.caption(t("trends.topics_note"))
    wanted: dict[str, Any] = {}
    for picked in (net, felt):
        if "day" in picked:
            day = date.fromisoformat(picked["day"])
            wanted = {"since": day, "until": day + timedelta(days=1)}
            wanted |= {"sentiment": picked["feeling"]} if "feeling" in picked else {}
    return {"topic": about["code"], "sentiment": "negative"} if "code" in about else wanted


def counted(wanted: Wanted, days: Sequence[SentimentDay], topics: Sequence[TopicCount]) -> int:
    """How many posts the figure counts that was clicked; all, where none was."""
    if wanted.topic:
        return sum(one.n_negative for one in topics if one.topic == wanted.topic)
    within = [day for day in days if wanted.until is None or day.day == wanted.since]
    name = f"n_{wanted.sentiment}" if wanted.sentiment else "n"
    return sum(getattr(day, name) for day in within)


def _behind(wanted: Wanted, picked: Mapping[str, Any], *, n: int, me: Viewer, now: datetime) -> None:
    """The posts behind the charts, or behind what was clicked in one of them."""
    t = me.t
    told = [day_words(wanted.since, t)] if "until" in picked else []
    told += [t.of("topic", wanted.topic)] if wanted.topic else []
    told += [t.of("sentiment", wanted.sentiment)] if wanted.sentiment else []
    title = t("figure.named", name=t("trends.behind"), what=", ".join(told)) if told else t("trends.behind")
    posts = [post_row(post) for post in lake_reads.posts_behind(wanted)]

    def every() -> list[dict[str, Any]]:
        return [post_row(post) for post in lake_reads.every_post_behind(wanted)]

    post_list(posts, title=title, name="trend-posts", me=me, now=now, n=n, everything=every)
    st.caption(t("trends.behind_note"))
