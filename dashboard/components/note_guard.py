"""Keeps the letters of a note from acting as keys: it takes the focus, and swallows what is typed before it can.

Ctrl and Enter save the note; Escape leaves it, and what was written is kept.
"""

import streamlit as st

_JS = """
const WRITES = "input, textarea, select, [contenteditable=true]";
const BOX = "[class*=st-key-note_] textarea";
const PATIENCE_MS = 3000;

function guard() {
  const state = { until: 0, keys: false, shown: "" };
  // on the window and while capturing: before the page's own shortcuts hear of the key
  window.addEventListener("keydown", (event) => {
    const box = event.composedPath()[0].closest?.(BOX);
    if (box && (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey)))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      // the box hands over what it holds when it is left
      box.blur();
      const button = event.key === "Escape" ? ".st-key-step_cancel button" : ".st-key-note_save button";
      setTimeout(() => document.querySelector(button)?.click(), 50);
      return;
    }
    const isWriting = event.composedPath()[0].closest?.(WRITES);
    if (isWriting || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (performance.now() < state.until) {
      // whoever goes on typing goes on writing, however long the box takes
      state.until = performance.now() + PATIENCE_MS;
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (state.keys && event.key.toLowerCase() === "n") {
      state.until = performance.now() + PATIENCE_MS;
    }
  }, true);
  return state;
}

function focus(state, tries) {
  const box = document.querySelector(".st-key-step textarea");
  if (box) {
    box.focus();
    state.until = 0;
  } else if (tries > 0) {
    requestAnimationFrame(() => focus(state, tries - 1));
  }
}

export default function (component) {
  const { data } = component;
  const state = (window.repwatchNoteGuard ??= guard());
  state.keys = data.keys;
  if (data.note && data.note !== state.shown) focus(state, 180);
  state.shown = data.note;
}
"""

_COMPONENT = st.components.v2.component("repwatch_note_guard", html="<span hidden></span>", js=_JS)


def note_guard(*, note: str, keys: bool) -> None:
    """Mount the guard; `note` names the note that is being written, empty when none is."""
    _COMPONENT(key="note_guard", data={"note": note, "keys": keys}, height=1)
