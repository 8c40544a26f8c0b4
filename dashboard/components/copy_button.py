"""A button that copies the draft; Streamlit has none outside a code block."""

import streamlit as st

_JS = """
export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.disabled = !data.text;
  button.onclick = async () => {
    await navigator.clipboard.writeText(data.text);
    button.textContent = data.done;
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
}
"""
_CSS = """
button {
  font: 400 0.9rem var(--st-font); color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  padding: 4px 11px; min-height: 35px; cursor: pointer; white-space: nowrap;
}
button:hover:enabled, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:disabled { color: #7b8794; cursor: default; }
"""

_COMPONENT = st.components.v2.component("repwatch_copy", html='<button type="button"></button>', css=_CSS, js=_JS)


def copy_button(text: str, *, label: str, done: str) -> None:
    """Draw a button that puts `text` on the clipboard."""
    _COMPONENT(key="copy", data={"text": text, "label": label, "done": done}, width="content")
