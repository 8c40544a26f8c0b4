"""What customers write about, and what they complain about again and again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import backend, lake_reads, marks, report_reads
from dashboard.clock_words import ago
from dashboard.components import listing
from dashboard.components.freshness import freshness
from dashboard.components.issue_card import issue_card, issue_name, since_fix, week_words
from dashboard.components.page_bar import brand_or_all, heading, one_of, period
from dashboard.components.post_list import post_list
from dashboard.figures import share_words
from dashboard.lake_reads import Wanted, post_row
from dashboard.saving import tell
from dashboard.viewer import Viewer, viewer
from dashboard.words import Words
from repwatch.reports.recurring import Recurring
from repwatch.reports.window import DAYS_OF_TOPICS

_SECTIONS = ("issues", "topics")
_COUNTED = 3
Row = Mapping[str, Any]


def show() -> None:
    """Draw the page."""
    me, app = viewer(), backend.app()
    t, now = me.t, app.now().replace(second=0, microsecond=0)
    heading(t("topics.title"), me=me)
    with st.container(horizontal=True, vertical_alignment="center", key="page_bar"):
        section = one_of("section", _SECTIONS, title=t("topics.section"), me=me)
        since = period(me=me, now=now, default=DAYS_OF_TOPICS)
        brand = brand_or_all(me=me)
        st.space("stretch")
        freshness(me=me, now=now)
    tell()
    if section == "topics":
        _topics(now, since, brand, me=me)
    else:
        _issues(now, since, brand, me=me)


def _issues(now: datetime, since: datetime, brand: str | None, *, me: Viewer) -> None:
    t = me.t
    with st.spinner(t("issues.looking")):
        found = report_reads.issues(since, brand)
    if found.grouped_at is None:
        st.info(t("issues.not_yet"))
        return
    as_of = _as_of(found, me=me, now=now)
    if not found.figures:
        st.info(f"{t('issues.none', n=t.number(found.complaints))} {as_of}")
        return
    share = t.percent(found.grouped / found.complaints)
    exported = [_exported(row) for row in found.figures]
    listing.title(
        t("issues.title"),
        rows=exported,
        name="issues",
        me=me,
        small=t("issues.grouped", grouped=t.number(found.grouped), n=t.number(found.complaints), share=share),
    )
    picked = listing.picked(
        [_issue(row, is_named=brand is None and len(lake_reads.brands()) > 1, me=me) for row in found.figures],
        _issue_columns(t),
        ids=[row["issue_id"] for row in found.figures],
        name="issue",
        alt=t("issues.title"),
        me=me,
        most=10,
    )
    st.caption(f"{t('issues.note')} {as_of}")
    row = next(row for row in found.figures if row["issue_id"] == picked)
    with st.container(border=True, key="card"):
        week = issue_card(row, changed=marks.since(since), me=me, now=now)
    posts = [post for post in found.rows if post["issue_id"] == picked and week in {None, _week(post["posted_at"])}]
    posts.sort(key=lambda post: post["posted_at"], reverse=True)
    title = t("issues.behind", name=issue_name(row, t))
    post_list(posts, title=f"{title} · {week_words(week, t)}" if week else title, name="issue-posts", me=me, now=now)


def _as_of(found: Recurring, *, me: Viewer, now: datetime) -> str:
    """When the complaints were compared, and how many came since."""
    if found.grouped_at is None:
        return ""
    at = ago(found.grouped_at, now=now, t=me.t)
    waiting = me.t.number(found.waiting)
    return me.t("issues.as_of_waiting", at=at, n=waiting) if found.waiting else me.t("issues.as_of", at=at)


def _week(at: datetime) -> str:
    """The business week of an instant, as the weeks of an issue are called."""
    year, number, _ = at.astimezone(ZoneInfo(backend.app().settings.business_zone)).isocalendar()
    return f"{year}-W{number:02}"


def _issue(row: Row, *, is_named: bool, me: Viewer) -> dict[str, Any]:
    t = me.t
    named = {"brand": lake_reads.brand_titles().get(row["brand"], row["brand"])} if is_named else {}
    return {
        "name": issue_name(row, t),
        **named,
        "n": row["n"],
        "share": share_words(row["n"], row["of_complaints"], t, low=row["share_low"], high=row["share_high"]),
        "weeks": [week["n"] for week in row["weeks"]],
        "trend": t(f"verdict.{row['trend']['verdict']}"),
        "urgent": row["urgent"],
        "languages": _counted(row["languages"], "language", t),
        "sources": _counted(row["platforms"], "platform", t),
        "fix": since_fix(row, t),
    }


def _issue_columns(t: Words) -> dict[str, Any]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "name": text(t("issues.name"), width=250),
        "brand": text(t("brand_choice.title"), width=110),
        "n": number(t("issues.complaints"), width=90),
        "share": text(t("issues.share"), width=120, help=t("issues.share_help")),
        "weeks": st.column_config.BarChartColumn(t("issues.by_week"), width=110, y_min=0, color="#0072B2"),
        "trend": text(t("issues.trend_short"), width=130, help=t("issues.trend_help")),
        "urgent": number(t("issues.urgent"), width=70, help=t("issues.urgent_help")),
        "languages": text(t("filter.language"), width=165),
        "sources": text(t("filter.platform"), width=210),
        "fix": text(t("issues.fix"), width=120),
    }


def _topics(now: datetime, since: datetime, brand: str | None, *, me: Viewer) -> None:
    t = me.t
    found = sorted(report_reads.figures("topics", since, brand), key=lambda row: (-row["n"], row["topic"]))
    if not found:
        st.info(t("coverage.no_posts"))
        return
    listing.title(t("topics.table"), rows=found, name="topics", me=me, small=t("topics.small"))
    is_named = len({row["brand"] for row in found}) > 1
    picked = listing.picked(
        [_topic(row, is_named=is_named, me=me) for row in found],
        _topic_columns(t),
        ids=[f"{row['brand']}/{row['topic']}" for row in found],
        name="topic",
        alt=t("topics.table"),
        me=me,
        most=14,
    )
    of_brand, _, topic = str(picked).partition("/")
    first = since.astimezone(ZoneInfo(backend.app().settings.business_zone)).date()
    wanted = Wanted(since=first, brand=of_brand, topic=topic)
    posts = [post_row(post) for post in lake_reads.posts_behind(wanted)]
    title = t("topics.behind", topic=t.of("topic", topic))
    n = next(row["n"] for row in found if (row["brand"], row["topic"]) == (of_brand, topic))

    def every() -> list[dict[str, Any]]:
        return [post_row(post) for post in lake_reads.every_post_behind(wanted)]

    post_list(posts, title=title, name="topic-posts", me=me, now=now, n=n, everything=every)


def _topic(row: Row, *, is_named: bool, me: Viewer) -> dict[str, Any]:
    t = me.t
    named = {"brand": lake_reads.brand_titles().get(row["brand"], row["brand"])} if is_named else {}
    return {
        "topic": t.of("topic", row["topic"]),
        **named,
        "n": row["n"],
        "share": share_words(row["n"], row["of_posts"], t),
        "negative": share_words(row["negative"], row["n"], t),
        "needs": share_words(row["needs_answer"], row["n"], t),
        "answered": share_words(row["answered"], row["decided"], t),
    }


def _topic_columns(t: Words) -> dict[str, Any]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "topic": text(t("filter.topic")),
        "brand": text(t("brand_choice.title")),
        "n": number(t("trends.posts"), width=80),
        "share": text(t("topics.share")),
        "negative": text(t("sentiment.negative")),
        "needs": text(t("topics.needs")),
        "answered": text(t("coverage.share"), help=t("topics.answered_help")),
    }


def _counted(counts: Mapping[str, int], group: str, t: Words) -> str:
    most = sorted(counts.items(), key=lambda pair: -pair[1])[:_COUNTED]
    return " · ".join(f"{t.of(group, name)} {t.number(n)}" for name, n in most)


def _exported(row: Row) -> dict[str, Any]:
    """An issue as a spreadsheet holds it: one figure a cell."""
    plain = ("issue_id", "brand", "name_en", "name_fr", "n", "of_complaints", "share", "share_low", "share_high")
    told: dict[str, Any] = {name: row[name] for name in (*plain, "urgent", "first_seen_at", "last_seen_at")}
    for name in ("trend", "fix"):
        change: Sequence[tuple[str, Any]] = tuple((row[name] or dict.fromkeys(row["trend"])).items())
        told |= {f"{name}_{key}": value for key, value in change if key not in {"on", "note", "by"}}
    return told | {"fixed_on": row["fix"]["on"].isoformat() if row["fix"] else None}
