"""Says who else has the open case before them, or is writing to its customer."""

import time
from functools import cache

import streamlit as st

from dashboard import backend
from dashboard.presence import Presence
from dashboard.safe import plain
from dashboard.viewer import Viewer


def beside(case_id: str, *, me: Viewer) -> None:
    """Draw a line for each colleague; nothing where nobody is there."""
    here, at = _presence(str(backend.settings().home)), time.monotonic()
    here.looks(me.name, case_id, at=at)
    for number, (name, is_writing) in enumerate(here.others(me.name, case_id, at=at)):
        # a colleague's name stands in it, so it is text and not markdown
        with st.container(key=f"beside-{number}"):
            st.text(me.t("beside.writes" if is_writing else "beside.looks", who=plain(name)))


def writes(case_id: str, *, me: Viewer) -> None:
    """Note that the viewer writes an answer."""
    _presence(str(backend.settings().home)).writes(me.name, case_id, at=time.monotonic())


@cache
def _presence(_home: str) -> Presence:
    return Presence()
