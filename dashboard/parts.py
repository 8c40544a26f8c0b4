"""The parts of the queue that are drawn by themselves, and when: an act is counted, a step to the next case is not."""

import streamlit as st

from dashboard import session

WORK = "work"
"""The list and the open case: what is done in them draws them alone."""
TABS = "tabs"
"""The counts above the list."""
_COUNTED = "counted_acts"


def after_act() -> None:
    """Draw both anew; the last word of what happens at an act."""
    all_drawn()
    st.rerun([WORK, TABS])


def all_drawn() -> None:
    """Note that the counts are being drawn."""
    st.session_state[_COUNTED] = session.acts()


def are_counted() -> bool:
    """Whether the counts know of every act."""
    return bool(st.session_state.get(_COUNTED) == session.acts())
