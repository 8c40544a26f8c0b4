"""Says to the server when the page becomes as narrow as a phone, or wide again; on a desk it never says a word."""

import streamlit as st

from dashboard.narrow import WIDTH, heard, is_narrow

_KEY = "page_width"
_JS = """
function watch(width) {
  const state = { tell: () => {} };
  state.query = matchMedia(`(max-width: ${width}px)`);
  state.query.addEventListener("change", () => state.tell());
  return state;
}

export default function ({ data, setStateValue }) {
  const state = (window.repwatchWidth ??= watch(data.width));
  state.tell = () => {
    if (state.query.matches !== data.narrow) setStateValue("narrow", state.query.matches);
  };
  state.tell();
}
"""

_COMPONENT = st.components.v2.component("repwatch_page_width", html="<span hidden></span>", js=_JS)


def watch_width() -> None:
    """Mount the watch; it draws nothing."""
    _COMPONENT(key=_KEY, data={"width": WIDTH, "narrow": is_narrow()}, height=1, on_narrow_change=_changed)


def _changed() -> None:
    heard(is_narrow=bool(st.session_state[_KEY].narrow))
