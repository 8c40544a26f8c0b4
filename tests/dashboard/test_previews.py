"""Before the rules of judging are saved, they are tried on the posts and hours of late; trying writes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import backend
from tests.dashboard.looking import buttons, opened, page, words
from warehouse import config


@pytest.fixture
def settings(complained: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from opened(complained, monkeypatch)


def test_weights_are_tried_on_posts_that_open_as_rows(settings: Path) -> None:
    at = page("settings", part="urgency", ui="fr")
    assert "weights_replay" not in buttons(at)
    [p3] = [one for one in at.number_input if str(one.key).endswith("_p3")]

    p3.set_value(47.0).run()
    at.button(key="weights_replay").click().run()

    assert not at.exception
    assert at.dataframe[0].value.to_numpy().tolist() == [["P3 dès l'urgence", "20", "47"]]
    moves, posts = (frame.value for frame in at.dataframe[1:3])
    assert moves["before"].sum() == moves["after"].sum() > 0
    assert len(posts) == moves["P4"][2] == moves["after"][3] > 0
    assert set(posts["severity"]) == {"P3 → P4"}
    assert "Messages qui auraient un autre niveau" in words(at)
    assert not config.entries(backend.app().desk, "weights")


def test_rules_of_a_spike_are_tried_on_the_hours(settings: Path) -> None:
    at = page("settings", part="spikes")
    [least] = [one for one in at.number_input if str(one.key).endswith("_least_posts")]

    least.set_value(9).run()
    at.button(key="spikes_replay").click().run()

    assert not at.exception
    sums = at.dataframe[1].value
    assert sums[["before", "after", "change"]].to_numpy().tolist() == [["0", "0", "unchanged"]] * 4
    assert not config.entries(backend.app().desk, "spikes")
