"""Whether the page is as narrow as a phone: what is a table on a desk is then drawn as cards."""

import streamlit as st

WIDTH = 640
"""Pixels up to which a page is narrow."""
_KEY = "is_narrow"


def is_narrow() -> bool:
    """What the page said of itself; before it has said anything, whether its browser calls itself one of a phone."""
    said: bool | None = st.session_state.get(_KEY)
    return "Mobi" in (st.context.headers.get("User-Agent") or "") if said is None else said


def heard(*, is_narrow: bool) -> None:
    """Keep what the page said."""
    st.session_state[_KEY] = is_narrow
