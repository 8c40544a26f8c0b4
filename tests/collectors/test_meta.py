"""Facebook and Instagram in the shapes that the conformance suite does not reach."""

from datetime import timedelta

import pytest

from collectors import load
from collectors.base import Gone, Known, Record
from collectors.errors import BadRecordError, CollectError, RefusedError, RetryLaterError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.servers.facebook import PAGE, FacebookWorld, GraphWorld, PageTagsWorld, refused
from tests.collectors.servers.instagram import ACCOUNT, AccountTagsWorld, InstagramWorld
from tests.collectors.servers.loopback import Answer, Request
from triage.mention import Kind, MentionKey, ReplyVisibility, Target

WORLDS = [FacebookWorld, InstagramWorld]
both = pytest.mark.parametrize("world_class", WORLDS)
everywhere = pytest.mark.parametrize("world_class", [*WORLDS, PageTagsWorld, AccountTagsWorld])
AN_HOUR = timedelta(hours=1)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def runner_of(world: GraphWorld) -> MemoryRunner:
    return MemoryRunner(world.source, world.target)


@pytest.mark.loopback
@everywhere
def test_a_check_reads_as_a_pull_would(world_class: type[GraphWorld]) -> None:
    with world_class() as world, open_http(Clock(), secrets=world.secrets) as http:
        before = world.source.check(http, world.target)
        world.publish(text="Late", at=START - AN_HOUR)
        after = world.source.check(http, world.target)

    assert (before[-11:], after[-11:]) == ("no post yet", "shows posts")


@pytest.mark.loopback
@both
def test_a_storm_of_comments_below_a_known_post_is_read_whole(world_class: type[GraphWorld]) -> None:
    with world_class() as world, open_http(Clock(), secrets=world.secrets) as http:
        runner = runner_of(world)
        post = world.publish(text="Our new lamp", at=START - timedelta(days=10))
        runner.collect(http, until=START - timedelta(days=2))
        comments = {world.publish(text=f"Late {n}", at=START - minutes(40 - n), parent=post) for n in range(30)}

        runner.collect(http, until=START)

    assert runner.ids() == {post, *comments}
    below = {item.native_id: item for item in runner.items.values() if item.native_id != post}
    assert {(item.kind, item.parent_id, item.root_id) for item in below.values()} == {(Kind.REPLY, post, post)}


@pytest.mark.loopback
@both
def test_comments_that_are_known_are_not_paged_through_again(world_class: type[GraphWorld]) -> None:
    with world_class() as world, open_http(Clock(), secrets=world.secrets) as http:
        runner = runner_of(world)
        post = world.publish(text="Our new lamp", at=START - timedelta(days=3))
        for n in range(30):
            world.publish(text=f"Late {n}", at=START - timedelta(days=2) + minutes(n), parent=post)
        world.publish(text="Thanks", at=START - minutes(5), parent=post)
        runner.collect(http, until=START)
        asked = len(world.requests)

        runner.collect(http, until=START)

    assert len(world.requests) == asked + 1


