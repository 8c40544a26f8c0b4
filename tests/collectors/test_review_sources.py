"""What every store promises beside the contract: the brand's answer is an item of its own, and tokens are kept."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from collectors.base import Gone, Http, Known, Record, Response
from collectors.errors import CollectError, RefusedError, RetryLaterError, SetupError
from collectors.testing import START, Clock, MemoryRunner, Spoil, Stage, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.reviewed import ReviewWorld
from triage.mention import Item, Kind, MentionKey, ReplyVisibility

pytestmark = pytest.mark.loopback

STORES = ["appstoreconnect", "googlebusiness", "googleplay", "trustpilot"]
GRANTED = ["googlebusiness", "googleplay"]
"""Those whose token comes from a server."""


@contextmanager
def opened(name: str) -> Iterator[tuple[Stage, ReviewWorld]]:
    clock = Clock()
    world: Any = import_module(f"tests.collectors.servers.{name}").WORLD
    with world() as started, open_http(clock, secrets=started.secrets) as http:
        runner = MemoryRunner(started.source, started.target)
        yield Stage(world=started, runner=runner, http=http, clock=clock), started


def publish(world: ReviewWorld, *, reply: str | None = "We are sorry") -> str:
    native_id = world.publish(text="Late again", at=START - timedelta(hours=3))
    if reply:
        world.reply(native_id, text=reply, at=START - timedelta(hours=2))
    return native_id


def by_kind(stage: Stage, kind: Kind) -> Item:
    (item,) = [item for item in stage.runner.items.values() if item.kind is kind]
    return item


@pytest.mark.parametrize("name", STORES)
def test_an_answer_below_a_review_is_the_brands_own_item(name: str) -> None:
    with opened(name) as (stage, world):
        native_id = publish(world)
        stage.collect()

    review, reply = by_kind(stage, Kind.REVIEW), by_kind(stage, Kind.REPLY)
    assert (review.native_id, review.text, review.is_owned) == (native_id, "Late again", False)
    assert (reply.text, reply.created_at) == ("We are sorry", START - timedelta(hours=2))
    assert (reply.parent_id, reply.root_id, reply.is_owned) == (native_id, native_id, True)
    assert reply.author_id
    assert reply.author_id != review.author_id
    assert {review.reply_visibility, reply.reply_visibility} == {ReplyVisibility.IN_ITEM}
    assert (review.rating, review.rating_max) == (2.0, 5.0)


@pytest.mark.parametrize("name", STORES)
def test_a_review_and_its_answer_can_be_erased_apart(name: str) -> None:
    with opened(name) as (stage, world):
        publish(world)
        pages = list(world.source.pull(stage.http, world.target, since=None, until=START))

    review, reply = [record for page in pages for record in page.records]
    assert b"Late again" in review.body
    assert b"sorry" not in review.body
    assert b"sorry" in reply.body
    assert b"Late again" not in reply.body


@pytest.mark.parametrize("name", STORES)
def test_an_answer_that_came_later_or_was_changed_is_seen_by_a_fresh_look(name: str) -> None:
    with opened(name) as (stage, world):
        native_id = publish(world, reply=None)
        stage.collect()
        texts = []
        for minutes, text in ((30, "We look into it"), (10, "It is on its way")):
            world.reply(native_id, text=text, at=START - timedelta(minutes=minutes))
            for found in stage.recheck():
                assert isinstance(found, Record)
                stage.runner.store(found)
            texts.append(by_kind(stage, Kind.REPLY).text)

    assert texts == ["We look into it", "It is on its way"]


@pytest.mark.parametrize("name", STORES)
def test_an_answer_that_was_taken_back_is_gone_and_its_review_is_not(name: str) -> None:
    with opened(name) as (stage, world):
        native_id = publish(world)
        stage.collect()
        del world.replies[native_id]
        gone = [found.key for found in stage.recheck() if isinstance(found, Gone)]

    assert gone == [by_kind(stage, Kind.REPLY).key]


@pytest.mark.parametrize("name", STORES)
@pytest.mark.parametrize("said", ["spoilt", {}, {"data": {}}, {"x": 7}], ids=str)
def test_a_review_that_cannot_be_read_takes_no_answer_away(name: str, said: object) -> None:
    with opened(name) as (stage, world):
        native_id = publish(world)
        stage.collect()
        del world.replies[native_id]
        if said == "spoilt":
            world.spoil(native_id, Spoil.RENAMED)
        else:
            world.said = Answer.json(said)
        found: list[Record | Gone] = []
        with suppress(CollectError):
            found += world.source.recheck(stage.http, world.target, stage.runner.known())

    assert not any(isinstance(one, Gone) for one in found)


@pytest.mark.parametrize("name", STORES)
def test_a_review_that_is_gone_takes_its_answer_with_it(name: str) -> None:
    with opened(name) as (stage, world):
        world.delete(publish(world))
        publish(world)
        stage.collect()
        for native_id in list(world.posts):
            world.delete(native_id)
        gone = {found.key for found in stage.recheck() if isinstance(found, Gone)}

    assert gone == set(stage.runner.items)


@pytest.mark.parametrize("name", STORES)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(body=b"null"), RefusedError),
        (Answer(body=b"[]"), RefusedError),
        (Answer(body=b""), RetryLaterError),
        (Answer(body=b"<html>Not found</html>"), RetryLaterError),
        (Answer(body=b"{}", status=400), RefusedError),
        (Answer(body=b"{}", status=401), RefusedError),
        (Answer(body=b"{}", status=403), RefusedError),
        (Answer(body=b"{}", status=429), RetryLaterError),
        (Answer(body=b"{}", status=500), RetryLaterError),
    ],
    ids=["null", "list", "nothing", "html", "400", "401", "403", "429", "500"],
)
def test_a_strange_answer_makes_no_tombstone(name: str, answer: Answer, expected: type[CollectError]) -> None:
    with opened(name) as (stage, world):
        known = Known(key=MentionKey(platform=world.source.platform, native_id=world.native_id(7)))
        world.said = answer
        with pytest.raises(expected):
            list(world.source.recheck(stage.http, world.target, [known]))

    assert world.requests[0].path == world.review_path(world.native_id(7))


@pytest.mark.parametrize("name", STORES)
def test_a_check_says_whether_there_is_something_to_read(name: str) -> None:
    with opened(name) as (stage, world):
        nothing = world.source.check(stage.http, world.target)
        publish(world)
        something = world.source.check(stage.http, world.target)

    assert nothing != something


@pytest.mark.parametrize("name", STORES)
def test_a_credential_that_is_missing_is_named(name: str) -> None:
    with opened(name) as (_, world):
        for missing in world.source.needs:
            secrets = {need: secret for need, secret in world.secrets.items() if need != missing}
            with open_http(Clock(), secrets=secrets) as http, pytest.raises(SetupError, match=missing):
                world.source.check(http, world.target)


@pytest.mark.parametrize("name", STORES)
@pytest.mark.parametrize("held", ["", "{}", "[]", "no key", '{"type": "service_account", "private_key": "no key"}'])
def test_a_credential_that_holds_something_else_is_told_without_showing_it(name: str, held: str) -> None:
    with opened(name) as (_, world):
        secrets = dict.fromkeys(world.secrets, held)
        with open_http(Clock(), secrets=secrets) as http, pytest.raises((SetupError, RefusedError)) as raised:
            world.source.check(http, world.target)

    assert "no key" not in str(raised.value)


@pytest.mark.parametrize("name", STORES)
def test_an_account_that_names_nothing_is_told(name: str) -> None:
    with opened(name) as (stage, world):
        target = type(world.target)(id="t", collector=name, brands=(), account="")
        with pytest.raises(SetupError, match="Target t"):
            world.source.check(stage.http, target)


@pytest.mark.parametrize("name", GRANTED)
def test_a_token_is_asked_for_once_and_again_before_it_expires(name: str) -> None:
    with opened(name) as (stage, world):
        for hours in (0.0, 0.5, 0.99):
            stage.clock.moment = START + timedelta(hours=hours)
            stage.collect()
            stage.recheck()
        asked = len(world.token_requests)

    assert asked == 2


@pytest.mark.parametrize("name", GRANTED)
def test_a_token_that_is_refused_names_the_credential(name: str) -> None:
    with opened(name) as (stage, world):
        world.token_answer = Answer.json({"error": "invalid_grant", "error_description": "for s3cret"}, status=400)
        with pytest.raises(RefusedError, match="invalid_grant") as raised:
            stage.collect()

    assert any(secret in str(raised.value) for secret in world.secrets)
    assert "s3cret" not in str(raised.value)


JUNK: tuple[Any, ...] = (
    None,
    True,
    7,
    -1,
    10**30,
    1e308,
    "",
    "x",
    "\ud800\0",
    "9" * 400,
    [],
    [None, 7, "x"],
    {},
    {"x": {}},
)


def spoilt(value: Any) -> Iterator[Any]:  # noqa: ANN401 -- any JSON
    """`value` with each of its parts, at any depth, replaced by what nobody expects there, or left out."""
    yield from JUNK
    if isinstance(value, dict):
        for name, part in value.items():
            yield {other: kept for other, kept in value.items() if other != name}
            yield from ({**value, name: wrong} for wrong in spoilt(part))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from ([*value[:place], wrong, *value[place + 1 :]] for wrong in spoilt(part))


@pytest.mark.parametrize("name", ["appstore", *STORES])
def test_no_shape_of_an_answer_breaks_a_pull_or_a_map(name: str) -> None:
    """Each wrong part of a page ends in an item, a record put aside or an error that says what to do."""
    world: Any = import_module(f"tests.collectors.servers.{name}").WORLD
    with world() as started, open_http(Clock(), secrets=started.secrets) as http:
        native_id = started.publish(text="Late again", at=START - timedelta(hours=3))
        if name in STORES:
            started.reply(native_id, text="We are sorry", at=START - timedelta(hours=2))
        runner = MemoryRunner(started.source, started.target)
        runner.collect(http, until=START)
        known = runner.known()
        list(started.source.recheck(http, started.target, known))
        told = Told(http)
        tried = 0
        for request in [one for one in started.requests if one.path != "/lookup"]:
            for wrong in spoilt(json.loads(started.answer(request).body)):
                told.body = json.dumps(wrong).encode()
                with suppress(CollectError):
                    MemoryRunner(started.source, started.target).collect(told, until=START)
                with suppress(CollectError):
                    for found in started.source.recheck(told, started.target, known):
                        if isinstance(found, Record):
                            runner.store(found)
                tried += 1

    assert tried > 200


class Told:
    """A door that answers every question alike, and has a token."""

    def __init__(self, http: Http) -> None:
        self._http, self.body, self.now, self.secret = http, b"", http.now, http.secret

    def get(self, url: str, **_: object) -> Response:
        return Response(status=200, headers={}, body=self.body, url=url)

    def post(self, url: str, **_: object) -> Response:
        return self._http.post(url, form={})

    def stream(self, url: str, **_: object) -> Iterator[bytes]:
        raise AssertionError(url)
