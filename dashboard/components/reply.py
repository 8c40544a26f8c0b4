"""The reply that is being written: kept with its case, copied from here, sent on the platform."""

import streamlit as st

from dashboard import backend
from dashboard.components.copy_button import copy_button
from dashboard.safe import web_address
from dashboard.viewer import Viewer
from warehouse.case_file import CaseFile, keep_draft
from warehouse.errors import DeskError


def reply(file: CaseFile, *, me: Viewer) -> None:
    """Draw the draft of a case with what can be done with it."""
    t = me.t
    case_id = file.case.case_id
    key = f"draft_{case_id}"

    def keep() -> None:
        try:
            keep_draft(backend.app().desk, case_id, draft=st.session_state[key], by=me.name)
        except DeskError:
            st.session_state[f"{key}_failed"] = True
        else:
            st.session_state.pop(f"{key}_failed", None)

    st.text_area(
        t("reply.title", language=t.of("language", file.lang)),
        value=file.draft,
        key=key,
        on_change=keep,
        height=110,
        max_chars=5000,
        placeholder=t("reply.hint"),
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        copy_button(str(st.session_state.get(key, "")), label=t("reply.copy"), done=t("reply.copied"))
        address = web_address(file.url)
        if address:
            st.link_button(t("reply.open"), address, key="open_post", shortcut=me.key("P"))
        if st.session_state.get(f"{key}_failed"):
            st.caption(t("reply.failed"))
        elif file.draft:
            # the name is a colleague's, so it is text and not markdown
            with st.container(key="muted-draft"):
                st.text(t("reply.kept", who=file.draft_by or ""))
