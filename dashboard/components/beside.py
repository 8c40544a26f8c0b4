"""Says who else has the open case before them, or is writing to its customer."""

from functools import cache, partial

import streamlit as st

from dashboard import backend
from dashboard.presence import Presence
from dashboard.remembering import behind
from dashboard.safe import plain
from dashboard.viewer import Viewer
from warehouse import looks


def beside(case_id: str, *, me: Viewer) -> None:
    """Draw a line for each colleague; nothing where nobody is there."""
    app = backend.app()
    _tell(case_id, me=me)
    for number, (name, is_writing) in enumerate(looks.others(app.desk, me.name, case_id, now=app.now())):
        # a colleague's name stands in it, so it is text and not markdown
        with st.container(key=f"beside-{number}"):
            st.text(me.t("beside.writes" if is_writing else "beside.looks", who=plain(name)))


def writes(case_id: str, *, me: Viewer) -> None:
    """Note that the viewer writes an answer."""
    _tell(case_id, me=me, is_writing=True)


def _tell(case_id: str, *, me: Viewer, is_writing: bool = False) -> None:
    app = backend.app()
    now = app.now()
    if _presence(str(app.settings.home)).is_news(me.name, case_id, now=now, is_writing=is_writing):
        # a pass that holds the desk for a moment keeps nobody's page waiting
        behind(partial(looks.look, app.desk, me.name, case_id, now=now, is_writing=is_writing))


@cache
def _presence(_home: str) -> Presence:
    return Presence()
