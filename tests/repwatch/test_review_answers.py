"""A store's reviews through the whole product: the answer that a store shows in a review answers its case."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from repwatch import business
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.repwatch.installed import START, Installed
from warehouse import read

pytestmark = pytest.mark.loopback

ALL_DUE = START + timedelta(days=30)
COMPLAINT = "My order never came and nobody answers!"


@pytest.mark.parametrize(
    "name",
    [
        "googleplay",
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ("appstoreconnect", "googlebusiness", "steam", "trustpilot")
        ),
    ],
)
def test_the_answer_in_a_review_is_the_brands_without_an_owned_account(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    world: Any = import_module(f"tests.collectors.servers.{name}").WORLD
    with world() as store:
        for credential, secret in store.secrets.items():
            monkeypatch.setenv(f"REPWATCH_SECRET_{credential}", secret)
        answered = store.publish(text=COMPLAINT, at=START - timedelta(hours=5))
        store.reply(answered, text="We are sorry, on it.", at=START - timedelta(hours=3))
        waiting = store.publish(text=COMPLAINT, at=START - timedelta(hours=4))
        app = App.open(Settings(home=installed.home, allow_hosts=("127.0.0.1",)), now=START)
        try:
            target = {"collector": name, "brands": ["acme"], "account": store.target.account}
            body = target | {"options": dict(store.target.options)}
            business.put_target(app.desk, "store", body, by="test", now=START)
            first = judged(app)
            store.reply(waiting, text="On its way.", at=START - timedelta(hours=1))
            second = judged(app)
        finally:
            app.close()

    assert first == (2, 1, timedelta(hours=2).total_seconds())
    assert second == (2, 2, timedelta(hours=2.5).total_seconds())


def test_a_feed_that_shows_no_answers_leaves_it_open_whether_there_is_one(installed: Installed) -> None:
    world: Any = import_module("tests.collectors.servers.appstore").WORLD
    with world() as store:
        store.publish(text=COMPLAINT, at=START - timedelta(hours=5))
        app = App.open(Settings(home=installed.home, allow_hosts=("127.0.0.1",)), now=START)
        try:
            target = {"collector": "appstore", "brands": ["acme"], "account": "77", "query": "ca"}
            body = target | {"options": dict(store.target.options)}
            business.put_target(app.desk, "store", body, by="test", now=START)
            app.collect("store")
            app.score()
            app.triage()
            (figures,) = read.coverage(app.lake, as_of=ALL_DUE, brand="acme")
        finally:
            app.close()

    assert (figures.all.n, figures.all.answered, figures.all.unknown) == (1, 0, 1)


def judged(app: App) -> tuple[int, int, float | None]:
    """(reviews that call for an answer, those that have one, median seconds to it) after another look at the store."""
    app.collect("store")
    app.score()
    app.triage()
    (figures,) = read.coverage(app.lake, as_of=ALL_DUE, brand="acme")
    return figures.all.n, figures.all.answered, figures.all.median_seconds
