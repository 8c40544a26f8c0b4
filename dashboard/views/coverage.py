"""Response coverage: of the posts that arrived, how many got a public answer, and how soon."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import backend, lake_reads, marks
from dashboard.chart_parts import ENOUGH
from dashboard.charts import answer_days
from dashboard.clock_words import span, when
from dashboard.components import listing
from dashboard.components.drawn import drawn, head
from dashboard.components.kept import promises_kept, waits
from dashboard.components.missed import missed
from dashboard.components.page_bar import asked, heading, one_of
from dashboard.components.post_list import how_many
from dashboard.lake_reads import Wanted
from dashboard.safe import label
from dashboard.viewer import Viewer, address, viewer
from triage.case import case_id_of
from warehouse.read import BrandCoverage, CoverageDay, Figures, PostBehind

_POPULATIONS = ("needs_answer", "all")
_COUNTED = ("answered", "not_answered", "undecided", "unknown")
_APART = "dismissed"
"""What a person judged to need no answer: in no figure of posts that need one, and shown."""


def show() -> None:
    """Draw the page."""
    me = viewer()
    t, now = me.t, backend.app().now().replace(second=0, microsecond=0)
    heading(t("coverage.title"), me=me)
    since, brand = asked(me=me, now=now)
    found = lake_reads.coverage(since, brand)
    if not found:
        st.info(t("coverage.no_posts"))
        return
    for one in found:
        brand_figures(one, is_named=len(found) > 1, me=me)
    promises_kept(now, since, brand, me=me)
    population = one_of("population", _POPULATIONS, title=t("population.title"), me=me)
    waits(since, brand, population, me=me)
    _days(now, since, brand, population, me=me)


def brand_figures(found: BrandCoverage, *, is_named: bool, me: Viewer) -> None:
    """Draw the figures of one brand over both populations, each with what it rests on."""
    if is_named:
        st.markdown(f"### {label(lake_reads.brand_titles().get(found.brand, found.brand))}")
    for name, figures in (("needs_answer", found.needs_answer), ("all", found.all)):
        with st.container(border=True, key=f"figures-{name}-{found.brand}"):
            st.markdown(f"**{me.t(f'population.{name}')}** · {me.t('coverage.n', n=me.t.number(figures.n))}")
            _figures(figures if name != "all" else replace(figures, dismissed=0), me=me)
            if name == "all":
                st.caption(me.t("coverage.all_why"))
            else:
                st.caption(me.t("coverage.on_time_why", people=address("/people")))


def _figures(figures: Figures, *, me: Viewer) -> None:
    t = me.t
    decided = figures.answered + figures.not_answered
    n = t.number(decided)
    columns = st.columns(4)
    with columns[0]:
        _figure(
            t("coverage.share"),
            t.percent(figures.coverage),
            t("coverage.share_of", answered=t.number(figures.answered), decided=n),
            is_small=decided < ENOUGH,
        )
    with columns[1]:
        _figure(
            t("coverage.on_time"),
            t.percent(figures.on_time / decided if decided else None),
            t("coverage.on_time_of", on_time=t.number(figures.on_time), decided=n),
            is_small=decided < ENOUGH,
        )
    with columns[2]:
        _figure(
            t("coverage.median"),
            _seconds(figures.median_seconds, me=me),
            t("coverage.median_none")
            if figures.p90_seconds is None
            else t("coverage.median_of", n=t.number(figures.timed), p90=_seconds(figures.p90_seconds, me=me)),
            is_small=figures.timed < ENOUGH,
        )
    with columns[3]:
        apart = t("coverage.apart_of", undecided=t.number(figures.undecided), unknown=t.number(figures.unknown))
        _figure(t("coverage.apart"), t.number(figures.undecided + figures.unknown), apart, is_small=False)
    if decided < ENOUGH:
        st.caption(t("coverage.small"))
    if figures.by_hand:
        st.caption(t("coverage.by_hand", n=t.number(figures.by_hand), answered=t.number(figures.answered)))
    if figures.dismissed:
        st.caption(t("coverage.dismissed", n=t.number(figures.dismissed)))
    if figures.n_negative:
        st.caption(t("coverage.negative", n=t.number(figures.n_negative)))


def _figure(name: str, value: str, basis: str, *, is_small: bool) -> None:
    st.metric(name, f":gray[{value}]" if is_small else value)
    st.caption(basis)


def _seconds(seconds: float | None, *, me: Viewer) -> str:
    return me.t("figure.no_data") if seconds is None else span(timedelta(seconds=seconds), me.t)


def _days(now: datetime, since: datetime, brand: str | None, population: str, *, me: Viewer) -> None:
    t = me.t
    zone = backend.app().settings.business_zone
    days = [day for day in lake_reads.coverage_days(since, brand) if day.population == population]
    changed = marks.since(since)
    listing.title(t("coverage.days"), rows=lambda: [asdict(day) for day in days], name="coverage-days", me=me)
    first, last = (at.astimezone(ZoneInfo(zone)).date() for at in (since, now))
    of_whom = lake_reads.of_whom(brand, t)
    told = head(of_whom, t(f"population.{population}"), first=first, last=last, n=sum(day.n for day in days), t=t)
    chart = partial(answer_days, days, t=t, marks=changed, head=told)
    picked = drawn(chart, key="answer_days", title=t("coverage.days"))
    st.caption(t("coverage.days_note", zone=zone))
    marks.note(changed, me=me)
    _behind(picked, days, first, brand, population, me=me, now=now)


def _behind(
    picked: dict[str, str],
    days: Sequence[CoverageDay],
    first: date,
    brand: str | None,
    population: str,
    *,
    me: Viewer,
    now: datetime,
) -> None:
    t = me.t
    day = date.fromisoformat(picked["day"]) if picked else None
    states = (*_COUNTED, _APART) if population == "needs_answer" else _COUNTED
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{t('coverage.behind')}**")
        state = st.selectbox(
            t("coverage.behind_state"),
            ["", *states],
            index=states.index(picked["state"]) + 1 if picked else 0,
            format_func=lambda value: t(f"answer_state.{value}") if value else t("coverage.behind_any"),
            key=f"behind_{picked['day']}_{picked['state']}" if picked else f"behind_{population}",
            label_visibility="collapsed",
            width=190,
        )
        wanted = Wanted(
            since=day or first,
            until=day + timedelta(days=1) if day else None,
            brand=brand,
            needs_answer=population == "needs_answer",
            answer_state=state or None,
        )
        posts = lake_reads.posts_behind(wanted)
        st.caption(how_many(shown=len(posts), n=counted(days, day, state), t=t), width="content")
        st.space("stretch")

        def exported() -> list[dict[str, Any]]:
            return [_exported(post) for post in lake_reads.every_post_behind(wanted)]

        listing.export(exported, name="coverage-posts", me=me)
    rows = [_row(post, me=me, now=now) for post in posts]
    listing.table(rows, _columns(me), name="behind", alt=t("coverage.behind"), me=me)
    missed(posts, me=me)


def counted(days: Sequence[CoverageDay], day: date | None, state: str) -> int:
    """How many posts the figures of these days count, or those of one day, in this state or in any."""
    return sum(getattr(one, state or "n") for one in days if day in {None, one.day})


def _row(post: PostBehind, *, me: Viewer, now: datetime) -> dict[str, str | None]:
    t = me.t
    after = "" if post.first_answered_at is None else span(post.first_answered_at - post.posted_at, t)
    return {
        "posted": when(post.posted_at, now=now, zone=me.zone, t=t),
        "source": t.of("platform", post.key.platform),
        "severity": post.severity,
        "text": " ".join((post.excerpt or t("case.text_gone")).split()),
        "state": t(f"answer_row.{state_of(post)}"),
        "after": after,
        "case": address("/", case=case_id_of(post.brand, post.key)) if post.needs_answer else None,
    }


def state_of(post: PostBehind) -> str:
    """What is so of one post, whether it counts already or not; not yet due, it may be answered all the same."""
    if post.first_answered_at is not None:
        return "in_time" if post.first_answered_at <= post.due_at else "late"
    return post.answer_state


def _exported(post: PostBehind) -> dict[str, Any]:
    row = lake_reads.post_row(post)
    names = ("brand", "platform", "native_id", "posted_at", "due_at", "severity", "lang", "topic", "sentiment")
    return {name: row[name] for name in (*names, "answer_state", "first_answered_at", "url", "text")}


def _columns(me: Viewer) -> dict[str, Any]:
    t = me.t
    text = st.column_config.TextColumn
    return {
        "posted": text(t("coverage.column_posted"), width=130),
        "source": text(t("coverage.column_source"), width=100),
        "severity": text(t("coverage.column_severity"), width=75),
        "text": text(t("coverage.column_text"), width=530),
        "state": text(t("coverage.column_state"), width=190),
        "after": text(t("coverage.column_after"), width=120),
        "case": st.column_config.LinkColumn(t("coverage.column_case"), display_text=t("coverage.open_case"), width=70),
    }
