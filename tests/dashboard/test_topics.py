from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import backend
from repwatch.fixing import fix
from repwatch.roles import Actor, NotPermittedError, Role
from tests.dashboard.cases import BRAND
from tests.dashboard.looking import opened, page, words
from warehouse import issue_book


@pytest.fixture
def topics(complained: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from opened(complained, monkeypatch)


def test_issue_opens_its_posts_and_a_fix_of_today_is_too_early_to_judge(topics: Path) -> None:
    at = page("topics")
    [issue] = issue_book.known(backend.app().desk, brand=BRAND)
    posts = at.dataframe[1].value

    at.button(key="fix_save").click().run()

    assert not at.exception
    assert at.dataframe[0].value["n"].tolist() == [len(posts)]
    assert set(posts["lang"]) == {"English", "French"}
    assert issue_book.fixes(backend.app().desk)[issue.issue_id].by == "ann"
    assert "Too early to say" in words(at)
    assert "Kept: fixed from" in words(at)
    at.button(key="unfix").click().run()
    assert not issue_book.fixes(backend.app().desk)


def test_topics_open_the_posts_of_the_one_that_the_address_names(topics: Path) -> None:
    at = page("topics", section="topics", topic=f"{BRAND}/delivery", ui="fr")

    assert not at.exception
    assert "Messages sur le sujet Livraison" in words(at)
    assert set(at.dataframe[1].value["source"]) == {"Fichier"}


def test_only_a_lead_says_when_an_issue_was_fixed(topics: Path) -> None:
    app = backend.app()
    agent = Actor(name="Lee", role=Role.AGENT)

    with pytest.raises(NotPermittedError):
        fix(app.desk, "i-1", on=app.now().date(), note="", by=agent, now=app.now())

    assert "i-1" not in issue_book.fixes(app.desk)
