"""How far each source has been read, and what could not be understood."""

from datetime import datetime

import streamlit as st

from dashboard import backend
from dashboard.clock_words import ago, span, when
from dashboard.components.page_bar import freshness, heading
from dashboard.safe import label
from dashboard.viewer import Viewer, viewer
from repwatch.source_health import SourceHealth


def show() -> None:
    """Draw the page."""
    me, app = viewer(), backend.app()
    t, now = me.t, app.now()
    heading(t("sources.title"), me=me)
    found = app.sources()
    if not found:
        st.info(t("sources.none"))
        return
    freshness(me=me, now=now)
    for health in found:
        if not health.is_well:
            st.warning(label(_trouble(health, me=me, now=now)))
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        [_row(health, me=me, now=now) for health in found],
        hide_index=True,
        column_config={
            "target": text(t("sources.target")),
            "last": text(t("sources.last")),
            "newest": text(t("sources.newest")),
            "posts": number(t("sources.posts")),
            "quarantined": number(t("sources.quarantined")),
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


def _trouble(health: SourceHealth, *, me: Viewer, now: datetime) -> str:
    """What a person should know of a target that is not well."""
    t, state = me.t, health.state
    said = [f"{health.target_id}:"]
    if health.is_silent and state is not None and state.newest_at is not None:
        said.append(t("sources.silent", span=span(now - state.newest_at, t)))
    if state is not None and not state.is_complete:
        said.append(t("sources.is_cut"))
    if health.problem is not None:
        said.append(t("sources.problem", problem=health.problem))
    if health.retry_at is not None and health.retry_at > now:
        said.append(t("sources.retry", at=when(health.retry_at, now=now, zone=me.zone, t=t)))
    return " ".join(said)
