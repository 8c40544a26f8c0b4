"""The reply that is being written: kept with its case, checked, copied from here, sent on the platform."""

import streamlit as st
import structlog

from dashboard import backend
from dashboard.components.beside import writes
from dashboard.components.copy_button import copy_button
from dashboard.components.draft_check import draft_check
from dashboard.safe import plain, web_address
from dashboard.viewer import Viewer
from repwatch.console import keep_draft
from repwatch.roles import NotPermittedError, Role
from warehouse.case_file import CaseFile
from warehouse.cases import NoSuchCaseError
from warehouse.errors import DeskError

log = structlog.get_logger(__name__)
_LONGEST = 5000


def reply(file: CaseFile, *, me: Viewer) -> None:
    """Draw the draft of a case with what can be done with it."""
    t = me.t
    key = _key(file)
    st.text_area(
        t("reply.title", language=t.of("language", file.lang)),
        # what the session holds came from the playbook or the box; told by the session, a default would overwrite what
        # stands in the box of a page that finds its console again
        value="" if key in st.session_state else st.session_state.get(_unsaved(key), file.draft),
        key=key,
        on_change=_keep,
        args=(file, me),
        height=150,
        max_chars=_LONGEST,
        placeholder=t("reply.hint") if me.may(Role.AGENT) else None,
        disabled=not me.may(Role.AGENT),
    )
    text = str(st.session_state.get(key, ""))
    draft_check(text, file, me=me)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        copy_button(text, label=t("reply.copy"), done=t("reply.copied"))
        address = web_address(file.url)
        if address:
            st.link_button(t("reply.open"), address, key="open_post", shortcut=me.key("P"))
        if file.draft == text and text and _unsaved(key) not in st.session_state:
            # the name is a colleague's, so it is text and not markdown
            with st.container(key="muted-draft"):
                st.text(t("reply.kept", who=file.draft_by or ""))
    if me.may(Role.AGENT) and file.draft not in {"", text} and file.draft_by != me.name:
        _theirs(file, me=me)
    if _unsaved(key) in st.session_state:
        with st.container(key="flash-unsaved", horizontal=True, vertical_alignment="center"):
            st.text(t("reply.failed"))
            st.button(t("reply.again"), key="reply_again", type="tertiary", on_click=_keep, args=(file, me))


def _theirs(file: CaseFile, *, me: Viewer) -> None:
    """A draft that a colleague wrote since: shown, never put over what may be half typed in the box."""
    with st.container(key="theirs"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(me.t("reply.theirs", who=plain(file.draft_by or "")), width="content")
            st.button(me.t("reply.take"), key="reply_take", type="tertiary", on_click=_take, args=(file, me))
        with st.container(key="muted-theirs"):
            st.text(plain(file.draft))


def _take(file: CaseFile, me: Viewer) -> None:
    put_in(file, file.draft, replaces=True, me=me)


def put_in(file: CaseFile, text: str, *, replaces: bool, me: Viewer) -> None:
    """Write a sentence into the reply: after what stands there, or in its place."""
    key = _key(file)
    before = "" if replaces else str(st.session_state.get(key, "")).rstrip()
    st.session_state[key] = f"{before} {text}".strip()[:_LONGEST]
    _keep(file, me)


def _keep(file: CaseFile, me: Viewer) -> None:
    key = _key(file)
    writes(file.case.case_id, me=me)
    try:
        app = backend.app()
        keep_draft(app.desk, file.case.case_id, draft=st.session_state[key], by=me.actor, now=app.now())
    except (DeskError, NoSuchCaseError, NotPermittedError):
        log.exception("draft_not_kept", case_id=file.case.case_id)
        # a box that is drawn no more forgets its words, and the desk does not have them
        st.session_state[_unsaved(key)] = st.session_state[key]
    else:
        st.session_state.pop(_unsaved(key), None)


def _unsaved(key: str) -> str:
    return f"{key}_unsaved"


def _key(file: CaseFile) -> str:
    return f"draft_{file.case.case_id}"
