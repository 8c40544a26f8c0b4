"""The one rule by which letters belong to a box that somebody writes into, told to the browser.

From the act that opens a box, or puts a text into it, letters are the box's until somebody leaves it: by Escape, or by
a click or Enter elsewhere. Where the text is still on its way they go to nobody; where the box lost the focus by being
drawn anew, the next one brings it back. Tab alone leaves no box that was written into: who types on after it believes
to be in the box still, so that the letter goes back there. No clock decides, since a busy machine outlasts each.
"""

JS = """
const WRITES = "input, textarea, select, [contenteditable=true]";

// the box that Tab led out of, first of all to hear of a letter; a reply or a note with words in it, or new words
function afterTab() {
  const state = { left: null, written: null };
  const forget = () => { state.left = state.written = null; };
  window.addEventListener("pointerdown", forget, true);
  // Enter and space on a button are clicks, too
  window.addEventListener("click", forget, true);
  window.addEventListener("input", (event) => { state.written = event.composedPath()[0]; }, true);
  window.addEventListener("keydown", (event) => {
    const target = event.composedPath()[0];
    const box = target.closest?.(WRITES);
    const isWritten = box === state.written || (box?.matches("textarea") && box.value);
    if (event.key === "Tab" && box) state.left = isWritten ? box : null;
    // a pause in typing commits the box by an Enter of its own
    else if (event.isTrusted && (event.key === "Escape" || event.key === "Enter")) forget();
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (box) state.left = null;
    else if (state.left?.isConnected && event.key !== " ") {
      event.stopImmediatePropagation();
      state.left.focus();
    }
  }, true);
  return state;
}
window.repwatchAfterTab ??= afterTab();

// `box` is a selector; `begins` tells whether a key or a click opens it, `keys` may take a key that is pressed in it
function letters({ box, begins, keys }) {
  const state = { isWriting: false, isAwaited: false };
  state.leave = () => { state.isWriting = state.isAwaited = false; };
  state.awaits = () => { state.isWriting = state.isAwaited = true; };
  state.arrived = () => { state.isAwaited = false; };
  // on the window and while capturing: before the page's own shortcuts hear of them
  window.addEventListener("pointerdown", state.leave, true);
  window.addEventListener("click", (event) => { if (begins(event, state)) state.awaits(); }, true);
  window.addEventListener("keydown", (event) => {
    const target = event.composedPath()[0];
    const written = target.closest?.(box);
    if (written && keys(event, written, state)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.key === "Tab" || event.key === "Escape") state.leave();
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (written) state.isWriting = true;
    if (target.closest?.(WRITES)) return;
    if (!state.isWriting) {
      if (begins(event, state)) state.awaits();
      return;
    }
    event.stopImmediatePropagation();
    const lost = state.isAwaited ? null : document.querySelector(box);
    if (lost) lost.focus();
    else event.preventDefault();
  }, true);
  return state;
}

// what was asked for is drawn some frames later
function whenDrawn(found, act, tries = 180) {
  const element = document.querySelector(found);
  if (element) act(element);
  else if (tries > 0) requestAnimationFrame(() => whenDrawn(found, act, tries - 1));
}
"""
