"""Answers that stand below a post, through the whole product and for every source that shows threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from collectors import load, names
from collectors.testing import START
from repwatch import business
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.collectors.promised import NO_SERVER
from tests.repwatch.installed import Installed
from triage.case import Case, CaseStatus, case_id_of
from triage.mention import MentionKey, ReplyVisibility
from warehouse import config
from warehouse.case_file import case_file
from warehouse.config import OwnedAccount

pytestmark = pytest.mark.loopback

HOUR = timedelta(hours=1)
ASKED_AT, OURS_SINCE, ANSWERED_AT = START - 5 * HOUR, START - 4 * HOUR, START - 3 * HOUR
COMPLAINT = "My order never came and nobody answers!"
OWN_POSTS = {"instagram"}
"""There customers only comment: tests/collectors/test_meta.py holds who answers whom below one's own posts."""
THREADED = [
    name
    for name in names()
    if name not in {*NO_SERVER, *OWN_POSTS} and load(name).reply_visibility is ReplyVisibility.THREAD
]


class Watched:
    """One target of an installation, and the world that it reads."""

    def __init__(self, app: App, world: Any) -> None:  # noqa: ANN401 -- any world
        self.app, self.world = app, world
        target = world.target
        body = {"collector": target.collector, "brands": ["acme"], "account": target.account, "query": target.query}
        business.put_target(app.desk, "place", body | {"options": dict(target.options)}, by="test", now=START)

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        native_id: str = self.world.publish(text=text, at=at, parent=parent)
        return native_id

    def own(self, native_id: str, *, until: datetime | None = None) -> None:
        """Make the author of a post speak for the brand since OURS_SINCE: what they wrote before was as a customer."""
        (row,) = self.app.lake.query(f"select platform, author_id from raw.content where native_id = '{native_id}'")
        account = OwnedAccount(
            brand="acme",
            platform=row["platform"],
            account_id=row["author_id"],
            valid_from=OURS_SINCE,
            valid_to=until,
        )
        config.set_owned(self.app.desk, [account])

    def look(self, *, times: int = 1) -> None:
        """Collect, score and triage."""
        for _ in range(times):
            self.app.collect("place")
            self.app.score()
            self.app.triage()

    def case(self, native_id: str) -> Case:
        key = MentionKey(platform=self.world.source.platform, native_id=native_id)
        return case_file(self.app.desk, case_id_of("acme", key)).case


@contextmanager
def watching(name: str, installed: Installed, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    world: Any = import_module(f"tests.collectors.servers.{name}").WORLD
    with world() as started:
        for credential, secret in started.secrets.items():
            monkeypatch.setenv(f"REPWATCH_SECRET_{credential}", secret)
        app = App.open(Settings(home=installed.home, allow_hosts=("127.0.0.1",)), now=START)
        try:
            yield Watched(app, started)
        finally:
            app.close()


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "mastodon" else pytest.mark.long) for name in THREADED]
)
def test_a_conversation_is_followed_from_before_it_was_read(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with watching(name, installed, monkeypatch) as place:
        post = place.publish(text=COMPLAINT, at=ASKED_AT)
        answer = place.publish(text="We are sorry, on it.", at=ANSWERED_AT, parent=post)
        place.app.collect("place")
        place.own(post, until=ANSWERED_AT + HOUR)
        place.look(times=2)
        answered = place.case(post)
        place.world.edit(answer, text="We are sorry, it is on its way.", at=START - 2 * HOUR)
        place.look()
        edited = place.case(post)
        place.publish(text="Still nothing, where is my refund?!", at=START - HOUR, parent=post)
        place.look()
        asked_again = place.case(post)
        place.world.delete(answer)
        place.look(times=2)
        deleted = place.case(post)

    assert (answered.status, answered.answer_id) == (CaseStatus.ANSWERED, answer)
    assert answered.first_answered_at == ANSWERED_AT
    assert (edited.status, edited.first_answered_at) == (CaseStatus.ANSWERED, ANSWERED_AT)
    assert (asked_again.status, asked_again.waiting_since) == (CaseStatus.OPEN, START - HOUR)
    assert (deleted.status, deleted.is_answered, deleted.waiting_since) == (CaseStatus.OPEN, False, ASKED_AT)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        pytest.param(ANSWERED_AT, False, id="before", marks=pytest.mark.long),
        pytest.param(ANSWERED_AT + HOUR, True, id="after"),
    ],
)
def test_an_account_that_was_given_up_answered_only_before(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, until: datetime, *, expected: bool
) -> None:
    with watching("mastodon", installed, monkeypatch) as place:
        post = place.publish(text=COMPLAINT, at=ASKED_AT)
        place.publish(text="We are sorry, on it.", at=ANSWERED_AT, parent=post)
        place.app.collect("place")
        place.own(post, until=until)
        place.look(times=2)

        assert place.case(post).is_answered is expected
