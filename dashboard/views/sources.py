"""How far each source has been read, and what could not be understood."""

import streamlit as st

from dashboard import backend
from dashboard.clock_words import ago
from dashboard.components.page_bar import freshness, heading
from dashboard.viewer import viewer
from warehouse import read


def show() -> None:
    """Draw the page."""
    me, app = viewer(), backend.app()
    t, now = me.t, app.now()
    heading(t("sources.title"), me=me)
    found = read.sources(app.lake)
    if not found:
        st.info(t("sources.none"))
        return
    freshness(me=me, now=now)
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        [
            {
                "target": source.target_id,
                "last": ago(source.last_collected_at, now=now, t=t),
                "posts": source.posts,
                "quarantined": source.quarantined,
                "complete": t(
                    "sources.cut" if source.is_capped or not source.is_overlap_reached else "sources.complete"
                ),
            }
            for source in found
        ],
        hide_index=True,
        column_config={
            "target": text(t("sources.target")),
            "last": text(t("sources.last")),
            "posts": number(t("sources.posts")),
            "quarantined": number(t("sources.quarantined")),
            "complete": text(t("sources.capped")),
        },
        alt=t("sources.title"),
    )
    st.caption(t("sources.note"))
