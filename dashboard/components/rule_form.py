"""Rules of which there is one set: the weights of the urgency, and what counts as a spike."""

from functools import partial

import streamlit as st

from dashboard.components.entry_form import entry_form
from dashboard.components.saver import saver, since
from dashboard.components.spikes_preview import spikes_preview
from dashboard.components.weights_preview import weights_preview
from dashboard.entry_fields import How, fields_of
from dashboard.forms import begin
from dashboard.viewer import Viewer

_PREVIEWS = {"weights": weights_preview, "spikes": spikes_preview}


def rule_form(kind: str, *, me: Viewer) -> None:
    """Draw the one entry of a kind; what is as shipped is not written."""
    t, form = me.t, begin(kind, "default")
    st.caption(f"{t(f'setup.{kind}_why')} {since(form.latest, me=me)}")
    with st.container(border=True, key="card"):
        body = entry_form(kind, form.body, key=form.key, me=me)
    usual = {field.name: list(field.usual) if field.how is How.NUMBERS else field.usual for field in fields_of(kind)}
    saver(form, body, usual=usual, preview=partial(_PREVIEWS[kind], form, body, me=me), me=me)
