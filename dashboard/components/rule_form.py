"""Rules of which there is one set: the weights of the urgency, and what counts as a spike."""

import streamlit as st

from dashboard.components.entry_form import entry_form
from dashboard.components.saver import saver, since
from dashboard.forms import begin
from dashboard.viewer import Viewer


def rule_form(kind: str, *, me: Viewer) -> None:
    """Draw the one entry of a kind; what is as shipped is not written."""
    t, form = me.t, begin(kind, "default")
    st.caption(f"{t(f'setup.{kind}_why')} {since(form.latest, me=me)}")
    with st.container(border=True, key="card"):
        body = entry_form(kind, form.body, key=form.key, me=me)
    saver(form, body, me=me)
