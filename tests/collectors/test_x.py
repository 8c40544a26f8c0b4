"""X in the shapes that the conformance suite does not reach."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from collectors import load
from collectors.base import Gone, Known, Record
from collectors.errors import BadRecordError, RefusedError, SetupError
from collectors.fields import encode
from collectors.http import HttpClient
from collectors.testing import START, Clock, MemoryRunner, Stage, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.collectors.servers.x import XWorld
from triage.mention import Item, Kind, MentionKey, State, Target

SOURCE = load("x")
NUMBER = "1578516068309794817"
WRITTEN = datetime(2022, 10, 7, 22, 42, 12, 752_000, tzinfo=UTC)
POST = {
    "id": NUMBER,
    "edit_history_tweet_ids": [NUMBER],
    "text": "Maple &amp; Finch &lt;3",
    "author_id": "7",
    "conversation_id": NUMBER,
    "lang": "en",
    "author": {"id": "7", "name": "Dana", "username": "dana", "public_metrics": {"followers_count": 12}},
    "public_metrics": {"like_count": 2, "retweet_count": 1, "quote_count": 3, "reply_count": 0},
}


@pytest.fixture
def stage() -> Iterator[Stage]:
    clock = Clock()
    with XWorld() as world, open_http(clock, secrets=world.secrets) as http:
        yield Stage(world=world, runner=MemoryRunner(world.source, world.target), http=http, clock=clock)


@pytest.fixture
def http() -> Iterator[HttpClient]:
    with open_http(Clock(), secrets={"X_BEARER_TOKEN": "t"}) as client:
        yield client


def mapped(**changes: object) -> Item:
    return SOURCE.map(Record(body=encode(POST | changes), content_type="", seen_at=START))


def searching(server: ScriptedServer, **changes: str) -> Target:
    given = {"query": "maple", **changes}
    return Target(id="x", collector="x", brands=(), options=(("base", server.url),), **given)


def test_a_post_is_read_with_what_it_counts() -> None:
    item = mapped()

    assert (item.kind, item.text, item.lang) == (Kind.MENTION, "Maple & Finch <3", "en")
    assert (item.likes, item.shares, item.replies, item.author_followers) == (2, 4, 0, 12)
    assert (item.parent_id, item.root_id) == (None, None)


def test_a_number_tells_when() -> None:
    assert mapped().created_at == WRITTEN


def test_an_edit_keeps_the_first_number_as_its_key() -> None:
    later = str(int(NUMBER) + (60_000 << 22))
    item = mapped(id=later, edit_history_tweet_ids=[NUMBER, later])

    assert (item.native_id, item.state, item.created_at) == (NUMBER, State.EDITED, WRITTEN)
    assert item.updated_at == WRITTEN + timedelta(minutes=1)


def test_a_reply_names_its_parent_and_its_conversation() -> None:
    item = mapped(
        conversation_id="1", referenced_tweets=[{"type": "quoted", "id": "3"}, {"type": "replied_to", "id": "2"}]
    )

    assert (item.kind, item.parent_id, item.root_id) == (Kind.REPLY, "2", "1")


def test_a_long_post_is_read_whole() -> None:
    assert mapped(note_tweet={"text": "All of it"}).text == "All of it"


@pytest.mark.parametrize(
    ("told", "expected"), [("fr", "fr"), ("und", None), ("qme", None), ("zh-tw", "zh"), (None, None)]
)
def test_a_code_for_no_language_is_none(told: str | None, expected: str | None) -> None:
    assert mapped(lang=told).lang == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"text": None},
        {"id": 7},
        {"edit_history_tweet_ids": ["no number"]},
        {"edit_history_tweet_ids": ["9" * 40]},
        {"public_metrics": 3},
        {"author": "dana"},
        {"conversation_id": "1", "referenced_tweets": [{"type": "replied_to", "id": NUMBER}]},
    ],
)
def test_a_post_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
def test_a_search_leaves_retweets_out_and_asks_for_what_is_new(stage: Stage) -> None:
    stage.publish(1)
    stage.collect()
    stage.collect()

    assert isinstance(stage.world, XWorld)
    first, second = (request.query for request in stage.world.requests)
    assert first["query"] == '("maple finch") -is:retweet'
    assert first["start_time"] == "2026-02-23T11:55:00Z"
    # the newest post was written at eight; five minutes are read, and paid for, again
    assert second["start_time"] == "2026-03-01T07:55:00Z"


@pytest.mark.loopback
def test_what_lies_beyond_the_seven_days_of_a_search_is_told_as_capped(stage: Stage) -> None:
    target = stage.world.target
    longer = Target(id="x", collector="x", brands=(), query="maple", options=(*target.options, ("history_days", "30")))
    (page,) = SOURCE.pull(stage.http, longer, since=None, until=START)

    assert page.capped
    assert isinstance(stage.world, XWorld)
    assert stage.world.requests[0].query["start_time"] == "2026-02-22T12:01:00Z"


@pytest.mark.loopback
def test_mentions_of_an_account_are_read(stage: Stage) -> None:
    published = stage.publish(stage.world.page_cap + 1)
    target = Target(id="x", collector="x", brands=(), account="7", options=stage.world.target.options)
    runner = MemoryRunner(SOURCE, target)
    runner.collect(stage.http, until=START)

    assert runner.ids() == published


@pytest.mark.loopback
def test_an_edit_is_looked_up_by_its_newest_number(stage: Stage) -> None:
    number = stage.world.publish(text="before", at=START - timedelta(hours=1))
    stage.collect()
    stage.world.edit(number, text="after", at=START - timedelta(minutes=30))

    (found,) = stage.recheck()

    assert isinstance(found, Record)
    assert (SOURCE.map(found).native_id, SOURCE.map(found).text) == (number, "after")


@pytest.mark.loopback
def test_what_x_hides_from_us_is_no_deletion(http: HttpClient) -> None:
    problem = "https://api.twitter.com/2/problems/"
    errors = [
        {"value": "1", "type": f"{problem}resource-not-found"},
        {"value": "2", "type": f"{problem}not-authorized-for-resource"},
    ]
    known = [Known(key=MentionKey(platform="x", native_id=one)) for one in ("1", "2")]
    with ScriptedServer({"/tweets": Answer.json({"errors": errors})}) as server:
        found = list(SOURCE.recheck(http, searching(server), known))

    assert [one.key.native_id for one in found if isinstance(one, Gone)] == ["1"]
    assert len(found) == 1


@pytest.mark.loopback
def test_answers_are_looked_for_no_further_back_than_a_search_reaches(http: HttpClient) -> None:
    known = Known(key=MentionKey(platform="x", native_id=NUMBER), note=(("conversation", "1"),))
    answer = Answer.json({"meta": {"result_count": 0}})
    with ScriptedServer({"/tweets/search/recent": answer}) as server:
        found = list(SOURCE.answers(http, searching(server), known))
        asked = server.requests[0].query

    assert found == []
    assert (asked["query"], asked["start_time"]) == ("conversation_id:1", "2026-02-22T12:01:00Z")


@pytest.mark.loopback
def test_a_page_that_counts_posts_and_lists_none_is_a_new_format(http: HttpClient) -> None:
    answer = Answer.json({"meta": {"result_count": 3}})
    with (
        ScriptedServer({"/tweets/search/recent": answer}) as server,
        pytest.raises(RefusedError, match="format has changed"),
    ):
        list(SOURCE.pull(http, searching(server), since=None, until=START))


@pytest.mark.loopback
def test_a_check_says_what_it_saw(stage: Stage) -> None:
    target = Target(id="x", collector="x", brands=(), account="7", options=stage.world.target.options)

    assert isinstance(stage.world, XWorld)
    assert SOURCE.check(stage.http, target) == "X can be read; it shows no post yet"
    assert SOURCE.check(stage.http, stage.world.target) == "X can be read; it shows no post yet"


@pytest.mark.loopback
@pytest.mark.parametrize("account", ["", "maplefinch"])
def test_a_target_that_names_nothing_says_so(http: HttpClient, account: str) -> None:
    with pytest.raises(SetupError, match="has no query and names no account"):
        SOURCE.check(http, Target(id="x", collector="x", brands=(), account=account))
