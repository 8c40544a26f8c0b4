"""A button that copies the draft, and warns of places left to fill; Streamlit has none outside a code block."""

import streamlit as st

_JS = """
export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  const [mark, words] = button.children;
  words.textContent = data.label;
  mark.textContent = data.warning ? "▲" : "";
  button.title = data.warning;
  button.classList.toggle("warns", Boolean(data.warning));
  button.setAttribute("aria-label", [data.label, data.warning].filter(Boolean).join(". "));
  button.disabled = !data.text;
  button.onclick = async () => {
    await navigator.clipboard.writeText(data.text);
    words.textContent = data.done;
    setTimeout(() => { words.textContent = data.label; }, 2000);
  };
}
"""
_CSS = """
button {
  font: 400 0.9rem var(--st-font); color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  position: relative; padding: 4px 1.4em; min-height: 35px; cursor: pointer; white-space: nowrap;
}
button:hover:enabled, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
/* in the button's own edge, so that nothing moves as places are filled, and no gap is left where there is none */
span:first-child { position: absolute; left: 0.4em; color: #a3360d; }
button.warns { border-color: #c2571a; }
button:disabled { color: #7b8794; cursor: default; }
"""

_HTML = '<button type="button"><span aria-hidden="true"></span><span></span></button>'
_COMPONENT = st.components.v2.component("repwatch_copy", html=_HTML, css=_CSS, js=_JS)


def copy_button(text: str, *, label: str, done: str, warning: str = "") -> None:
    """Draw a button that puts `text` on the clipboard; with a warning it looks like one."""
    _COMPONENT(key="copy", data={"text": text, "label": label, "done": done, "warning": warning}, width="content")
