"""Says to the server when the page becomes as narrow as a phone, or wider by a step; as wide as usual, it is silent."""

import streamlit as st

from dashboard.narrow import STEPS, heard, page_from

_KEY = "page_width"
_JS = """
function watch() {
  const state = { tell: () => {} };
  window.addEventListener("resize", () => state.tell());
  return state;
}

export default function ({ data, setStateValue }) {
  const state = (window.repwatchWidth ??= watch());
  let told = data.from;
  state.tell = () => {
    const from = data.steps.findLast((step) => innerWidth >= step);
    if (from !== told) setStateValue("from", (told = from));
  };
  state.tell();
}
"""

_COMPONENT = st.components.v2.component("repwatch_page_width", html="<span hidden></span>", js=_JS)


def watch_width() -> None:
    """Mount the watch; it draws nothing."""
    _COMPONENT(key=_KEY, data={"steps": list(STEPS), "from": page_from()}, height=1, on_from_change=_changed)


def _changed() -> None:
    heard(int(st.session_state[_KEY]["from"]))
