"""Views as a viewer called ann sees them, and what they say."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import backend, case_reads, remembering


def opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that the console has open."""
    monkeypatch.setenv("REPWATCH_HOME", str(home))
    backend.close()
    # AppTest leaves the page as `__main__`, which processes started later would run first
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    yield home
    case_reads.forget()
    remembering.forget()
    backend.close()


def page(view: str = "queue", **address: str) -> AppTest:
    """A view as a viewer called ann sees it."""
    script = f"from dashboard.views import {view}\n{view}.show()\n"
    at = AppTest.from_string(script, default_timeout=20)
    at.query_params["as"] = "ann"
    at.session_state["viewer.as"] = "ann"
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def words(at: AppTest) -> str:
    """What a page says, but for its tables."""
    return "\n".join(
        str(element.value) for kind in (at.text, at.markdown, at.caption, at.info, at.warning) for element in kind
    )


def buttons(at: AppTest) -> set[str]:
    """The keys of what can be pressed."""
    return {str(button.key) for button in at.button}
