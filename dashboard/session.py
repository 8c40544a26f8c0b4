"""What one browser session holds: the chosen case, the second step of an act, and the last message."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

import streamlit as st

from repwatch.console import Verb
from warehouse.case_file import Written

CASE = "case"
_STEP = "step"
RATING = "rating"
"""The case of which the numbers say how content its customer is."""
_FLASH = "flash"
_NOTE = "kept_note_"
_LAST = "last_act"
_MARKED = "marked"
_ACTS = "acts"
_SAID = "address_said"
ALL = "*"
"""Stands for all marked cases where a step names its case."""
_NEWS_SECONDS = 90
"""Long enough to read a message twice and take the act back."""
_ON_ITS_WAY_SECONDS = 2
"""The browser may ask with the address of before for so long after a case was opened."""


class _Numbers:
    """Numbers of acts, the same for all sessions of the console."""

    def __init__(self) -> None:
        self.last = 0
        self._lock = Lock()

    def another(self) -> int:
        """The next one."""
        with self._lock:
            self.last += 1
            return self.last


_numbers = _Numbers()


class Mood(StrEnum):
    """How a message looks."""

    DONE = "done"
    WARNED = "warned"
    """Done, with something to think of."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """A message about the last act.

    `undo` are the cases, in their versions after it, on which it can be taken back, and `what` names it; `went` is the
    case that left the viewer's hands, and the part of the queue where it is now.
    """

    mood: Mood
    text: str
    undo: tuple[tuple[str, int], ...] = ()
    what: str = ""
    went: tuple[str, str] | None = None


def selected() -> str | None:
    """The id of the case that is open, from this session or from the address."""
    return st.session_state.get(CASE) or st.query_params.get(CASE)


def select(case_id: str | None) -> None:
    """Open a case: the choice is an id, so rows may come and go around it."""
    st.session_state.pop(_STEP, None)
    st.session_state[CASE] = case_id
    st.session_state[_SAID] = (time.monotonic(), case_id)
    if case_id is None:
        st.query_params.pop(CASE, None)
    else:
        st.query_params[CASE] = case_id


def follow_address() -> None:
    """Open what the address names after somebody went back or on in the browser's history."""
    said_at, said = st.session_state.get(_SAID, (0.0, None))
    asked = st.query_params.get(CASE)
    if _SAID not in st.session_state or asked == said:
        return
    is_late = time.monotonic() - said_at < _ON_ITS_WAY_SECONDS
    select(said if is_late else asked)


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
    st.session_state.pop(RATING, None)


def reply(case_id: str) -> Written | None:
    """What stands in the reply of a case and the kept draft that this window knows; nothing where it is not drawn."""
    text = st.session_state.get(f"draft_{case_id}")
    return None if text is None else Written(text=text, seen=st.session_state.get(f"draft_{case_id}_seen", ""))


def forget_draft(case_id: str, *, is_recorded: bool = False) -> None:
    """Leave no words in the reply of a case that the desk has: it knows what became of them."""
    if is_recorded:
        st.session_state.pop(f"draft_{case_id}_unsaved", None)
    if f"draft_{case_id}_unsaved" not in st.session_state:
        for name in ("", "_seen", "_before"):
            st.session_state.pop(f"draft_{case_id}{name}", None)


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
    """The number of this session's last act, no act of the console has that of another; of anybody's at the start."""
    return int(st.session_state.setdefault(_ACTS, _numbers.last))


def tell(flash: Flash | None) -> None:
    """Keep a message for the next drawings; there is one after every act, and none once somebody goes on."""
    if flash is not None:
        st.session_state[_ACTS] = _numbers.another()
        if flash.undo or flash.mood is not Mood.REFUSED:
            st.session_state[_LAST] = flash if flash.undo else None
    st.session_state[_FLASH] = (time.monotonic(), flash)


def last_act() -> Flash | None:
    """What was told of the last act where it can be taken back, however long ago it was told."""
    found: Flash | None = st.session_state.get(_LAST)
    return found


def is_refused() -> bool:
    """Whether the last act was refused and the message says why."""
    found = flash()
    return found is not None and found.mood is Mood.REFUSED


def flash() -> Flash | None:
    """The message about the last act, while it is news."""
    told_at, found = st.session_state.get(_FLASH, (0.0, None))
    return found if time.monotonic() - told_at < _NEWS_SECONDS else None
