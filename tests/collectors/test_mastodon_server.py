"""The Mastodon collector against a running mastodon-mock: real endpoints, real edits, real deletes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from collectors import load
from collectors.base import Gone, Record
from collectors.errors import RetryLaterError, SetupError
from collectors.testing import Clock, MemoryRunner, open_http
from tests.collectors.servers.processes import BIN, free_port, send, started
from triage.mention import Kind, State, Target

pytestmark = pytest.mark.loopback

SOURCE = load("mastodon")
# the server's posts are of its own clock; ours is only asked where history begins and what is ahead
LATER = datetime(2099, 1, 1, tzinfo=UTC)


class Instance:
    """mastodon-mock, with a customer and a brand on it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._tags = count()
        send("POST", f"{url}/api/v1/_mock/reset")
        self.customer, self.brand = (self._token(name) for name in ("dana", "maplefinch"))

    def _token(self, username: str) -> str:
        answer, _ = send("POST", f"{self.url}/api/v1/_mock/dev_user", {"username": username})
        return str(answer["access_token"])

    def call(self, method: str, path: str, value: dict[str, object] | None = None, *, token: str = "") -> Any:  # noqa: ANN401 -- JSON
        headers = {"Authorization": f"Bearer {token or self.customer}"}
        return send(method, f"{self.url}/api/v1/{path}", value, headers=headers)[0]

    def post(self, text: str, *, token: str = "", **more: object) -> Any:  # noqa: ANN401 -- JSON
        return self.call("POST", "statuses", {"status": text, **more}, token=token)

    def fail(self, path: str, *, times: int = 1, **effect: object) -> None:
        send("POST", f"{self.url}/api/v1/_mock/faults", {"match": {"path": path}, "effect": effect, "count": times})

    def target(self, query: str) -> Target:
        return Target(id="fedi", collector="mastodon", brands=("maple-finch",), account=self.url, query=query)


@pytest.fixture(scope="session")
def instance_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(BIN / "mastodon_mock"), "serve", "--in-memory", "--host", "127.0.0.1", "--port", str(port)]
    with started(command, ready=f"{url}/api/v2/instance", log=tmp_path_factory.mktemp("mastodon") / "log"):
        yield url


@pytest.fixture
def instance(instance_url: str) -> Instance:
    return Instance(instance_url)


def test_a_tag_is_read_forward_across_pages_and_pulls(instance: Instance) -> None:
    posted = {instance.post(f"Parcel {n} is late #maplefinch")["uri"] for n in range(45)}
    runner = MemoryRunner(SOURCE, instance.target("#maplefinch"))
    with open_http(Clock(LATER)) as http:
        assert runner.collect(http, until=LATER) == 2
        assert runner.ids() == posted

        posted.add(instance.post("One more #MapleFinch")["uri"])
        runner.collect(http, until=LATER)

    assert runner.ids() == posted
    item = next(iter(runner.items.values()))
    assert (item.kind, item.author_name, item.text) == (Kind.MENTION, "dana", "Parcel 0 is late #maplefinch")


def test_a_crash_between_pages_loses_nothing(instance: Instance) -> None:
    posted = {instance.post(f"Parcel {n} #maplefinch")["uri"] for n in range(41)}
    runner = MemoryRunner(SOURCE, instance.target("maplefinch"))
    with open_http(Clock(LATER)) as http:
        runner.collect(http, until=LATER, crash_after=1)
        assert len(runner.items) == 40
        runner.collect(http, until=LATER)

    assert runner.ids() == posted


def test_the_public_answers_of_a_thread_are_read_and_private_ones_are_not(instance: Instance) -> None:
    question = instance.post("Where is it? #maplefinch")
    answer = instance.post("We are looking", token=instance.brand, in_reply_to_id=question["id"])
    back = instance.post("Still nothing", in_reply_to_id=answer["id"])
    instance.post("@maplefinch my address", in_reply_to_id=answer["id"], visibility="direct")
    runner = MemoryRunner(SOURCE, instance.target("maplefinch"))
    with open_http(Clock(LATER)) as http:
        runner.collect(http, until=LATER)
        (known,) = runner.known()
        answers = [SOURCE.map(record) for record in SOURCE.answers(http, instance.target("maplefinch"), known)]

    assert [item.native_id for item in answers] == [answer["uri"], back["uri"]]
    assert [item.parent_id for item in answers] == [question["uri"], answer["uri"]]
    assert {item.root_id for item in answers} == {question["uri"]}
    assert answers[0].author_id == answer["account"].get("uri", answer["account"]["url"])


