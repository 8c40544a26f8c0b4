"""What one browser session holds: the chosen case, the second step of an act, and the last message."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from repwatch.console import Verb

CASE = "case"
_STEP = "step"
_FLASH = "flash"
_NOTE = "kept_note_"
_MARKED = "marked"
_ACTS = "acts"
ALL = "*"
"""Stands for all marked cases where a step names its case."""
_NEWS_SECONDS = 90
"""Long enough to read a message twice and take the act back."""


class Mood(StrEnum):
    """How a message looks."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """A message about the last act; `undo` are the cases, in their versions after it, on which it can be taken back."""

    mood: Mood
    text: str
    undo: tuple[tuple[str, int], ...] = ()


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
    """An act that waits for its second key, and the version of the case that was seen at the first.

    The case `ALL` is all that are marked.
    """

    case_id: str
    version: int
    verb: Verb


def step() -> Step | None:
    """What the open case waits for."""
    held: Step | None = st.session_state.get(_STEP)
    return held if held is not None and held.case_id == selected() else None


def step_together() -> Step | None:
    """What the marked cases wait for."""
    held: Step | None = st.session_state.get(_STEP)
    return held if held is not None and held.case_id == ALL else None


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


def kept_note(case_id: str) -> str:
    """The note that was begun on a case and not saved."""
    return str(st.session_state.get(f"{_NOTE}{case_id}", ""))


def keep_note(case_id: str, text: str) -> None:
    """Keep a note that is being written."""
    st.session_state[f"{_NOTE}{case_id}"] = text


def marked() -> tuple[str, ...]:
    """The cases that are marked to be done with together, in the order in which they were."""
    return tuple(st.session_state.get(_MARKED, ()))


def mark(case_ids: Iterable[str]) -> None:
    """Mark these cases, and no others."""
    st.session_state.pop(_STEP, None)
    st.session_state[_MARKED] = tuple(dict.fromkeys(case_ids))


def acts() -> int:
    """How often somebody acted in this session."""
    return int(st.session_state.get(_ACTS, 0))


def tell(flash: Flash | None) -> None:
    """Keep a message for the next drawings; there is one after every act."""
    st.session_state[_ACTS] = acts() + 1
    st.session_state[_FLASH] = (time.monotonic(), flash)


def is_refused() -> bool:
    """Whether the last act was refused and the message says why."""
    found = flash()
    return found is not None and found.mood is Mood.REFUSED


def flash() -> Flash | None:
    """The message about the last act, while it is news."""
    told_at, found = st.session_state.get(_FLASH, (0.0, None))
    return found if time.monotonic() - told_at < _NEWS_SECONDS else None
