"""Bluesky in the shapes that the conformance suite does not reach, and its mentions, which keep the same promises."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from collectors import atproto, load
from collectors.base import Gone, Known, Record
from collectors.errors import BadRecordError, CollectError, RefusedError, RetryLaterError, SetupError
from collectors.fields import encode
from collectors.http import HttpClient
from collectors.promises import CHECKS
from collectors.testing import START, Clock, MemoryRunner, Stage, open_http, run
from tests.collectors.servers.bluesky import DANA, BlueskyWorld, MentionsWorld, tid
from tests.collectors.servers.loopback import Answer, Request
from tests.collectors.servers.scripted import ScriptedServer
from triage.mention import Item, Kind, MentionKey, State, Target

SOURCE = load("bluesky")
URI = f"at://{DANA}/app.bsky.feed.post/3n2u7fm2qbc2s"
LONG_AGO = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


class OldMentionsWorld(MentionsWorld):
    """Was there long before anybody pulled: the keys of its posts say so."""

    def key(self, number: int) -> str:
        return tid(LONG_AGO, number=number)


class RefusingWorld(BlueskyWorld):
    """Signs in nobody."""

    def respond(self, request: Request) -> Answer:
        return Answer(body=b"{}", status=429, headers={"Retry-After": "290"})


def client(world: BlueskyWorld) -> HttpClient:
    return open_http(Clock(), secrets=world.secrets)


def mapped(**values: object) -> Item:
    view: dict[str, object] = {
        "uri": URI,
        "author": {"did": DANA, "handle": "dana.example"},
        "record": {"text": "Late again", "createdAt": "2026-03-01T11:00:00Z"},
    }
    return SOURCE.map(Record(body=encode(view | values), content_type="application/json", seen_at=START))


def rechecked(posts: Answer, thread: Answer) -> list[Record | Gone]:
    """One post that two pages tell of."""
    answers: dict[str, Answer | list[Answer]] = {
        "/xrpc/app.bsky.feed.getPosts": posts,
        "/xrpc/app.bsky.feed.getPostThread": thread,
    }
    with ScriptedServer(answers) as server, open_http(Clock()) as http:
        target = Target(id="sky", collector="bluesky", brands=(), options=(("appview", server.url),))
        return list(SOURCE.recheck(http, target, [known(URI)]))


def known(uri: str) -> Known:
    return Known(key=MentionKey(platform="bluesky", native_id=uri))


@pytest.mark.loopback
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_mentions_keep_the_promises_of_a_source(check: Callable[[Stage], None]) -> None:
    with MentionsWorld() as world:
        run(check, world)


def test_a_post_is_named_by_its_author_who_may_change_handles() -> None:
    item = mapped(likeCount=3, repostCount=2, replyCount=1, author={"did": DANA, "displayName": "Dana"})

    assert (item.native_id, item.author_id, item.author_name) == (URI, DANA, "Dana")
    assert item.url == f"https://bsky.app/profile/{DANA}/post/3n2u7fm2qbc2s"
    assert (item.likes, item.shares, item.replies) == (3, 2, 1)
    assert (item.kind, item.state) == (Kind.MENTION, State.LIVE)


@pytest.mark.parametrize(
    ("langs", "expected"), [(["fr-CA", "en"], "fr"), (["en"], "en"), ([], None), (None, None), ("en", None)]
)
def test_a_language_is_the_first_that_is_named(langs: object, expected: str | None) -> None:
    item = mapped(record={"text": "t", "createdAt": "2026-03-01T11:00:00Z", "langs": langs})

    assert item.lang == expected


@pytest.mark.parametrize(
    "values",
    [
        {"uri": None},
        {"author": {"handle": "dana.example"}},
        {"record": {"createdAt": "2026-03-01T11:00:00Z"}},
        {"record": {"text": "t", "createdAt": "today"}},
        {"record": {"text": "t", "createdAt": "2026-03-01T11:00:00Z", "reply": {"parent": {"uri": URI}}}},
        {
            "record": {
                "text": "t",
                "createdAt": "2026-03-01T11:00:00Z",
                "reply": {"parent": {"uri": URI}, "root": {"uri": URI}},
            }
        },
    ],
    ids=["no address", "no author", "no text", "no instant", "no root", "its own parent"],
)
def test_a_post_of_another_shape_is_a_bad_record(values: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**values)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (tid(LONG_AGO), LONG_AGO),
        ("3n2u7fm2qbc2s", datetime(2026, 11, 21, 23, 1, 26, 506_000, tzinfo=UTC)),
        ("self", None),
        ("zzzzzzzzzzzz1", None),
    ],
)
def test_a_key_tells_when_its_server_wrote_it(key: str, expected: datetime | None) -> None:
    found = atproto.written_at(f"at://{DANA}/app.bsky.feed.post/{key}")

    assert (found is None) is (expected is None)
    assert found is None or expected is None or abs(found - expected) < timedelta(seconds=1)


@pytest.mark.loopback
def test_what_the_readers_account_has_to_do_with_a_post_is_not_kept() -> None:
    with BlueskyWorld() as world, client(world) as http:
        world.publish(text="Late", at=START - timedelta(hours=1))
        (page,) = SOURCE.pull(http, world.target, since=None, until=START)

    assert b"viewer" not in page.records[0].body


@pytest.mark.loopback
def test_a_token_that_expires_in_a_pull_is_renewed() -> None:
    with BlueskyWorld() as world, client(world) as http:
        published = {world.publish(text="Late", at=START - timedelta(hours=n + 1)) for n in range(9)}
        runner = MemoryRunner(SOURCE, world.target)
        for page in SOURCE.pull(http, world.target, since=None, until=START):
            for record in page.records:
                runner.store(record)
            world.is_expired = True
        posted = [request.path for request in world.requests if request.method == "POST"]

    assert runner.ids() == published
    assert posted[0] == "/xrpc/com.atproto.server.createSession"
    assert set(posted[1:]) == {"/xrpc/com.atproto.server.refreshSession"}


@pytest.mark.loopback
def test_a_password_that_is_wrong_is_told() -> None:
    with (
        BlueskyWorld() as world,
        open_http(Clock(), secrets={"BLUESKY_APP_PASSWORD": "guess"}) as http,
        pytest.raises(RefusedError, match="check the credential"),
    ):
        SOURCE.check(http, world.target)


@pytest.mark.loopback
def test_too_many_sessions_are_left_for_later() -> None:
    with RefusingWorld() as world, client(world) as http, pytest.raises(RetryLaterError) as later:
        list(SOURCE.pull(http, world.target, since=None, until=START))

    assert later.value.after == timedelta(seconds=290)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("target", "match"),
    [
        (Target(id="sky", collector="bluesky", brands=(), query="x"), "names no account"),
        (Target(id="sky", collector="bluesky", brands=(), account="care.example"), "BLUESKY_APP_PASSWORD is missing"),
    ],
)
def test_a_target_that_lacks_something_says_so(target: Target, match: str) -> None:
    with open_http(Clock()) as http, pytest.raises(SetupError, match=match):
        SOURCE.check(http, target)


@pytest.mark.loopback
@pytest.mark.parametrize("world_class", [BlueskyWorld, MentionsWorld])
def test_a_check_reads_as_a_pull_would(world_class: type[BlueskyWorld]) -> None:
    with world_class() as world, client(world) as http:
        before = SOURCE.check(http, world.target)
        world.publish(text="Maple", at=START)

        assert before == "care.example can read; it is shown no post yet"
        assert SOURCE.check(http, world.target) == "care.example can read; it is shown posts"


@pytest.mark.loopback
@pytest.mark.parametrize(("world_class", "is_found"), [(MentionsWorld, True), (BlueskyWorld, False)])
def test_a_post_dated_back_by_its_author_is_found_among_mentions_and_not_by_search(
    world_class: type[BlueskyWorld], is_found: bool
) -> None:
    with world_class() as world, client(world) as http:
        runner = MemoryRunner(SOURCE, world.target)
        for number in range(3):
            world.publish(text="Late", at=START - timedelta(hours=number + 1))
        runner.collect(http, until=START)
        backdated = world.publish(text="Dated back", at=LONG_AGO)
        runner.collect(http, until=START)

    assert (backdated in runner.ids()) is is_found


@pytest.mark.loopback
def test_mentions_of_before_the_history_never_come_as_new() -> None:
    with OldMentionsWorld() as world, client(world) as http:
        runner = MemoryRunner(SOURCE, world.target)
        for number in range(60):
            world.publish(text="Long ago", at=LONG_AGO + timedelta(hours=number))
        runner.collect(http, until=START)
        for name in sorted(world.posts)[-10:]:
            # what lay deeper rises into sight
            world.delete(name)
        runner.collect(http, until=START)

    assert runner.ids() == set()


@pytest.mark.loopback
def test_mentions_known_are_not_read_to_the_end_again() -> None:
    with MentionsWorld() as world, client(world) as http:
        runner = MemoryRunner(SOURCE, world.target)
        for number in range(60):
            world.publish(text="Late", at=START - timedelta(minutes=4 * number + 4))
        runner.collect(http, until=START)
        before = len(world.requests)
        published = world.publish(text="New", at=START)
        pages = list(SOURCE.pull(http, world.target, since=runner.cursor, until=START))

    assert [SOURCE.map(record).native_id for page in pages for record in page.records] == [published]
    # signing in, and ten pages, which reach further back than posts come late
    assert len(world.requests) - before == 11


@pytest.mark.loopback
def test_posts_are_looked_up_25_at_a_time() -> None:
    with BlueskyWorld() as world, client(world) as http:
        uris = [world.publish(text="Late", at=START) for _ in range(30)]
        world.delete(uris[7])
        found = list(SOURCE.recheck(http, world.target, [known(uri) for uri in uris]))
        asked = [request.path for request in world.requests]

    assert [one.key.native_id for one in found if isinstance(one, Gone)] == [uris[7]]
    assert sum(isinstance(one, Record) for one in found) == 29
    assert asked.count("/xrpc/app.bsky.feed.getPosts") == 2


@pytest.mark.loopback
def test_a_reply_that_its_author_hides_from_the_public_is_passed_over() -> None:
    with BlueskyWorld() as world, client(world) as http:
        post = world.publish(text="Where is it?", at=START)
        hidden, seen = (world.publish(text="Same here", at=START, parent=post) for _ in range(2))
        world.blocked.add(hidden)
        found = [SOURCE.map(record).native_id for record in SOURCE.answers(http, world.target, known(post))]

    assert found == [seen]


@pytest.mark.loopback
def test_below_a_post_that_is_gone_there_is_nothing() -> None:
    with BlueskyWorld() as world, client(world) as http:
        assert list(SOURCE.answers(http, world.target, known(URI))) == []


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("posts", "thread", "expected"),
    [
        (Answer.json({}), Answer.json({}), RefusedError),
        (Answer.json({"posts": None}), Answer.json({}), RefusedError),
        (Answer.json({"posts": [None]}), Answer.json({}), RefusedError),
        (Answer.json({"posts": [{"address": URI}]}), Answer.json({}), RefusedError),
        (Answer.json({"posts": []}), Answer.json({}), RefusedError),
        (Answer.json({"posts": []}), Answer.json({"error": "InvalidRequest"}, status=400), RefusedError),
        (Answer.json({"posts": []}), Answer(body=b"{}", status=403), RefusedError),
        (Answer.json({"posts": []}), Answer(body=b"<html>", status=200), RetryLaterError),
        (Answer.json({"error": "InvalidRequest"}, status=400), Answer.json({}), RefusedError),
    ],
)
def test_a_strange_answer_makes_no_tombstone(posts: Answer, thread: Answer, expected: type[CollectError]) -> None:
    with pytest.raises(expected):
        rechecked(posts, thread)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("thread", "expected"),
    [
        (Answer.json({"error": "NotFound"}, status=400), [Gone]),
        (Answer.json({"thread": {"uri": URI, "notFound": True}}), [Gone]),
        (Answer.json({"thread": {"uri": URI, "blocked": True}}), []),
        (Answer.json({"thread": {"post": {"uri": URI}}}), [Record]),
    ],
    ids=["400", "notFoundPost", "blockedPost", "there after all"],
)
def test_a_post_that_a_list_lacks_is_gone_only_when_its_own_page_says_so(thread: Answer, expected: list[type]) -> None:
    found = rechecked(Answer.json({"posts": []}), thread)

    assert [type(one) for one in found] == expected


@pytest.mark.loopback
def test_a_search_that_stops_listing_is_taken_up_where_it_stopped() -> None:
    with BlueskyWorld() as world, client(world) as http:
        published = {world.publish(text="Late", at=START - timedelta(minutes=n + 1)) for n in range(35)}
        runner = MemoryRunner(SOURCE, world.target)
        pages = list(SOURCE.pull(http, world.target, since=None, until=START))
        for record in (record for page in pages for record in page.records):
            runner.store(record)

    assert len(published) > world.most_listed
    assert runner.ids() == published
    assert not any(page.capped for page in pages)


@pytest.mark.loopback
def test_more_posts_in_one_second_than_a_search_lists_are_told_as_capped() -> None:
    with BlueskyWorld() as world, client(world) as http:
        for _ in range(world.most_listed + 6):
            world.publish(text="At once", at=START - timedelta(hours=1))
        pages = list(SOURCE.pull(http, world.target, since=None, until=START))

    assert any(page.capped for page in pages)


@pytest.mark.loopback
def test_mentions_that_cannot_be_read_to_their_end_are_told_as_capped() -> None:
    with MentionsWorld() as world, client(world) as http:
        for number in range(12):
            world.publish(text="Late", at=START - timedelta(hours=number + 1))
        world.repeat()
        pages = list(SOURCE.pull(http, world.target, since=None, until=START))

    assert [page.capped for page in pages][-1]
