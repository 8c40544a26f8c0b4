"""Discourse in the shapes that the conformance suite does not reach."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from collectors import load
from collectors.base import Gone, Known, Record
from collectors.errors import BadRecordError, RefusedError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, Stage, open_http
from tests.collectors.servers.discourse import DiscourseWorld, SearchedForumWorld
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from triage.mention import Item, Kind, MentionKey, State, Target

SOURCE = load("discourse")
POST = {
    "id": 31,
    "topic_id": 4,
    "post_number": 3,
    "reply_to_post_number": 2,
    "user_id": 7,
    "username": "dana",
    "created_at": "2026-03-01T11:00:00Z",
    "updated_at": "2026-03-01T12:00:00Z",
    "version": 1,
    "cooked": "<p>Same here</p>",
}


@pytest.fixture
def stage() -> Iterator[Stage]:
    clock = Clock()
    with DiscourseWorld() as world, open_http(clock) as http:
        yield Stage(world=world, runner=MemoryRunner(world.source, world.target), http=http, clock=clock)


def mapped(**changes: object) -> Item:
    note = (("base", "https://forum.example"),)
    return SOURCE.map(Record(body=encode({**POST, **changes}), content_type="", seen_at=START, note=note))


def test_a_post_is_known_by_its_address_and_names_what_it_answers() -> None:
    item = mapped()

    assert item.native_id == "https://forum.example/t/4/3"
    assert (item.kind, item.parent_id, item.root_id) == (
        Kind.REPLY,
        "https://forum.example/t/4/2",
        "https://forum.example/t/4/1",
    )
    assert item.author_id == "forum.example/7"


def test_a_post_that_names_nothing_answers_the_topic() -> None:
    assert mapped(reply_to_post_number=None).parent_id == "https://forum.example/t/4/1"


def test_what_a_post_quotes_is_not_what_it_says() -> None:
    quote = '<aside class="quote no-group" data-username="sam"><blockquote>Great shop</blockquote></aside>'

    assert mapped(cooked=f"{quote}<p>Is it?</p>").text == "Is it?"


def test_the_first_post_opens_with_the_title() -> None:
    item = mapped(post_number=1, reply_to_post_number=None, topic_title="Lost & <found>?")

    assert (item.kind, item.parent_id, item.text) == (Kind.MENTION, None, "Lost & <found>?\n\nSame here")


@pytest.mark.parametrize(
    ("changes", "state", "text"),
    [
        ({}, State.LIVE, "Same here"),
        ({"version": 2}, State.EDITED, "Same here"),
        ({"user_deleted": True}, State.DELETED, None),
        ({"deleted_at": "2026-03-01T12:00:00Z"}, State.REMOVED, None),
    ],
)
def test_what_became_of_a_post_is_told(changes: dict[str, object], state: State, text: str | None) -> None:
    item = mapped(**changes)

    assert (item.state, item.text) == (state, text)


@pytest.mark.parametrize("changes", [{"cooked": None}, {"topic_id": "4"}, {"created_at": "soon"}, {"user_id": None}])
def test_a_post_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
def test_a_post_its_author_deleted_is_gone_and_a_hidden_one_waits() -> None:
    known = [Known(key=MentionKey(platform="discourse", native_id="x"), note=(("id", "31"), ("topic", "4")))]
    answers = [
        Answer.json(POST | {"user_deleted": True}),
        Answer.json(POST | {"deleted_at": "2026-03-01T12:00:00Z"}),
        Answer.json(POST | {"hidden": True}),
    ]
    with ScriptedServer({"/posts/31.json": answers}) as server, open_http(Clock()) as http:
        target = Target(id="f", collector="discourse", brands=(), account=server.url)
        found = [list(SOURCE.recheck(http, target, known)) for _ in range(3)]

    assert [[one.state for one in some if isinstance(one, Gone)] for some in found] == [
        [State.DELETED],
        [State.REMOVED],
        [],
    ]
    assert found[2] == []


@pytest.mark.loopback
def test_notes_of_moderators_and_hidden_posts_are_not_stored(stage: Stage) -> None:
    posts = [POST, POST | {"id": 30, "post_number": 2, "post_type": 3}, POST | {"id": 29, "hidden": True}]
    answers = [Answer.json({"latest_posts": posts}), Answer.json({"latest_posts": []})]
    with ScriptedServer({"/posts.json": answers}) as server:
        target = Target(id="f", collector="discourse", brands=(), account=server.url)
        pages = list(SOURCE.pull(stage.http, target, since=None, until=START))

    assert [record.noted("id") for page in pages for record in page.records] == ["31"]


@pytest.mark.loopback
def test_an_empty_window_of_an_older_version_is_not_the_end(stage: Stage) -> None:
    shown = [[POST | {"id": 131}], [], [], [POST | {"id": 30}], []]
    answers = [Answer.json({"latest_posts": posts}) for posts in shown]
    with ScriptedServer({"/posts.json": answers}) as server:
        target = Target(id="f", collector="discourse", brands=(), account=server.url)
        pages = list(SOURCE.pull(stage.http, target, since=None, until=START))
        asked = [request.query.get("before") for request in server.requests]

    assert [record.noted("id") for page in pages for record in page.records] == ["131", "30"]
    assert asked == [None, "130", "80", "30", "29"]


@pytest.mark.loopback
def test_a_search_shows_whole_posts_and_goes_on_by_day_behind_its_last_page() -> None:
    with SearchedForumWorld() as world, open_http(Clock()) as http:
        world.title = "Parcels"
        days = [START - timedelta(hours=6 * n) for n in range(world.page_cap * 10 + 3)]
        published = {world.publish(text="Late", at=at) for at in reversed(days)}
        runner = MemoryRunner(world.source, world.target)
        runner.collect(http, until=START)

    assert runner.ids() == published
    assert {item.text for item in runner.items.values()} == {"Parcels\n\nLate"}


@pytest.mark.loopback
def test_more_posts_in_one_day_than_a_search_gives_are_told_as_capped() -> None:
    with SearchedForumWorld() as world, open_http(Clock()) as http:
        for n in range(world.page_cap * 10 + 3):
            world.publish(text="Late", at=START - timedelta(minutes=n))
        pages = list(SOURCE.pull(http, world.target, since=None, until=START))

    assert [page.capped for page in pages] == [*[False] * 19, True]


@pytest.mark.loopback
def test_a_hit_that_cannot_be_asked_for_is_put_aside() -> None:
    hit = {"id": "31", "topic_id": 4, "post_number": 3, "created_at": "2026-03-01T11:00:00Z"}
    answers = [Answer.json({"posts": [hit]}), Answer.json({"posts": []})]
    with ScriptedServer({"/search.json": answers}) as server, open_http(Clock()) as http:
        target = Target(id="f", collector="discourse", brands=(), account=server.url, query="maple")
        runner = MemoryRunner(SOURCE, target)
        runner.collect(http, until=START)

    assert len(runner.quarantine) == 1


@pytest.mark.loopback
def test_below_a_late_post_of_a_long_topic_only_what_follows_is_asked_for(stage: Stage) -> None:
    first = stage.world.publish(text="Late", at=START - timedelta(hours=3))
    answers = [stage.world.publish(text=f"Too {n}", at=START - timedelta(hours=1), parent=first) for n in range(60)]
    stage.collect()
    known = next(known for known in stage.runner.known() if known.key.native_id == answers[-2])

    found = [SOURCE.map(record).native_id for record in SOURCE.answers(stage.http, stage.world.target, known)]

    assert found == answers[-1:]
    assert isinstance(stage.world, DiscourseWorld)
    assert sum(request.path.endswith("/posts.json") and "/t/" in request.path for request in stage.world.requests) == 1


@pytest.mark.loopback
def test_a_topic_that_is_gone_has_no_answers(stage: Stage) -> None:
    known = Known(key=MentionKey(platform="discourse", native_id="x"), note=(("topic", "4"), ("number", "1")))

    assert list(SOURCE.answers(stage.http, stage.world.target, known)) == []


@pytest.mark.loopback
@pytest.mark.parametrize("query", ["", "maple"])
def test_a_check_says_what_it_saw(stage: Stage, query: str) -> None:
    stage.publish(3)
    target = Target(id="f", collector="discourse", brands=(), account=stage.world.target.account, query=query)

    assert SOURCE.check(stage.http, target).endswith("it shows 3 posts")


@pytest.mark.loopback
def test_a_target_without_a_forum_says_so(stage: Stage) -> None:
    with pytest.raises(SetupError, match="names no forum"):
        SOURCE.check(stage.http, Target(id="f", collector="discourse", brands=()))


@pytest.mark.loopback
@pytest.mark.parametrize("query", ["", "maple"])
def test_another_format_passes_for_no_empty_forum(query: str) -> None:
    answers = {"/posts.json": Answer.json({"topic_list": {}}), "/search.json": Answer.json([])}
    with ScriptedServer(dict(answers)) as server, open_http(Clock()) as http:
        target = Target(id="f", collector="discourse", brands=(), account=server.url, query=query)
        with pytest.raises(RefusedError):
            list(SOURCE.pull(http, target, since=None, until=START))
