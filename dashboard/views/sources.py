"""How far each source has been read, and what could not be understood."""

from datetime import datetime

import streamlit as st

from dashboard import backend, report_reads
from dashboard.clock_words import ago, span, when
from dashboard.components.page_bar import freshness, heading
from dashboard.safe import plain
from dashboard.viewer import Viewer, viewer
from repwatch.source_health import SourceHealth


def show() -> None:
    """Draw the page."""
    me, app = viewer(), backend.app()
    t, now = me.t, app.now()
    heading(t("sources.title"), me=me)
    found = report_reads.sources()
    if not found:
        st.info(t("sources.none"))
        return
    freshness(me=me, now=now)
    for number, health in enumerate(found):
        if not health.is_well:
            _warn(health, number=number, me=me, now=now)
    text, figure = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        [_row(health, me=me, now=now) for health in found],
        hide_index=True,
        column_config={
            "target": text(t("sources.target")),
            "last": text(t("sources.last")),
            "newest": text(t("sources.newest")),
            "posts": figure(t("sources.posts")),
            "quarantined": figure(t("sources.quarantined")),
            "complete": text(t("sources.capped")),
        },
        alt=t("sources.title"),
    )
    st.caption(t("sources.note"))


def _row(health: SourceHealth, *, me: Viewer, now: datetime) -> dict[str, str | int | None]:
    t, state = me.t, health.state
    if state is None:
        return {"target": health.target_id, "last": t("sources.never"), "posts": 0, "quarantined": 0}
    return {
        "target": health.target_id,
        "last": ago(state.last_collected_at, now=now, t=t),
        "newest": None if state.newest_at is None else ago(state.newest_at, now=now, t=t),
        "posts": state.posts,
        "quarantined": state.quarantined,
        "complete": t("sources.complete" if state.is_complete else "sources.cut"),
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
