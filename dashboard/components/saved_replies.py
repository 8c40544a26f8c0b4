"""The team's saved replies, for leads: what each led to, its words, and taking it out of use."""

from functools import partial

import streamlit as st

from dashboard import backend, reply_reads
from dashboard.clock_words import when
from dashboard.components.keep_reply import REFUSALS, body_box, filled, sort_boxes, why_not
from dashboard.components.saver import by_whom
from dashboard.components.start_from import proof_words
from dashboard.safe import plain
from dashboard.saving import refuse, say
from dashboard.viewer import Viewer
from repwatch import replies
from repwatch.proven import Matter
from repwatch.replies import Reply
from triage.provenance import Basis


def saved_replies(*, me: Viewer) -> None:
    """Draw the reply that is picked, to be changed or retired."""
    t = me.t
    st.caption(t("replies.why"))
    found = sorted(reply_reads.saved(), key=lambda one: (one.lang, one.title.casefold()))
    if not found:
        st.info(t("replies.none"))
        return
    by_name = {one.name: one for one in found}
    name = st.selectbox(
        t("replies.pick"),
        list(by_name),
        format_func=lambda name: f"{by_name[name].lang} · {plain(by_name[name].title)}",
        key="reply_picked",
        width=480,
    )
    one = by_name[name]
    proof = reply_reads.evidence().proof(Basis.REPLY, one.name, Matter(lang=one.lang, topic=""))
    at = when(one.changed_at or backend.app().now(), now=backend.app().now(), zone=me.zone, t=t)
    with st.container(key="muted-saved_reply", gap="xxsmall"):
        st.text(proof_words(proof, me=me))
        st.text(t("setup.version", version=one.version, who=by_whom(one.changed_by, me), at=at))
        if not one.approved_by:
            st.text(t("replies.proposed", who=by_whom(one.changed_by, me)))
    _form(one, me=me)


def _form(one: Reply, *, me: Viewer) -> None:
    t, key = me.t, f"reply_{one.name}_{one.version}"
    with st.form(key=f"{key}_form", border=True):
        st.text_input(t("replies.title"), value=one.title, key=f"{key}_title", max_chars=80)
        body_box(one.body, key=f"{key}_body", me=me)
        sort_boxes(one, key=key, me=me)
        with st.container(horizontal=True):
            st.form_submit_button(
                t("replies.save"), type="primary", key=f"{key}_save", on_click=partial(_save, one, key, me=me)
            )
            st.form_submit_button(
                t("replies.retire"), type="tertiary", key=f"{key}_retire", on_click=partial(_retire, one, me=me)
            )


def _save(one: Reply, key: str, *, me: Viewer) -> None:
    app = backend.app()
    try:
        new = replies.save(app.desk, filled(key, name=one.name), by=me.actor, now=app.now(), seen_version=one.version)
    except REFUSALS as error:
        refuse(why_not(error, me=me))
    else:
        say(me.t("replies.saved", title=new.title, version=new.version))


def _retire(one: Reply, *, me: Viewer) -> None:
    app = backend.app()
    try:
        replies.retire(app.desk, one.name, by=me.actor, now=app.now(), seen_version=one.version)
    except REFUSALS as error:
        refuse(why_not(error, me=me))
    else:
        say(me.t("replies.retired", title=one.title))
