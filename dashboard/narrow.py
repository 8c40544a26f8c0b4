"""How wide the page is, in steps: what is a table on a desk is drawn as cards on a phone."""

import streamlit as st

STEPS = (0, 641, 1024, 1280, 1600, 1920)
"""Pixels from which a page is as wide as this; the first is a phone's."""
_USUAL = 1280
_BORDERS = 54
_KEY = "page_is_from"


def page_from() -> int:
    """The step that the page told; before it told one, a phone's where its browser says so, else the usual one."""
    told: int | None = st.session_state.get(_KEY)
    if told is not None:
        return told
    return STEPS[0] if "Mobi" in (st.context.headers.get("User-Agent") or "") else _USUAL


def is_narrow() -> bool:
    """Whether it is as narrow as a phone."""
    return page_from() == STEPS[0]


def room() -> int:
    """Pixels that a table has from border to border."""
    return page_from() - _BORDERS


def heard(step: int) -> None:
    """Keep what the page told."""
    st.session_state[_KEY] = step if step in STEPS else _USUAL
