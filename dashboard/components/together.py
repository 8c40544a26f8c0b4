"""What is done to several cases at once: they are marked in the list, and stay marked where something was refused."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard import backend, session
from dashboard.acting import ManyHands, Marked
from dashboard.components.second_step import cancel, orders
from dashboard.safe import label
from dashboard.session import Step
from dashboard.viewer import Viewer
from repwatch.console import Order, Verb, colleagues
from warehouse.lines import QueueRow

_VERBS = {Verb.CLAIM: "T", Verb.DISMISS: "D", Verb.ASSIGN: "G"}
_KEYS = 9


def together(rows: Sequence[QueueRow], *, me: Viewer, now: datetime) -> None:
    """Draw the bar of the marked cases."""
    t = me.t
    cases = [
        Marked(case_id=row.case_id, version=row.version, name=row.author_name or row.case_id, owner=row.owner)
        for row in rows
    ]
    hands = ManyHands(me=me, cases=cases)
    with st.container(key="together", gap="xsmall"):
        with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
            st.markdown(f"**{t('together.marked', n=len(rows))}**", width="content")
            for verb, key in _VERBS.items():
                st.button(
                    t(f"act.{verb}"),
                    key=f"together_{verb}",
                    shortcut=me.key(key),
                    on_click=hands.act if verb is Verb.CLAIM else session.ask,
                    args=(Order(verb=verb) if verb is Verb.CLAIM else Step(case_id=session.ALL, version=0, verb=verb),),
                )
            st.button(t("together.clear"), key="together_clear", type="tertiary", on_click=session.mark, args=((),))
        step = session.step_together()
        if step is not None:
            _choose(_choices(step.verb, rows, me=me, now=now), hands=hands)


def _choices(verb: Verb, rows: Sequence[QueueRow], *, me: Viewer, now: datetime) -> list[tuple[str, Order]]:
    if verb is not Verb.ASSIGN:
        return orders(verb, me=me, now=now)
    first = rows[0]
    names = colleagues(backend.app().desk, brand=first.brand, lang=first.lang, topic=first.topic)
    return [(label(name), Order(verb=verb, to=name)) for name in names if name != me.name][:_KEYS]


def _choose(found: Sequence[tuple[str, Order]], *, hands: ManyHands) -> None:
    with st.container(key="together_step", horizontal=True, gap="xxsmall"):
        for number, (name, order) in enumerate(found, start=1):
            st.button(
                name, key=f"together_{number}", shortcut=hands.me.key(str(number)), on_click=hands.act, args=(order,)
            )
        cancel(hands.me)
