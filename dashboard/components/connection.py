"""Says when the console cannot be reached, and that nothing written is lost; Streamlit shows a small icon only."""

import streamlit as st

from dashboard.viewer import Viewer

_JS = """
const PATIENCE_MS = 2500;

function watch() {
  const state = { text: "", banner: null, since: 0 };
  const look = () => {
    const app = document.querySelector("[data-testid=stApp]");
    const isLost = app && app.dataset.testConnectionState !== "CONNECTED";
    state.since = isLost ? state.since || performance.now() : 0;
    const shows = isLost && performance.now() - state.since > PATIENCE_MS;
    if (shows && !state.banner) {
      state.banner = document.createElement("div");
      state.banner.className = "repwatch-lost";
      state.banner.setAttribute("role", "alert");
      state.banner.textContent = state.text;
      document.body.append(state.banner);
    } else if (!shows && state.banner) {
      state.banner.remove();
      state.banner = null;
    }
  };
  setInterval(look, 500);
  return state;
}

export default function (component) {
  const state = (window.repwatchConnection ??= watch());
  state.text = component.data.text;
}
"""

_COMPONENT = st.components.v2.component("repwatch_connection", html="<span hidden></span>", js=_JS)


def watch_connection(*, me: Viewer) -> None:
    """Mount the watch; it draws nothing while the console answers."""
    _COMPONENT(key="connection", data={"text": me.t("connection.lost")}, height=1)
