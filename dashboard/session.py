"""What one browser session holds: the chosen case, the second step of an act, and the last message."""

import time
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from repwatch.console import Verb

CASE = "case"
_STEP = "step"
_FLASH = "flash"
_NEWS_SECONDS = 90
"""Long enough to read a message twice and take the act back."""


class Mood(StrEnum):
    """How a message looks."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """A message about the last act; `undo` is the case, in its version after it, on which it can be taken back."""

    mood: Mood
    text: str
    undo: tuple[str, int] | None = None


def selected() -> str | None:
    """The id of the case that is open, from this session or from the address."""
    return st.session_state.get(CASE) or st.query_params.get(CASE)


def select(case_id: str | None) -> None:
    """Open a case: the choice is an id, so rows may come and go around it."""
    st.session_state.pop(_STEP, None)
    st.session_state[CASE] = case_id
    if case_id is None:
        st.query_params.pop(CASE, None)
    else:
        st.query_params[CASE] = case_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An act that waits for its second key, and the version of the case that was seen at the first."""

    case_id: str
    version: int
    verb: Verb


def step() -> Step | None:
    """What the open case waits for."""
    held: Step | None = st.session_state.get(_STEP)
    return held if held is not None and held.case_id == selected() else None


def is_noting() -> bool:
    """Whether a note is being written, so that letters are its own."""
    held = step()
    return held is not None and held.verb is Verb.NOTE


def ask(asked: Step) -> None:
    """Ask for the rest of an act."""
    st.session_state[_STEP] = asked


def forget_step() -> None:
    """Ask for nothing more."""
    st.session_state.pop(_STEP, None)


def tell(flash: Flash | None) -> None:
    """Keep a message for the next drawings."""
    st.session_state[_FLASH] = (time.monotonic(), flash)


def flash() -> Flash | None:
    """The message about the last act, while it is news."""
    told_at, found = st.session_state.get(_FLASH, (0.0, None))
    return found if time.monotonic() - told_at < _NEWS_SECONDS else None
