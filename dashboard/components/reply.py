"""The reply that is being written: kept with its case, checked, copied from here, sent on the platform."""

from datetime import datetime

import streamlit as st
import structlog

from dashboard import backend, case_reads
from dashboard.clock_words import when
from dashboard.components import keep_reply
from dashboard.components.beside import writes
from dashboard.components.copy_button import copy_button
from dashboard.components.draft_check import draft_check
from dashboard.safe import plain, web_address
from dashboard.viewer import Viewer
from repwatch.console import keep_draft
from repwatch.roles import NotPermittedError, Role
from triage.draft import open_places
from warehouse.case_file import CaseFile, OtherDraftError
from warehouse.cases import NoSuchCaseError
from warehouse.errors import DeskError

log = structlog.get_logger(__name__)
_LONGEST = 5000


def reply(file: CaseFile, *, me: Viewer) -> None:
    """Draw the draft of a case with what can be done with it."""
    t = me.t
    key = _key(file)
    if key not in st.session_state:
        st.session_state[_seen(key)] = file.draft
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
    places = len(open_places(text))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        warning = t("reply.copy_open", n=places) if places else ""
        copy_button(text, label=t("reply.copy"), done=t("reply.copied"), warning=warning)
        address = web_address(file.url)
        if address:
            st.link_button(t("reply.open"), address, key="open_post", shortcut=me.key("P"))
        if me.may(Role.AGENT):
            keep_reply.opener(text, file, me=me)
        if file.draft == text and text and _unsaved(key) not in st.session_state:
            # the name is a colleague's, so it is text and not markdown
            with st.container(key="muted-draft"):
                st.text(_standing(file, me=me))
    # below the buttons, which stay where they are as places are filled and findings go
    if me.may(Role.AGENT):
        _earlier(text, file, me=me)
    draft_check(text, file, post=case_reads.heard(file) if text.strip() else None, me=me)
    if me.may(Role.AGENT):
        keep_reply.keep_reply(text, file, me=me)
    is_new = file.draft_by != me.name or file.draft != st.session_state.get(_seen(key), file.draft)
    if me.may(Role.AGENT) and file.draft not in {"", text} and is_new:
        _theirs(file, me=me)
    elif _unsaved(key) in st.session_state:
        with st.container(key="flash-unsaved", horizontal=True, vertical_alignment="center"):
            st.text(t("reply.failed"))
            st.button(t("reply.again"), key="reply_again", type="tertiary", on_click=_keep, args=(file, me))


def written(file: CaseFile) -> str:
    """What stands in the reply of a case, kept or not."""
    return str(st.session_state.get(_key(file), file.draft))


def _theirs(file: CaseFile, *, me: Viewer) -> None:
    """A draft that a colleague or another window kept since: shown, and neither it nor the box is written over."""
    t = me.t
    is_mine, at = file.draft_by == me.name, _when(file.draft_at, me=me)
    with st.container(key="theirs"):
        st.text(t("reply.elsewhere", at=at) if is_mine else t("reply.theirs", who=plain(file.draft_by or ""), at=at))
        with st.container(key="muted-theirs"):
            st.text(plain(file.draft))
        with st.container(horizontal=True, gap="small"):
            st.button(t("reply.take"), key="reply_take", type="tertiary", on_click=_take, args=(file, me))
            keep = t("reply.keep_mine") if written(file).strip() else t("reply.put_aside")
            st.button(keep, key="reply_mine", type="tertiary", on_click=_keep_mine, args=(file, me))


def _keep_mine(file: CaseFile, me: Viewer) -> None:
    """What stands in the box takes the place of the draft that is shown beside it, which can be brought back."""
    key = _key(file)
    st.session_state[_seen(key)] = file.draft
    st.session_state[_before(key)] = (file.draft, file.draft_from or "")
    # what it was started from is told by its words
    _keep(file, me, "")


def _standing(file: CaseFile, *, me: Viewer) -> str:
    """That the draft is kept and whose it is, or that an answer came since, which it is not."""
    answered_at = file.case.answered_at
    if answered_at is not None and file.draft_at is not None and file.draft_at < answered_at:
        return me.t("reply.before_answer", at=_when(answered_at, me=me))
    return me.t("reply.kept", who=plain(file.draft_by or ""))


def _when(at: datetime | None, *, me: Viewer) -> str:
    return when(at, now=backend.app().now(), zone=me.zone, t=me.t) if at else me.t("reply.earlier")


def _take(file: CaseFile, me: Viewer) -> None:
    st.session_state[_seen(_key(file))] = file.draft
    put_in(file, file.draft, replaces=True, me=me, started_from=file.draft_from or "")


def put_in(file: CaseFile, text: str, *, replaces: bool, me: Viewer, started_from: str | None = None) -> None:
    """Write a text into the reply: after what stands there, or in its place, from which it can be brought back."""
    key = _key(file)
    before = written(file).rstrip()
    if replaces and before:
        st.session_state[_before(key)] = (before, file.draft_from or "")
    st.session_state[key] = (text if replaces else f"{before} {text}").strip()[:_LONGEST]
    _keep(file, me, started_from)


def _earlier(text: str, file: CaseFile, *, me: Viewer) -> None:
    """The way back to what was written before a whole text took its place."""
    before, started_from = st.session_state.get(_before(_key(file)), ("", ""))
    if not before or before == text.strip():
        return

    def put_back() -> None:
        put_in(file, before, replaces=True, me=me, started_from=started_from)

    with st.container(key="flash-before", horizontal=True, vertical_alignment="center"):
        st.text(me.t("reply.before"))
        st.button(me.t("reply.put_back"), key="reply_put_back", type="tertiary", on_click=put_back)


def _keep(file: CaseFile, me: Viewer, started_from: str | None = None) -> None:
    key = _key(file)
    writes(file.case.case_id, me=me)
    try:
        app = backend.app()
        keep_draft(
            app.desk,
            file.case.case_id,
            draft=st.session_state[key],
            by=me.actor,
            now=app.now(),
            seen=st.session_state.get(_seen(key), file.draft),
            started_from=started_from,
        )
    except OtherDraftError:
        # the page that is drawn next shows both
        st.session_state[_unsaved(key)] = st.session_state[key]
    except (DeskError, NoSuchCaseError, NotPermittedError):
        log.exception("draft_not_kept", case_id=file.case.case_id)
        # a box that is drawn no more forgets its words, and the desk does not have them
        st.session_state[_unsaved(key)] = st.session_state[key]
    else:
        st.session_state[_seen(key)] = st.session_state[key]
        st.session_state.pop(_unsaved(key), None)


def _before(key: str) -> str:
    return f"{key}_before"


def _seen(key: str) -> str:
    """Where this window keeps the draft that it last knew to be kept."""
    return f"{key}_seen"


def _unsaved(key: str) -> str:
    return f"{key}_unsaved"


def _key(file: CaseFile) -> str:
    return f"draft_{file.case.case_id}"
