"""A post that the scorer let pass gets a case from whoever finds that it needs an answer."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard import backend
from repwatch import business, clock
from repwatch.wiring import App
from tests.dashboard.cases import BRAND
from tests.dashboard.looking import opened, page, words
from tests.servers.places import template
from warehouse import feedback


@pytest.fixture
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with one post that needs no answer, as its score has it."""
    now = clock.now()
    app = App.open(template().copied_to(tmp_path).settings, now=now)
    business.seed(app.desk, with_demo=False, now=now)
    at = (now - timedelta(days=2)).isoformat()
    file = tmp_path / "posts.csv"
    file.write_text(f"id,text,created_at,author,role,brand\n1,Walking past the harbour,{at},c1,customer,{BRAND}\n")
    app.import_file(file, is_live=True)
    app.score()
    app.triage()
    app.build()
    app.close()
    yield from opened(tmp_path, monkeypatch)


def test_a_post_that_was_let_pass_gets_a_case_and_is_offered_no_more(quiet: Path) -> None:
    at = page("coverage", population="all")
    at.selectbox(key="missed_post").select_index(0).run()

    at.button(key="missed_open").click().run()

    assert not at.exception
    assert "It has a case now." in "\n".join(str(said.value) for said in at.success)
    [found] = feedback.decided(backend.app().desk)
    assert (found.decision.ground, found.decision.by) == ("missed", "ann")
    assert not [box for box in at.selectbox if box.key == "missed_post"]


@pytest.mark.long
def test_posts_that_need_an_answer_are_not_offered(quiet: Path) -> None:
    at = page("coverage")

    assert "let these pass" not in words(at)