def test_a_reply_that_a_tag_finds_names_its_parent_and_root(instance: Instance) -> None:
    question = instance.post("A question without the tag")
    reply = instance.post("A reply with it #maplefinch", in_reply_to_id=question["id"])
    runner = MemoryRunner(SOURCE, instance.target("maplefinch"))
    with open_http(Clock(LATER)) as http:
        runner.collect(http, until=LATER)

    (item,) = runner.items.values()
    assert (item.native_id, item.kind) == (reply["uri"], Kind.REPLY)
    assert (item.parent_id, item.root_id) == (question["uri"], question["uri"])


def test_an_edit_and_a_deletion_are_seen(instance: Instance) -> None:
    kept, edited, deleted = (instance.post(f"{name} #maplefinch") for name in ("kept", "edited", "deleted"))
    target = instance.target("maplefinch")
    runner = MemoryRunner(SOURCE, target)
    with open_http(Clock(LATER)) as http:
        runner.collect(http, until=LATER)
        instance.call("PUT", f"statuses/{edited['id']}", {"status": "better now #maplefinch"})
        instance.call("DELETE", f"statuses/{deleted['id']}")
        found = list(SOURCE.recheck(http, target, runner.known()))

    items = {item.native_id: item for item in (SOURCE.map(one) for one in found if isinstance(one, Record))}
    assert [one.key.native_id for one in found if isinstance(one, Gone)] == [deleted["uri"]]
    assert items.keys() == {kept["uri"], edited["uri"]}
    assert (items[edited["uri"]].text, items[edited["uri"]].state) == ("better now #maplefinch", State.EDITED)


def test_mentions_are_read_with_the_token_of_the_account(instance: Instance) -> None:
    mention = instance.post("@maplefinch where is it?")
    instance.post("@maplefinch in private", visibility="direct")
    target = instance.target("")
    runner = MemoryRunner(SOURCE, target)
    with open_http(Clock(LATER), secrets={"MASTODON_TOKEN": instance.brand}) as http:
        runner.collect(http, until=LATER)
        first = runner.ids()
        later = instance.post("@maplefinch hello?")
        runner.collect(http, until=LATER)

    assert first == {mention["uri"]}
    assert runner.ids() == {mention["uri"], later["uri"]}
    with open_http(Clock(LATER)) as http, pytest.raises(SetupError, match="MASTODON_TOKEN"):
        runner.collect(http, until=LATER)


@pytest.mark.parametrize(
    "effect",
    [
        {"type": "ratelimit"},
        {"type": "status", "status": 503},
        {"type": "malformed", "truncate": True},
    ],
    ids=lambda effect: str(effect["type"]),
)
def test_lasting_trouble_ends_the_pull_and_the_next_one_reads_on(instance: Instance, effect: dict[str, object]) -> None:
    posted = {instance.post("Late #maplefinch")["uri"]}
    runner, clock = MemoryRunner(SOURCE, instance.target("maplefinch")), Clock(LATER)
    with open_http(clock) as http:
        runner.collect(http, until=LATER)
        posted.add(instance.post("Later #maplefinch")["uri"])
        instance.fail("/api/v1/timelines/tag/maplefinch", times=10, **effect)
        with pytest.raises(RetryLaterError) as raised:
            runner.collect(http, until=LATER)
        send("DELETE", f"{instance.url}/api/v1/_mock/faults")
        clock.pass_by(raised.value.after)
        runner.collect(http, until=LATER)

    assert raised.value.after > timedelta(seconds=30)
    assert runner.ids() == posted


def test_a_check_says_what_it_reached(instance: Instance) -> None:
    with open_http(Clock(LATER)) as http:
        assert SOURCE.check(http, instance.target("maplefinch")).startswith(f"{instance.url} can be read")
