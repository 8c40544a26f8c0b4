"""Keeps the letters of a note from acting as keys: it takes the focus, and letters are its own until it is left.

Ctrl and Enter save the note; Escape leaves it, and what was written is kept.
"""

import streamlit as st

from dashboard.components import letters

_JS = (
    f"""{letters.JS}
const BOX = "[class*=st-key-note_] textarea";
"""
    """
function guard() {
  const button = ".st-key-act_note button";
  const begins = (event, state) => {
    if (state.shown || !document.querySelector(button)) return false;
    if (event.type === "click") return event.composedPath()[0].closest?.(button);
    return state.keys && !event.shiftKey && event.key.toLowerCase() === "n";
  };
  const keys = (event, box, state) => {
    const saves = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (event.key !== "Escape" && !saves) return false;
    state.leave();
    // the box hands over what it holds when it is left
    box.blur();
    const button = saves ? ".st-key-note_save button" : ".st-key-step_cancel button";
    setTimeout(() => document.querySelector(button)?.click(), 50);
    return true;
  };
  return Object.assign(letters({ box: BOX, begins, keys }), { keys: false, shown: "" });
}

export default function (component) {
  const { data } = component;
  const state = (window.repwatchNoteGuard ??= guard());
  state.keys = data.keys;
  if (data.note !== state.shown) {
    state.leave();
    state.isWriting = Boolean(data.note);
    if (data.note) whenDrawn(".st-key-step textarea", (box) => box.focus());
  }
  state.shown = data.note;
}
"""
)

_COMPONENT = st.components.v2.component("repwatch_note_guard", html="<span hidden></span>", js=_JS)


def note_guard(*, note: str, keys: bool) -> None:
    """Mount the guard; `note` names the note that is being written, empty when none is; `keys` whether N begins one."""
    _COMPONENT(key="note_guard", data={"note": note, "keys": keys}, height=1)
