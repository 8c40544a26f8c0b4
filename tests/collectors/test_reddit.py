"""Reddit in the shapes that the conformance suite does not reach."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from collectors import load
from collectors.base import Gone, Known, Record
from collectors.errors import BadRecordError, RefusedError, SetupError
from collectors.fields import encode
from collectors.http import HttpClient
from collectors.testing import START, Clock, MemoryRunner, Stage, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.reddit import RedditWorld
from tests.collectors.servers.scripted import ScriptedServer
from triage.mention import Item, Kind, MentionKey, State, Target

SOURCE = load("reddit")
SECOND = float(START.timestamp())
COMMENT = {
    "name": "t1_b",
    "author": "dana",
    "body": "Mine too",
    "created_utc": SECOND,
    "edited": False,
    "score": -2,
    "parent_id": "t1_a",
    "link_id": "t3_p",
}
POST = {"name": "t3_p", "author": "dana", "title": "Late", "selftext": "Again", "created_utc": SECOND, "edited": False}
TOKEN = Answer.json({"access_token": "t", "expires_in": 3600})
SECRETS = {"REDDIT_CLIENT_ID": "id", "REDDIT_CLIENT_SECRET": "secret"}


@pytest.fixture
def stage() -> Iterator[Stage]:
    clock = Clock()
    with RedditWorld() as world, open_http(clock, secrets=world.secrets) as http:
        yield Stage(world=world, runner=MemoryRunner(world.source, world.target), http=http, clock=clock)


@pytest.fixture
def http() -> Iterator[HttpClient]:
    with open_http(Clock(), secrets=SECRETS) as client:
        yield client


def mapped(*, kind: str = "t1", **changes: object) -> Item:
    data = (COMMENT if kind == "t1" else POST) | changes
    return SOURCE.map(Record(body=encode({"kind": kind, "data": data}), content_type="", seen_at=START))


def listing(*things: object, after: str | None = None) -> dict[str, object]:
    return {"kind": "Listing", "data": {"children": list(things), "after": after}}


def reading(server: ScriptedServer, *, query: str = "") -> Target:
    return Target(id="r", collector="reddit", brands=(), account="maple", query=query, options=(("base", server.url),))


def test_a_comment_names_its_parent_and_its_post() -> None:
    item = mapped()

    assert (item.native_id, item.kind, item.parent_id, item.root_id) == ("t1_b", Kind.REPLY, "t1_a", "t3_p")
    assert (item.author_id, item.likes, item.url) == ("dana", -2, "https://www.reddit.com/comments/p/_/b")


def test_a_post_is_its_title_and_its_text() -> None:
    item = mapped(kind="t3", permalink="/r/maple/comments/p/late/")

    assert (item.kind, item.text) == (Kind.MENTION, "Late\n\nAgain")
    assert item.url == "https://www.reddit.com/r/maple/comments/p/late/"


@pytest.mark.parametrize(
    ("kind", "changes", "state"),
    [
        ("t1", {}, State.LIVE),
        ("t1", {"edited": SECOND + 60}, State.EDITED),
        ("t1", {"author": "[deleted]", "body": "[deleted]"}, State.DELETED),
        ("t1", {"body": "[removed]"}, State.REMOVED),
        ("t1", {"body": "[ Removed by Reddit ]"}, State.REMOVED),
        ("t3", {"selftext": "[deleted]"}, State.DELETED),
        ("t3", {"selftext": "", "removed_by_category": "deleted"}, State.DELETED),
        ("t3", {"selftext": "[removed]"}, State.REMOVED),
        # an account that was deleted takes its name with it, not its posts
        ("t3", {"author": "[deleted]"}, State.LIVE),
    ],
)
def test_what_became_of_a_post_is_told(kind: str, changes: dict[str, Any], state: State) -> None:
    item = mapped(kind=kind, **changes)

    assert item.state is state
    assert (item.text is None) == state.is_gone
    assert item.author_id == (None if changes.get("author") else "dana")


@pytest.mark.parametrize("changes", [{"body": None}, {"created_utc": "now"}, {"edited": "yes"}, {"parent_id": None}])
def test_a_comment_of_another_shape_is_a_bad_record(changes: dict[str, Any]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
def test_posts_and_comments_of_a_subreddit_are_read(stage: Stage) -> None:
    post = stage.world.publish(text="Late", at=START - timedelta(hours=2))
    comments = {stage.world.publish(text="Mine too", at=START, parent=post) for _ in range(stage.world.page_cap + 1)}
    stage.collect()

    assert stage.runner.ids() == {post, *comments}


@pytest.mark.loopback
def test_a_token_is_asked_for_once(stage: Stage) -> None:
    stage.publish(3)
    for _ in range(3):
        stage.collect()

    assert isinstance(stage.world, RedditWorld)
    assert sum(request.method == "POST" for request in stage.world.requests) == 1


@pytest.mark.loopback
def test_a_search_is_narrowed_to_the_subreddit(http: HttpClient) -> None:
    answers = {"/api/v1/access_token": TOKEN, "/r/maple/search": Answer.json(listing({"kind": "t3", "data": POST}))}
    with ScriptedServer(dict(answers)) as server:
        (page,) = SOURCE.pull(http, reading(server, query="finch"), since=None, until=START)
        asked = server.requests[-1].query

    assert len(page.records) == 1
    assert (asked["q"], asked["restrict_sr"], asked["sort"]) == ("finch", "1", "new")


@pytest.mark.loopback
def test_a_list_that_ends_where_reddit_keeps_no_more_is_told_as_capped(http: HttpClient) -> None:
    things = [{"kind": "t3", "data": POST | {"name": f"t3_{n}", "created_utc": SECOND - n}} for n in range(200)]
    pages = [Answer.json(listing(*things[:100], after="t3_99")), Answer.json(listing(*things[100:]))]
    with ScriptedServer({"/api/v1/access_token": TOKEN, "/r/maple/search": pages}) as server:
        capped = [page.capped for page in SOURCE.pull(http, reading(server, query="x"), since=None, until=START)]
        asked = server.requests[-1].query

    assert capped == [False, True]
    assert (asked["after"], asked["count"]) == ("t3_99", "100")


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("comments", "is_gone"),
    [([], True), ([{"kind": "t1", "data": COMMENT}], False), ([{"kind": "more", "data": {}}], False)],
)
def test_a_comment_that_its_thread_no_longer_shows_was_removed(
    http: HttpClient, comments: list[object], is_gone: bool
) -> None:
    answers = {
        "/api/v1/access_token": TOKEN,
        "/api/info": Answer.json(listing({"kind": "t1", "data": COMMENT})),
        "/comments/p": Answer.json([listing({"kind": "t3", "data": POST}), listing(*comments)]),
    }
    known = [Known(key=MentionKey(platform="reddit", native_id="t1_b"))]
    with ScriptedServer(dict(answers)) as server:
        (found,) = SOURCE.recheck(http, reading(server), known)

    assert isinstance(found, Gone) == is_gone
    assert not isinstance(found, Gone) or found.state is State.REMOVED


@pytest.mark.loopback
def test_a_thread_that_goes_on_elsewhere_is_followed(http: HttpClient) -> None:
    opening = COMMENT | {"name": "t1_a", "parent_id": "t3_p", "replies": ""}
    first = {"kind": "t1", "data": opening}
    further = {"kind": "more", "data": {"children": [], "parent_id": "t1_a"}}
    whole = {"kind": "t1", "data": opening | {"replies": listing({"kind": "t1", "data": COMMENT})}}
    top = listing({"kind": "t3", "data": POST})
    threads = [Answer.json([top, listing(first, further)]), Answer.json([top, listing(whole)])]
    known = Known(key=MentionKey(platform="reddit", native_id="t3_p"))
    with ScriptedServer({"/api/v1/access_token": TOKEN, "/comments/p": threads}) as server:
        items = [SOURCE.map(record) for record in SOURCE.answers(http, reading(server), known)]

    assert [item.native_id for item in items] == ["t1_a", "t1_b"]


@pytest.mark.loopback
def test_a_check_says_what_it_saw_and_a_wrong_secret_is_told(stage: Stage) -> None:
    assert SOURCE.check(stage.http, stage.world.target) == "Reddit can be read; it shows no post yet"
    with (
        open_http(Clock(), secrets=SECRETS | {"REDDIT_CLIENT_SECRET": "another"}) as http,
        pytest.raises(RefusedError, match="REDDIT_CLIENT_SECRET"),
    ):
        SOURCE.check(http, stage.world.target)


@pytest.mark.loopback
def test_a_target_that_names_nothing_says_so(http: HttpClient) -> None:
    with pytest.raises(SetupError, match="names nothing to read"):
        SOURCE.check(http, Target(id="r", collector="reddit", brands=()))
