"""Keeps the letters of a reply from acting as keys, and has it checked while it is written.

A sentence of the playbook is put in by a button; the box takes the focus from it, on the first place that a person
fills, and what is typed before it can is swallowed. A pause in typing commits the box, as leaving it does.
"""

import streamlit as st

_JS = """
const WRITES = "input, textarea, select, [contenteditable=true]";
const BOX = ".st-key-reply textarea";
const PATIENCE_MS = 3000;
const PAUSE_MS = 900;

function guard() {
  const state = { until: 0, shown: null, pause: 0 };
  // on the window and while capturing: before the page's own shortcuts hear of the key
  window.addEventListener("keydown", (event) => {
    const isWriting = event.composedPath()[0].closest?.(WRITES);
    if (isWriting || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (performance.now() < state.until) {
      // whoever goes on typing goes on writing, however long the box takes
      state.until = performance.now() + PATIENCE_MS;
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  window.addEventListener("click", (event) => {
    if (event.composedPath()[0].closest?.(".st-key-offers button")) state.until = performance.now() + PATIENCE_MS;
  }, true);
  window.addEventListener("input", (event) => {
    const box = event.composedPath()[0].closest?.(BOX);
    if (!box || event.isComposing) return;
    clearTimeout(state.pause);
    state.pause = setTimeout(() => {
      const enter = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true };
      box.dispatchEvent(new KeyboardEvent("keydown", enter));
    }, PAUSE_MS);
  }, true);
  return state;
}

function focus(state, tries) {
  const box = document.querySelector(BOX);
  const gap = box && /\\[▸[^\\]]*\\]/.exec(box.value);
  if (gap || (box && tries === 0)) {
    box.focus();
    if (gap) box.setSelectionRange(gap.index, gap.index + gap[0].length);
    else box.setSelectionRange(box.value.length, box.value.length);
    state.until = 0;
  } else if (tries > 0) {
    requestAnimationFrame(() => focus(state, tries - 1));
  }
}

export default function (component) {
  const { wrote } = component.data;
  const state = (window.repwatchWritingGuard ??= guard());
  if (wrote && state.shown !== null && wrote !== state.shown) focus(state, 30);
  state.shown = wrote;
}
"""

_COMPONENT = st.components.v2.component("repwatch_writing_guard", html="<span hidden></span>", js=_JS)


def writing_guard(*, wrote: str) -> None:
    """Mount the guard; `wrote` names the sentence that was put in last, empty when none was."""
    _COMPONENT(key="writing_guard", data={"wrote": wrote}, height=1)
