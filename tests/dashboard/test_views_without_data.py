from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard.cases import installation
from tests.dashboard.looking import opened, page, words


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation without a post."""
    installation(tmp_path)
    yield from opened(tmp_path, monkeypatch)


def test_views_without_data_say_why_they_are_empty(nothing: Path) -> None:
    for view, says in (
        ("topics", "Complaints are compared in the background"),
        ("incidents", "No spike was found."),
        ("people", "Nobody has answered or taken a case"),
        ("settings", "There is no policy yet."),
    ):
        at = page(view)

        assert not at.exception
        assert says in words(at)
