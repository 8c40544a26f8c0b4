"""Views as a viewer called ann sees them, and what they say."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import backend


def opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that the console has open."""
    monkeypatch.setenv("REPWATCH_HOME", str(home))
    backend.close()
    # AppTest leaves the page as `__main__`, which processes started later would run first
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    yield home
    backend.close()
    st.cache_data.clear()


def page(view: str, **address: str) -> AppTest:
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
