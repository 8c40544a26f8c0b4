"""A line that says that the posts are invented, while nothing but the demo is read."""

import streamlit as st

from dashboard import lake_reads
from dashboard.viewer import DEMO, Viewer, address, setting
from warehouse.errors import DeskError, LakeError


def demo_note(*, me: Viewer) -> None:
    """Draw the line, unless it was hidden or somebody's own posts are there."""
    if st.query_params.get(DEMO) == "off":
        return
    try:
        if not lake_reads.is_all_invented():
            return
    except (DeskError, LakeError):
        # the page says so
        return
    with st.container(key="demo", horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(me.t("demo.note", sources=address("/settings", part="sources", entry="")), width="content")
        st.button(me.t("demo.hide"), key="demo_hide", type="tertiary", on_click=setting, args=(DEMO, "off"))
