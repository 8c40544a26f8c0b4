"""How a text is put into the reply: what puts it there, and the note by which the box takes the focus."""

from typing import Protocol

import streamlit as st

_WROTE = "wrote"


class Put(Protocol):
    """Writes a text into the reply; `started_from` is the code of what the draft begins with from now on."""

    def __call__(self, text: str, *, replaces: bool, started_from: str | None = None) -> None: ...


def noted(put: Put) -> Put:
    """The same, and it is noted that something was put in."""

    def put_in(text: str, *, replaces: bool, started_from: str | None = None) -> None:
        put(text, replaces=replaces, started_from=started_from)
        st.session_state[_WROTE] = int(st.session_state.get(_WROTE, 0)) + 1

    return put_in


def wrote() -> str:
    """Which of the texts of this session was put in last; empty where none was."""
    return str(st.session_state.get(_WROTE, ""))
