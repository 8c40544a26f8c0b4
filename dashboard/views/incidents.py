"""Incidents: where far more is written than usual, by hour, the posts that carry it, and who was told."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st

from dashboard import backend, incident_reads, lake_reads
from dashboard.clock_words import days, span, start_of_day, when
from dashboard.components import listing
from dashboard.components.drawn import drawn
from dashboard.components.freshness import freshness
from dashboard.components.incident_rows import peak_words, which, which_columns
from dashboard.components.page_bar import heading
from dashboard.components.post_list import case_links
from dashboard.incident_charts import incident_hours
from dashboard.safe import label, plain
from dashboard.viewer import Viewer, viewer
from repwatch import business
from repwatch.spreading import HourBeside
from triage.spikes import HOUR, Incident, SpikeRules
from warehouse import incidents
from warehouse.told import told

_LATEST = 100
_CARRIED = 200


def show() -> None:
    """Draw the page."""
    me, app = viewer(), backend.app()
    t, now = me.t, app.now()
    heading(t("incidents.title"), me=me)
    found = incidents.latest(app.desk, limit=_LATEST)
    found.sort(key=lambda one: one.closed_at is not None)
    freshness(me=me, now=now)
    if not found:
        st.info(t("incidents.none"))
        return
    rules = business.spikes(app.desk)
    still = sum(one.closed_at is None for one in found)
    rows = [_row(one, me=me, now=now) for one in found]
    listing.title(
        t("incidents.list"),
        rows=[one.as_dict() for one in found],
        name="incidents",
        me=me,
        small=t("incidents.open_n", n=still) if still else t("incidents.all_over"),
    )
    picked = listing.picked(
        rows,
        _columns(me),
        ids=[one.incident_id for one in found],
        name="incident",
        alt=t("incidents.list"),
        me=me,
        most=6,
    )
    one = next(one for one in found if one.incident_id == picked)
    with st.container(border=True, key="card"):
        hour = _card(one, rules=rules, me=me, now=now)
    _posts(one, hour, me=me, now=now)


def _row(one: Incident, *, me: Viewer, now: datetime) -> dict[str, Any]:
    t = me.t
    return {
        **which(one, me=me, now=now),
        "state": t("incidents.over" if one.closed_at else "incidents.open"),
        "lasted": span(one.last_hour_at + HOUR - one.opened_at, t),
        "posts": one.posts,
        "peak": peak_words(one, me=me),
        "reach": max(hour.reach for hour in one.hours.values()),
        "level": one.level,
    }


def _columns(me: Viewer) -> dict[str, Any]:
    t = me.t
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        **which_columns(me),
        "state": text(t("incidents.state"), width=110),
        "lasted": text(t("incidents.lasted"), width=110),
        "posts": number(t("trends.posts"), width=80),
        "peak": text(t("incidents.peak"), width=190),
        "reach": number(t("incidents.reach"), width=110, help=t("incidents.reach_help"), format="localized"),
        "level": number(t("incidents.level"), width=80, help=t("incidents.level_help")),
    }


def _card(one: Incident, *, rules: SpikeRules, me: Viewer, now: datetime) -> datetime | None:
    """Draw the incident; returns the hour that was clicked."""
    t = me.t
    brand = lake_reads.brand_titles().get(one.brand, one.brand)
    st.markdown(f"### {label(t('incidents.name', topic=t.of('topic', one.topic), brand=brand))}")
    st.text(_stands(one, rules=rules, me=me, now=now))
    left, right = st.columns([68, 32], gap="large")
    with left:
        hours = incident_reads.hours_around(one.incident_id)
        listing.title(t("incidents.by_hour"), rows=[asdict(hour) for hour in hours], name="incident-hours", me=me)
        told = _head(one, hours, brand=brand, me=me)
        # hours are named by the day they lie in: the same chart until it ends
        today = start_of_day(now, zone=me.zone_name)
        chart = partial(incident_hours, hours, zone=me.zone, now=today, t=t, head=told)
        picked = drawn(chart, key=f"incident_hours_{one.incident_id}", title=t("incidents.by_hour"))
        st.caption(t("incidents.band_note", zone=me.zone_name))
        if unread := sum(not hour.is_whole for hour in hours):
            st.caption(t("incidents.unread", n=unread))
    with right:
        st.markdown(f"**{t('incidents.level_title')}**")
        st.text(t("incidents.level_of", level=one.level, most=len(rules.levels) + 1))
        st.caption(t("incidents.level_help"))
        st.markdown(f"**{t('incidents.who_told')}**")
        _told(one, me=me, now=now)
    return datetime.fromisoformat(picked["at"]) if "at" in picked else None


def _head(one: Incident, hours: Sequence[HourBeside], *, brand: str, me: Viewer) -> str:
    """What its chart counts: of whom and what, from when to when, and how many posts in it and around it."""
    t = me.t
    first, last = (hour.at.astimezone(me.zone).date() for hour in (hours[0], hours[-1]))
    counts = [sum(hour.posts for hour in hours if hour.is_in is is_in) for is_in in (True, False)]
    told = t("incidents.n", inside=t.number(counts[0]), around=t.number(counts[1]))
    return f"{brand} · {t.of('topic', one.topic)}\n{days(first, last, t)} · {told}"


def _stands(one: Incident, *, rules: SpikeRules, me: Viewer, now: datetime) -> str:
    """Whether it goes on, in words."""
    t = me.t
    last = when(one.last_hour_at, now=now, zone=me.zone, t=t)
    if one.closed_at is None:
        return t("incidents.goes_on", span=span(now - one.opened_at, t), last=last, calm=rules.calm_hours)
    lasted = span(one.last_hour_at + HOUR - one.opened_at, t)
    closed = when(one.closed_at, now=now, zone=me.zone, t=t)
    return t("incidents.is_over", lasted=lasted, last=last, calm=rules.calm_hours, closed=closed)


def _told(one: Incident, *, me: Viewer, now: datetime) -> None:
    t = me.t
    found = told(backend.app().desk, one.incident_id)
    if not found:
        st.text(t("incidents.nobody_told"))
        st.caption(t("incidents.how_to_tell"))
    for line in found:
        kind, state = t(f"alert_kind.{line.kind}"), t(f"alert_state.{line.state}")
        st.text(t("incidents.told", channel=plain(line.channel), kind=kind, n=line.alerts, state=state))
        if line.last_at is not None:
            st.caption(when(line.last_at, now=now, zone=me.zone, t=t))


def _posts(one: Incident, hour: datetime | None, *, me: Viewer, now: datetime) -> None:
    """The posts in its hours, or in the one that was clicked: whom they reach by how fast people answer them."""
    t = me.t
    found = incident_reads.posts_of(one.incident_id)
    title = t("incidents.carried")
    if hour is not None:
        found = [post for post in found if hour <= post["posted_at"] < hour + HOUR]
        title = t("figure.named", name=title, what=when(hour, now=now, zone=me.zone, t=t))
    listing.title(title, rows=found, name="incident-posts", me=me, small=t("coverage.n", n=t.number(len(found))))
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    columns = {
        "posted": text(t("coverage.column_posted"), width=130),
        "source": text(t("coverage.column_source"), width=100),
        "followers": number(t("incidents.followers"), width=90, format="localized"),
        "interactions": number(t("incidents.interactions"), width=100, format="localized"),
        "weight": number(t("incidents.weight"), width=120, format="localized"),
        "text": text(t("coverage.column_text"), width=515),
        "state": text(t("coverage.column_state"), width=110),
        "case": st.column_config.LinkColumn(t("coverage.column_case"), display_text=t("coverage.open_case"), width=70),
    }
    rows = _carried(found[:_CARRIED], me=me, now=now)
    listing.table(rows, columns, name="carried", alt=t("incidents.carried"), me=me)
    st.caption(t("incidents.weight_help"))


def _carried(found: Sequence[dict[str, Any]], *, me: Viewer, now: datetime) -> list[dict[str, Any]]:
    t = me.t
    return [
        {
            "posted": when(post["posted_at"], now=now, zone=me.zone, t=t),
            "source": t.of("platform", post["platform"]),
            "followers": post["followers"],
            "interactions": post["interactions"],
            "weight": round(post["amplification"]),
            "text": " ".join(plain(post["text"] or t("case.text_gone")).split()),
            "state": t(f"answer_state.{post['answer_state']}") if post["answer_state"] else "",
            "case": link,
        }
        for post, link in zip(found, case_links(found), strict=True)
    ]
