"""How far each source has been read, and what could not be understood."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import backend, report_reads
from dashboard.clock_words import ago, span, when
from dashboard.components import listing
from dashboard.components.freshness import freshness
from dashboard.components.page_bar import heading, period
from dashboard.figures import share_words, span_words
from dashboard.safe import plain
from dashboard.viewer import Viewer, address, viewer
from repwatch.source_health import SourceHealth

Row = Mapping[str, Any]


def show() -> None:
    """Draw the page."""
    me, app = viewer(), backend.app()
    t, now = me.t, app.now()
    heading(t("sources.title"), me=me)
    found = report_reads.sources()
    if not found:
        st.info(t("sources.none", sources=address("/settings", part="sources", entry="")))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="page_bar"):
        since = period(me=me, now=now)
        st.space("stretch")
        freshness(me=me, now=now)
    for number, health in enumerate(found):
        if not health.is_well:
            _warn(health, number=number, me=me, now=now)
    pulls = {row["target_id"]: row for row in report_reads.figures("sources", since, None)}
    listing.title(t("sources.table"), rows=[_exported(health, pulls) for health in found], name="sources", me=me)
    rows = [_row(health, pulls.get(health.target_id), me=me, now=now) for health in found]
    listing.table(rows, _columns(me), name="sources", alt=t("sources.title"), me=me, most=20)
    st.caption(t("sources.note"))


def _columns(me: Viewer) -> dict[str, Any]:
    t = me.t
    text, figure = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "target": text(t("sources.target"), width=130),
        "last": text(t("sources.last"), width=130),
        "newest": text(t("sources.newest"), width=175),
        "posts": figure(t("sources.posts"), width=90, format="localized", help=t("sources.posts_help")),
        "quarantined": figure(t("sources.quarantined"), width=90, format="localized"),
        "complete": text(t("sources.capped"), width=95, help=t("sources.capped_help")),
        "cut": text(t("sources.pulls_cut"), width=130, help=t("sources.pulls_cut_help")),
        "lag": text(t("sources.lag"), width=130, help=t("sources.lag_help")),
    }


def _row(health: SourceHealth, pulls: Row | None, *, me: Viewer, now: datetime) -> dict[str, str | int | None]:
    t, state = me.t, health.state
    if state is None:
        return {"target": health.target_id, "last": t("sources.never"), "posts": 0, "quarantined": 0}
    told: dict[str, str | int | None] = {
        "target": health.target_id,
        "last": ago(state.last_collected_at, now=now, t=t),
        "newest": None if state.newest_at is None else ago(state.newest_at, now=now, t=t),
        "posts": state.posts,
        "quarantined": state.quarantined,
        "complete": t("sources.complete" if state.is_complete else "sources.cut"),
    }
    if pulls is not None:
        told["cut"] = share_words(pulls["capped_pulls"], pulls["n"], t)
        told["lag"] = span_words(pulls["lag_median_seconds"], t, n=pulls["timed_posts"])
    return told


def _exported(health: SourceHealth, pulls: Mapping[str, Row]) -> dict[str, Any]:
    """How a source stands now, beside what reading it took in the period."""
    state, row = health.state, pulls.get(health.target_id, {})
    stands = ("last_collected_at", "newest_at", "posts", "quarantined", "is_complete")
    took = ("n", "capped_pulls", "pages", "capped_pages", "items", "timed_posts", "lag_median_seconds")
    return {
        "target_id": health.target_id,
        **{name: state and getattr(state, name) for name in stands},
        **{f"period_{name}": row.get(name) for name in took},
        "problem": health.problem,
    }


def _warn(health: SourceHealth, *, number: int, me: Viewer, now: datetime) -> None:
    """What a person should know of a target that is not well; a collector's own words are English and stand below."""
    with st.container(key=f"trouble-{number}", gap=None):
        st.text(" ".join([f"▲ {health.target_id}:", *_trouble(health, me=me, now=now)]))
        for fare in health.wrong:
            with st.container(key=f"muted-trouble-{number}-{fare.step}"):
                st.text(me.t("sources.in_its_words", problem=plain(fare.problem or "")))


def _trouble(health: SourceHealth, *, me: Viewer, now: datetime) -> list[str]:
    t, state = me.t, health.state
    said = []
    if health.is_silent and state is not None and state.newest_at is not None:
        said.append(t("sources.silent", span=span(now - state.newest_at, t)))
    if state is not None and not state.is_complete:
        said.append(t("sources.is_cut"))
    for fare in health.wrong:
        what = "waits" if fare.retry_at else "failed" if (fare.problem or "").startswith("failed:") else "refused"
        said.append(t(f"sources.{what}", step=t.of("step_of_source", fare.step)))
    if health.retry_at is not None and health.retry_at > now:
        said.append(t("sources.retry", at=when(health.retry_at, now=now, zone=me.zone, t=t)))
    return said
