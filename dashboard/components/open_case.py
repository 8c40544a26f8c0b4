"""The open case: its head, its verbs, the conversation, the reply, and all that helps to answer well."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from dashboard import backend, case_reads, session
from dashboard.acting import Hands, draw_flash
from dashboard.components import rail
from dashboard.components.act_bar import act_bar
from dashboard.components.beside import beside
from dashboard.components.case_head import case_head
from dashboard.components.conversation import conversation
from dashboard.components.offers import offers
from dashboard.components.reply import put_in, reply
from dashboard.components.second_step import second_step
from dashboard.viewer import Viewer
from repwatch.roles import Role
from warehouse.case_file import CaseFile, case_file
from warehouse.cases import NoSuchCaseError
from warehouse.lines import QueueRow


def open_case(case_id: str | None, coming: Sequence[QueueRow], *, me: Viewer, now: datetime) -> None:
    """Draw the case; `coming` are those after it, the next one first."""
    desk = backend.app().desk
    if case_id is None:
        # the list is empty then, and says why
        draw_flash(me=me)
        return
    try:
        file = case_file(desk, case_id)
    except NoSuchCaseError:
        st.caption(me.t("refused.gone"))
        return
    following = coming[0].case_id if coming else None
    hands = Hands(me=me, case_id=case_id, version=file.case.version, following=following)
    with st.container(key="head"):
        case_head(file.case, topic=file.topic, lang=file.lang, me=me, now=now)
        act_bar(file.case, hands=hands)
        # a place of its own, so that nothing below it moves as messages and questions come and go
        with st.container(key="news", horizontal=True, gap="small", vertical_alignment="center"):
            # a step that could not be saved stays open, with why
            if session.step() is None or session.is_refused():
                draw_flash(me=me)
            beside(case_id, me=me)
        second_step(file, hands=hands, now=now)
    _body(file, me=me, now=now)
    case_reads.read_ahead(coming, now=now)


def _body(file: CaseFile, *, me: Viewer, now: datetime) -> None:
    """What the desk knows is drawn at once; what the lake adds comes after."""
    said, beside = st.columns([60, 40], gap="medium")
    with said:
        talk = st.empty()
        below = st.container(key="reply")
        with below:
            above = st.container(key="playbook", gap="xxsmall")
    with beside, st.container(key="rail"):
        clocks, why, customer, history = (st.container(gap="xxsmall") for _ in range(4))
    is_awaited = not case_reads.has_thread(file.case)
    if is_awaited:
        with talk.container():
            conversation(file, (), me=me, now=now)
    with clocks:
        rail.clocks(file, me=me, now=now)
    with history:
        rail.history(file, me=me, now=now)
    if me.may(Role.AGENT) or file.draft:
        with below:
            reply(file, me=me)
    found = case_reads.around_of(file, now=now)
    posts = found.posts if found else ()
    if posts or not is_awaited:
        with talk.container():
            conversation(file, posts, me=me, now=now)
    # what is offered goes by what the post is for
    with above:
        if found is None:
            st.caption(me.t("stale.thread"))
        if me.may(Role.AGENT):
            offers(file, posts, me=me, write=partial(put_in, file, me=me))
    with why:
        if found is None:
            st.caption(me.t("stale.why"))
        else:
            rail.why(found.score, urgency=file.case.urgency, me=me)
    with customer:
        rail.customer(file, found.others if found else (), me=me, now=now)
        if found is None:
            st.caption(me.t("stale.others"))
