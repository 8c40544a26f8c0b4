"""Keeps the letters of a reply from acting as keys, leads from place to place in it, and has it checked while written.

A text of the playbook is put in by a button; the box takes the focus from it, on the first place that a person fills.
Tab goes to the next place, and on from the last one; I comes from anywhere to the box, on its first place. A pause in
typing commits the box, as leaving it does; Escape leaves it, so that single keys act again.
"""

import streamlit as st

from dashboard.components import letters

_JS = (
    f"""{letters.JS}
"""
    r"""
const PUTS = ".st-key-offers button, .st-key-start_from button";
const ELSE = ".st-key-offer_from, .st-key-start_close, .st-key-start_more, [class*=st-key-start_case_]";
const BOX = ".st-key-reply textarea";
const PAUSE_MS = 900;

function guard() {
  const begins = (event, state) => {
    const clicked = event.composedPath()[0];
    if (event.type === "click") return clicked.closest?.(PUTS) && !clicked.closest(ELSE);
    // a key that puts a text in clicks nothing
    if (!state.keys || event.shiftKey || window.repwatchNoteGuard?.isWriting) return false;
    const put = /^[1-9]$/.test(event.key) ? `start_${event.key}` : event.key.toLowerCase() === "q" ? "offer_whole" : "";
    return put && document.querySelector(`.st-key-${put} button:not(:disabled)`);
  };
  const keys = (event, box, state) => {
    if (event.key === "Escape" && !event.isComposing) {
      state.leave();
      box.blur();
      return true;
    }
    return event.key === "Tab" && !event.shiftKey && place(box, box.selectionEnd);
  };
  const state = Object.assign(letters({ box: BOX, begins, keys }), { shown: null, pause: 0, keys: false });
  window.addEventListener("keydown", (event) => {
    const isSingle = !event.ctrlKey && !event.metaKey && !event.altKey && event.key.toLowerCase() === "i";
    if (!isSingle || !state.keys || window.repwatchNoteGuard?.isWriting) return;
    const box = event.composedPath()[0].closest?.(WRITES) ? null : document.querySelector(BOX);
    if (!box || box.disabled) return;
    event.preventDefault();
    box.focus();
    place(box, 0) || box.setSelectionRange(box.value.length, box.value.length);
  }, true);
  window.addEventListener("input", (event) => {
    const box = event.composedPath()[0].closest?.(BOX);
    if (!box || event.isComposing) return;
    clearTimeout(state.pause);
    state.pause = setTimeout(() => {
      const enter = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true };
      box.dispatchEvent(new KeyboardEvent("keydown", enter));
      // a key that never comes up is taken for held, and no single key acts any more
      box.dispatchEvent(new KeyboardEvent("keyup", { ...enter, ctrlKey: false }));
    }, PAUSE_MS);
  }, true);
  return state;
}

// the next place that a person fills, from a letter on; false where there is none
function place(box, from) {
  const next = /\[▸[^\]\n]*\]?/g;
  next.lastIndex = from;
  const found = next.exec(box.value);
  if (found) box.setSelectionRange(found.index, found.index + found[0].length);
  return Boolean(found);
}

function arrive(state, tries) {
  const box = document.querySelector(BOX);
  const hasPlace = box && place(box, 0);
  if (!hasPlace && tries > 0) return requestAnimationFrame(() => arrive(state, tries - 1));
  box?.focus();
  if (box && !hasPlace) box.setSelectionRange(box.value.length, box.value.length);
  state.arrived();
}

// what opens takes the focus, and what closes gives it back
function follow(listed, before) {
  const isLost = document.activeElement === document.body;
  if (listed) whenDrawn(`.st-key-${listed} button`, (button) => button.focus());
  else if (before && isLost) whenDrawn(".st-key-offer_from button", (button) => button.focus());
}

export default function (component) {
  const { wrote, keeping, listed, keys } = component.data;
  const state = (window.repwatchWritingGuard ??= guard());
  const isPut = wrote && state.shown !== null && wrote !== state.shown;
  if (isPut) arrive(state, 30);
  else if (listed !== state.listed) follow(listed, state.listed);
  if (keeping && keeping !== state.keeping) {
    whenDrawn("[class*=st-key-keep_][class*=_title] input", (box) => box.focus());
  }
  Object.assign(state, { shown: wrote, keeping, listed, keys });
}
"""
)

_COMPONENT = st.components.v2.component("repwatch_writing_guard", html="<span hidden></span>", js=_JS)


def writing_guard(*, wrote: str, keeping: str = "", listed: str = "", keys: bool = True) -> None:
    """Mount the guard; `wrote` names the sentence that was put in last, `keeping` the case whose answer is kept.

    `listed` is the key of the button that takes the focus in the list of texts, empty while none stands open; `keys`
    tells whether single keys act.
    """
    data = {"wrote": wrote, "keeping": keeping, "listed": listed, "keys": keys}
    _COMPONENT(key="writing_guard", data=data, height=1)
