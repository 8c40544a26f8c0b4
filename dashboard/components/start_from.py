"""What a draft can be started from, best proven first: saved replies, the playbook, and past answers that worked."""

from functools import partial

import streamlit as st

from dashboard import backend, case_reads, reply_reads, session
from dashboard.clock_words import when
from dashboard.components.put_in import Put
from dashboard.components.saver import by_whom
from dashboard.safe import label, plain
from dashboard.viewer import Viewer
from repwatch.offering import Offer, PastAnswer, as_read, offered
from repwatch.proven import Matter, Proof
from repwatch.templates import Playbook, Situation
from triage.provenance import Origin
from warehouse.case_file import CaseFile

KEY = "B"
_MOST = 3
"""So many texts are shown unasked: the box to write in stays in sight."""
_KEYS = 9
_REST = "0"
_OPEN = "starting"
_ALL = "starting_all"
_WHOLE = "starting_whole"
_SHORT = 190
"""Letters that surely fit the lines that are shown of a text."""


def is_open(case_id: str) -> bool:
    """Whether the list stands open on a case."""
    return bool(st.session_state.get(_OPEN) == case_id)


def opener(case_id: str, *, me: Viewer) -> None:
    """Draw the button that opens and closes the list."""
    st.button(
        me.t("start_from.title"),
        key="offer_from",
        shortcut=me.key_of_one(KEY),
        type="secondary",
        on_click=_set,
        args=(None if is_open(case_id) else case_id,),
    )


def start_from(file: CaseFile, book: Playbook, situation: Situation, *, me: Viewer, put: Put) -> str:
    """Draw the list: the few texts that fit, each as this customer would read it, and what it led to.

    Returns the key of the button that takes the focus.
    """
    t, case_id = me.t, file.case.case_id
    matter = Matter(lang=file.lang, topic=file.topic, customer_type=file.customer_type)
    post = case_reads.heard(file)
    found = offered(
        reply_reads.saved(),
        reply_reads.evidence(),
        book,
        situation,
        matter=matter,
        draft=reply_reads.drafted(situation.lang),
        post=post,
    )
    past = [
        (one, text)
        for one in reply_reads.past(file.case.brand, matter, case_id, post)
        if (text := as_read(one, book, situation))
    ]
    alike = sum(one.is_for_this for one, _ in past)
    fitting = sum(one.is_for_this for one in found)
    likely, others = found[: min(fitting, _MOST)], found[min(fitting, _MOST) :]
    room = min(_MOST - len(likely), alike)
    is_kept_for_this = any(one.reply for one in likely)
    # the numbers belong to a second step as long as one is asked
    keys = session.step() is None
    with st.container(key="start_from", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(t("start_from.why") if is_kept_for_this else t("start_from.none_fits"), width="content")
            st.button(
                t("start_from.close"),
                key="start_close",
                type="tertiary",
                shortcut=me.key("Escape") if keys else None,
                on_click=_set,
                args=(None,),
            )
        rows = [partial(_offer, one, put=put, me=me) for one in likely]
        rows += [partial(_past, one, text, me=me, put=put) for one, text in past[:room]]
        rest = [partial(_offer, one, put=put, me=me) for one in others]
        rest += [partial(_past, one, text, me=me, put=put) for one, text in past[room:]]
        is_whole = st.session_state.get(_ALL) == case_id
        shown = [*rows, *rest] if is_whole else rows
        for number, row in enumerate(shown, start=1):
            row(number, shortcut=me.key_of_one(str(number)) if keys and number <= _KEYS else None)
        if len(shown) < len(rows) + len(rest):
            label_of_rest = t("start_from.more", n=len(rest))
            st.button(
                label_of_rest,
                key="start_more",
                type="tertiary",
                shortcut=me.key_of_one(_REST) if keys else None,
                on_click=_show_all,
                args=(case_id,),
            )
    first = len(rows) + 1 if is_whole and rest else 1
    return f"start_{first}" if shown else "start_close"


def _offer(one: Offer, number: int, *, shortcut: str | None, put: Put, me: Viewer) -> None:
    t = me.t
    title = label(one.reply.title) if one.reply else t("start_from.playbook")
    told = [proof_words(one.proof, me=me)]
    if not one.is_for_this:
        told.append(t("start_from.other"))
    if one.reply and not one.reply.approved_by:
        told.append(t("start_from.proposed", who=by_whom(one.reply.changed_by, me)))
    _row(number, title, " · ".join(told), one.text, one.origin, shortcut=shortcut, put=put, me=me)


def _past(one: PastAnswer, text: str, number: int, *, shortcut: str | None, put: Put, me: Viewer) -> None:
    """An answer of the team in a like case, after which the customer came round."""
    t = me.t
    at = when(one.answered_at, now=backend.app().now(), zone=me.zone, t=t)
    title = t("start_from.answer", topic=t.of("topic", one.topic), at=at)
    _row(number, title, t("start_from.past"), text, one.origin, shortcut=shortcut, put=put, me=me)
    st.button(
        t("start_from.see"),
        key=f"start_case_{number}",
        type="tertiary",
        on_click=session.select,
        args=(one.case_id,),
    )


def _row(
    number: int, title: str, told: str, text: str, origin: Origin, *, shortcut: str | None, put: Put, me: Viewer
) -> None:
    whole: set[str] = st.session_state.setdefault(_WHOLE, set())
    with st.container(key=f"start-{number}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(title, key=f"start_{number}", shortcut=shortcut, on_click=partial(_take, text, origin, put=put))
            if told:
                with st.container(key=f"muted-start-{number}"):
                    st.text(told)
        with st.container(key=f"{'whole' if text in whole else 'preview'}-start-{number}"):
            st.text(plain(text))
        if len(text) > _SHORT:
            st.button(
                me.t("start_from.less" if text in whole else "start_from.read_on"),
                key=f"start_whole_{number}",
                type="tertiary",
                on_click=whole.symmetric_difference_update,
                args=({text},),
            )


def proof_words(proof: Proof, *, me: Viewer) -> str:
    """What a text led to, with how many that rests on."""
    t = me.t
    if not proof.n:
        return t("start_from.untried")
    given = t("start_from.given", n=t.number(proof.n))
    if not proof.heard:
        return t("start_from.unheard", given=given)
    counts = {"recovered": t.number(proof.recovered), "heard": t.number(proof.heard)}
    told = t("start_from.led", given=given, **counts)
    if not proof.topic_heard or proof.topic_heard == proof.heard:
        return told
    on_topic = t("start_from.on_topic", recovered=t.number(proof.topic_recovered), heard=t.number(proof.topic_heard))
    return f"{told} · {on_topic}"


def _take(text: str, origin: Origin, *, put: Put) -> None:
    _set(None)
    put(text, replaces=True, started_from=origin.code)


def _set(case_id: str | None) -> None:
    st.session_state[_OPEN] = case_id
    for name in (_ALL, _WHOLE):
        st.session_state.pop(name, None)


def _show_all(case_id: str) -> None:
    st.session_state[_ALL] = case_id
