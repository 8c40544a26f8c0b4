"""The scripts that what a page draws is made of, told to the browser with the page.

Streamlit asks for the script of a button only when the first button is to be drawn: until it came, texts stood there
while buttons and their keys did not, and a key that was pressed then was heard by nobody.
"""

import re
from pathlib import Path

import streamlit

_SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
_DRAWN = ("Button", "BidiComponent", "Selectbox", "TextInput", "TextArea", "LinkButton")
"""What the queue draws at once and Streamlit's own page does not name."""
_IMPORTED = re.compile(r'(?:from|import)"\./([^"/]+\.js)"')


def links() -> str:
    """Elements of a page's head that let the browser fetch these scripts, and those they need, while it starts.

    Paths are relative to the page's own, as Streamlit's are. Names that this release of Streamlit does not have are
    left out: they would only be fetched later.
    """
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in sorted(_needed()))


def _needed() -> set[str]:
    found: set[str] = set()
    waiting = [path.name for name in _DRAWN for path in _SCRIPTS.glob(f"{name}.*.js")]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_IMPORTED.findall((_SCRIPTS / name).read_text(encoding="utf-8")))
    return found