@pytest.mark.loopback
@both
def test_more_comments_than_are_read_at_once_are_told_as_capped(
    world_class: type[GraphWorld], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectors.graph._MOST_PAGES_BELOW", 0)
    with world_class() as world, open_http(Clock(), secrets=world.secrets) as http:
        post = world.publish(text="Our new lamp", at=START - AN_HOUR)
        for n in range(10):
            world.publish(text=f"Late {n}", at=START - minutes(20 - n), parent=post)

        pages = list(world.source.pull(http, world.target, since=None, until=START))

    assert [page.capped for page in pages] == [True]


@pytest.mark.loopback
@pytest.mark.parametrize(("world_class", "owner"), [(FacebookWorld, PAGE), (InstagramWorld, ACCOUNT)])
def test_what_the_account_itself_writes_is_the_brands(world_class: type[GraphWorld], owner: str) -> None:
    with world_class() as world, open_http(Clock(), secrets=world.secrets) as http:
        runner = runner_of(world)
        world.publish(text="Where is it?", at=START - AN_HOUR)
        runner.collect(http, until=START)
        (known,) = runner.known()
        part, other = ("message", "created_time") if owner == PAGE else ("text", "timestamp")
        said = {"id": "9", part: "Sent today", other: "2026-03-01T11:30:00+0000", "from": {"id": owner}}
        body = encode(said)
        note = (("part", "comment"), ("page", owner), ("account", owner), ("post", known.key.native_id))

        item = world.source.map(Record(body=body, content_type="", seen_at=START, note=note))

    assert (item.is_owned, item.author_id, item.parent_id) == (True, owner, known.key.native_id)


def test_a_comment_below_the_post_of_another_is_never_shown() -> None:
    post = encode({"id": "7", "caption": "Love this lamp", "timestamp": "2026-03-01T11:30:00+0000", "username": "dana"})

    item = load("instagram").map(Record(body=post, content_type="", seen_at=START, note=(("part", "tagged"),)))

    assert (item.reply_visibility, item.is_owned, item.author_id) == (ReplyVisibility.NEVER, False, "dana")


def test_a_picture_without_a_word_is_a_post_and_a_comment_without_a_text_is_put_aside() -> None:
    picture = encode({"id": "1900_7", "created_time": "2026-03-01T11:30:00+0000"})
    comment = (("part", "comment"),)

    item = load("facebook").map(Record(body=picture, content_type="", seen_at=START))

    assert (item.text, item.author_id, item.is_owned) == ("", None, False)
    with pytest.raises(BadRecordError, match="message"):
        load("facebook").map(Record(body=picture, content_type="", seen_at=START, note=comment))


class SayingWorld(FacebookWorld):
    """Says the same to everything."""

    said = refused(1)

    def answer(self, _request: Request) -> Answer:
        return self.said


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (refused(190), RefusedError),
        (refused(10), RefusedError),
        (refused(200, status=403), RefusedError),
        (refused(12), RefusedError),
        (refused(100, subcode=33), SetupError),
        (refused(803, status=404), SetupError),
        (refused(2), RetryLaterError),
        (refused(4), RetryLaterError),
        (refused(80_001), RetryLaterError),
        (Answer(body=b"<html>", status=400), RefusedError),
        (Answer.json({"data": [], "paging": {"next": "more"}}), RefusedError),
    ],
    ids=[
        "expired",
        "no right",
        "no right, 403",
        "unknown",
        "no Page",
        "no alias",
        "trouble",
        "app",
        "page",
        "html",
        "no place",
    ],
)
def test_a_refusal_is_understood_by_its_code(said: Answer, expected: type[CollectError]) -> None:
    with SayingWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        world.said = said

        with pytest.raises(expected):
            world.source.check(http, world.target)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        (
            {"X-Business-Use-Case-Usage": '{"1900":[{"call_count":100,"estimated_time_to_regain_access":19}]}'},
            minutes(19),
        ),
        ({"X-App-Usage": '{"call_count":100,"total_time":3,"total_cputime":1}'}, AN_HOUR),
        ({}, AN_HOUR),
    ],
    ids=["estimated", "of the application", "not told"],
)
def test_a_spent_budget_ends_the_pull_for_as_long_as_it_takes(headers: dict[str, str], wait: timedelta) -> None:
    with SayingWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        world.said = refused(80_001, headers=headers)

        with pytest.raises(RetryLaterError) as later:
            world.source.check(http, world.target)
        asked = len(world.requests)
        if headers:
            with pytest.raises(RetryLaterError):
                world.source.check(http, world.target)

    assert later.value.after == wait
    assert len(world.requests) == asked


@pytest.mark.loopback
@both
def test_what_is_not_shown_is_not_gone_unless_its_list_is(world_class: type[GraphWorld]) -> None:
    with world_class() as world, open_http(Clock(), secrets=world.secrets) as http:
        known = Known(key=MentionKey(platform=world.source.platform, native_id="7"))
        deleted = list(world.source.recheck(http, world.target, [known]))
        closed = Target(id="t", collector=world.source.name, brands=(), account="404", options=(("base", world.url),))

        with pytest.raises(SetupError):
            list(world.source.recheck(http, closed, [known]))

    assert [isinstance(found, Gone) for found in deleted] == [True]


@pytest.mark.loopback
def test_a_post_that_tags_the_account_is_asked_for_by_its_mention() -> None:
    with AccountTagsWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        runner = runner_of(world)
        kept, deleted = (world.publish(text=text, at=START - AN_HOUR) for text in ("Love it", "Late"))
        runner.collect(http, until=START)
        world.delete(deleted)

        found = list(world.source.recheck(http, world.target, runner.known()))
        answers = [answer for known in runner.known() for answer in world.source.answers(http, world.target, known)]

    assert [world.source.map(one).native_id for one in found if isinstance(one, Record)] == [kept]
    assert len(found) == 1
    assert answers == []


@pytest.mark.parametrize(("account", "read"), [("maple", "feed"), (PAGE, "everything")])
@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_a_target_that_names_nothing_to_read_is_told(name: str, account: str, read: str) -> None:
    target = Target(id="t", collector=name, brands=(), account=account, options=(("read", read),))
    wanted = "account|Page" if account == "maple" else "read"

    with (
        open_http(Clock(), secrets=dict.fromkeys(load(name).needs, "t")) as http,
        pytest.raises(SetupError, match=wanted),
    ):
        load(name).check(http, target)
