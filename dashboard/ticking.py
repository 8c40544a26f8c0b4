"""Draws the page anew each minute, so that clocks in words stay true; nothing moves by it."""

import time

import streamlit as st

_MINUTE = 60
_DRAWN = "drawn_at"


def tick_every_minute() -> None:
    """Call at the end of a page."""
    st.session_state[_DRAWN] = time.monotonic()
    _tick()


@st.fragment(run_every=_MINUTE)
def _tick() -> None:
    # the fragment also runs as part of the page itself, when there is nothing to do
    if time.monotonic() - st.session_state[_DRAWN] > _MINUTE / 2:
        st.rerun()
