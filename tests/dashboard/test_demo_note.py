"""Invented posts are called so, until somebody's own are read or the line is hidden."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import backend, remembering
from repwatch import business, clock
from repwatch.wiring import App
from tests.dashboard.looking import buttons, opened, words
from tests.servers.places import template

SCRIPT = """
from dashboard.components.demo_note import demo_note
from dashboard.viewer import viewer
demo_note(me=viewer())
"""


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with the demo as its one source."""
    app = App.open(template().copied_to(tmp_path).settings, now=clock.now())
    business.seed(app.desk, with_demo=True, now=clock.now())
    app.close()
    yield from opened(tmp_path, monkeypatch)


def test_invented_posts_are_called_so_until_one_hides_it_or_brings_others(demo: Path) -> None:
    at = AppTest.from_string(SCRIPT, default_timeout=20).run()
    said = words(at)

    at.button(key="demo_hide").click().run()
    hidden = buttons(at)
    body = {"collector": "feeds", "brands": [business.DEMO_BRAND], "query": "https://example.com/feed"}
    business.put_target(backend.app().desk, "blog", body, by="ann", now=clock.now())
    remembering.forget()
    other = AppTest.from_string(SCRIPT, default_timeout=20).run()

    assert "Invented demo posts." in said
    assert "demo_hide" not in hidden
    assert buttons(other) == set()
