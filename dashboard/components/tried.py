"""A change of the settings tried on what was: by a button, since it takes a moment; nothing is written."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import streamlit as st

from dashboard import backend
from dashboard.clock_words import start_of_day
from dashboard.forms import Body, Form
from dashboard.viewer import Viewer

_Found = TypeVar("_Found")
_LOOKS_BACK = timedelta(days=28)


def tried(
    form: Form, body: Body, *, words: str, work: Callable[[], _Found], show: Callable[[_Found], None], me: Viewer
) -> None:
    """Draw the button, and what was found for the values as they stand now; `words` is where the labels are."""
    t, key = me.t, f"tried_{form.key}"
    held: tuple[str, _Found] | None = st.session_state.get(key)

    def begin() -> None:
        with st.spinner(t(f"{words}.replaying")):
            st.session_state[key] = (_written(body), work())

    st.button(t(f"{words}.replay"), key=f"{form.kind}_replay", icon=":material/history:", on_click=begin)
    if held is None:
        st.caption(t(f"{words}.replay_first"))
    elif held[0] != _written(body):
        st.caption(t(f"{words}.replay_again"))
    else:
        show(held[1])


def four_weeks_ago() -> datetime:
    """The start of the business day from which rules are tried."""
    app = backend.app()
    return start_of_day(app.now() - _LOOKS_BACK, zone=app.settings.business_zone)


def _written(body: Body) -> str:
    return json.dumps(body, sort_keys=True, default=str)
