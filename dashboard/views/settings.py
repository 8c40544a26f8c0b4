"""Settings of the business, for leads: what is promised, who works, what is read, how it is judged, who is told."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from dashboard.components.accounts import accounts
from dashboard.components.entries import entries
from dashboard.components.escalation import escalation
from dashboard.components.page_bar import heading
from dashboard.components.promises import promises
from dashboard.components.record import record
from dashboard.components.rule_form import rule_form
from dashboard.components.saved_replies import saved_replies
from dashboard.components.sentences import sentences
from dashboard.saving import tell
from dashboard.viewer import Viewer, viewer
from repwatch.roles import Role

PARTS: Mapping[str, Mapping[str, Callable[..., None]]] = {
    "desk": {"promises": promises, "escalation": escalation, "teams": partial(entries, "team")},
    "reading": {"brands": partial(entries, "brand"), "sources": partial(entries, "target"), "accounts": accounts},
    "judging": {"urgency": partial(rule_form, "weights"), "spikes": partial(rule_form, "spikes")},
    "telling": {"sentences": sentences, "replies": saved_replies, "alerts": partial(entries, "channel")},
    "past": {"record": record},
}
"""What there is to set, in groups."""
_PART = "part"


def show() -> None:
    """Draw the page."""
    me = viewer()
    t = me.t
    heading(t("setup.title"), me=me)
    if not me.may(Role.LEAD):
        st.info(t("setup.leads_only"))
        return
    all_parts = {name: draw for group in PARTS.values() for name, draw in group.items()}
    asked = st.query_params.get(_PART, "")
    part = asked if asked in all_parts else next(iter(all_parts))
    menu, page = st.columns((17, 83), gap="large")
    with menu, st.container(key="parts", gap="xxsmall"):
        _menu(part, me=me)
    with page:
        st.markdown(f"### {t(f'part.{part}')}")
        tell()
        all_parts[part](me=me)


def _menu(part: str, *, me: Viewer) -> None:
    """The parts as a list; the open one is marked, and read out as such by its name in the heading beside."""
    for group, parts in PARTS.items():
        st.caption(me.t(f"parts.{group}"))
        for name in parts:
            st.button(
                me.t(f"part.{name}"),
                key=f"part_{name}",
                type="secondary" if name == part else "tertiary",
                width="stretch",
                on_click=_open,
                args=(name,),
            )


def _open(part: str) -> None:
    st.query_params[_PART] = part
    st.query_params.pop("entry", None)
