"""Keeps an answer as a reply for colleagues: its words, with places for whom and what it named."""

import streamlit as st

from dashboard import backend, reply_reads
from dashboard.components.draft_check import finding_words
from dashboard.components.saver import by_whom
from dashboard.safe import plain
from dashboard.viewer import Viewer
from dashboard.words import LANGUAGES as TITLES
from dashboard.words import labels
from repwatch import offering, replies
from repwatch.replies import LONGEST, Reply, ReplyError
from repwatch.roles import NotPermittedError
from repwatch.templates import LANGUAGES
from scoring.customer import CustomerType
from warehouse.case_file import CaseFile
from warehouse.config import StaleEntryError
from warehouse.errors import DeskError

_OPEN, _TOLD = "keeping", "keeping_told"
ANY = ""


def opener(text: str, file: CaseFile, *, me: Viewer) -> None:
    """Draw the button that begins it; nothing where nothing is written."""
    if text.strip():
        st.button(me.t("keep.title"), key="reply_save", type="tertiary", on_click=_set, args=(file.case.case_id,))


def kept_now() -> str:
    """The case whose answer is being kept; empty for none."""
    return str(st.session_state.get(_OPEN) or "")


def keep_reply(text: str, file: CaseFile, *, me: Viewer) -> None:
    """Draw the form, while somebody keeps the answer of this case, and what came of it."""
    t, case_id = me.t, file.case.case_id
    told = st.session_state.pop(_TOLD, None)
    if told is not None and told[0] == case_id:
        with st.container(key=f"flash-{told[1]}"):
            st.text(told[2])
    if st.session_state.get(_OPEN) != case_id:
        return
    made = offering.made_from(text, file, agent=me.signature)
    key = _key(case_id)
    with st.form(key=f"{key}_form", border=True):
        st.caption(t("keep.why"))
        st.text_input(t("keep.name"), key=f"{key}_title", max_chars=80, placeholder=t("keep.name_hint"))
        body_box(made.body, key=f"{key}_body", me=me)
        sort_boxes(made, key=key, me=me)
        with st.container(horizontal=True):
            st.form_submit_button(t("keep.save"), type="primary", on_click=_save, args=(file, me), key="keep_save")
            st.form_submit_button(t("act.cancel"), type="tertiary", on_click=_set, args=(None,), key="keep_cancel")


def body_box(text: str, *, key: str, me: Viewer) -> None:
    """The words of a reply."""
    st.text_area(me.t("keep.body"), value=text, key=key, height=150, max_chars=LONGEST, help=me.t("sentences.help"))


def sort_boxes(made: Reply, *, key: str, me: Viewer) -> None:
    """For which language, topics and customers a reply is."""
    t = me.t
    topics = [name.removeprefix("topic.") for name in labels("en") if name.startswith("topic.")]
    kinds = [ANY, *(kind.value for kind in CustomerType if kind is not CustomerType.NONE)]
    lang, about, kind = st.columns((2, 3, 3))
    with lang:
        st.selectbox(
            t("settings.language"),
            LANGUAGES,
            index=LANGUAGES.index(made.lang),
            format_func=TITLES.__getitem__,
            key=f"{key}_lang",
        )
    with about:
        st.multiselect(
            t("keep.topics"),
            topics,
            default=[topic for topic in made.topics if topic in topics],
            format_func=lambda name: t.of("topic", name),
            placeholder=t("keep.every_topic"),
            key=f"{key}_topics",
        )
    with kind:
        st.selectbox(
            t("keep.type"),
            kinds,
            index=kinds.index(made.customer_type) if made.customer_type in kinds else 0,
            format_func=lambda name: t.of("manner", name) if name else t("keep.every_type"),
            key=f"{key}_type",
        )


def filled(key: str, *, name: str = "") -> Reply:
    """What stands in the boxes."""
    held = st.session_state
    return Reply(
        name=name,
        title=str(held[f"{key}_title"]),
        lang=str(held[f"{key}_lang"]),
        body=str(held[f"{key}_body"]),
        topics=tuple(held[f"{key}_topics"]),
        customer_type=str(held[f"{key}_type"]),
    )


def why_not(error: Exception, *, me: Viewer) -> str:
    """Why a reply was not kept, in the viewer's words."""
    t = me.t
    match error:
        case ReplyError() if error.findings:
            return "\n".join(finding_words(finding, me=me) for finding in error.findings)
        case ReplyError():
            return plain(str(error)) if t.lang == "en" else t("keep.refused")
        case StaleEntryError():
            return t("keep.taken", who=by_whom(error.latest.changed_by, me))
        case NotPermittedError():
            return t("login.over_why") if error.is_over else t("keep.not_yours")
        case _:
            return t("saving.failed")


REFUSALS = (ReplyError, StaleEntryError, NotPermittedError, DeskError)


def _save(file: CaseFile, me: Viewer) -> None:
    app, case_id = backend.app(), file.case.case_id
    kept = filled(_key(case_id))
    try:
        seen = _own_version(kept, me=me)
        new = replies.save(app.desk, kept, by=me.actor, now=app.now(), seen_version=seen, from_case=case_id)
    except REFUSALS as error:
        st.session_state[_TOLD] = (case_id, "refused", why_not(error, me=me))
    else:
        _set(None)
        st.session_state[_TOLD] = (case_id, "done", me.t("keep.done", title=new.title))


def _own_version(kept: Reply, *, me: Viewer) -> int:
    """The version that is changed where one's own proposal has this name; else none may be there."""
    name = replies.name_of(kept.title)
    own = (one for one in reply_reads.saved() if one.name == name and one.changed_by == me.name)
    return next((one.version for one in own if not one.approved_by), 0)


def _key(case_id: str) -> str:
    return f"keep_{case_id}"


def _set(case_id: str | None) -> None:
    st.session_state[_OPEN] = case_id
