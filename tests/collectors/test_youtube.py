"""YouTube in the shapes that the conformance suite does not reach."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from collectors import load
from collectors.base import Gone, Known, Record
from collectors.errors import BadRecordError, RefusedError, RetryLaterError, SetupError
from collectors.fields import encode
from collectors.http import HttpClient
from collectors.testing import START, Clock, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.collectors.servers.youtube import KEY, YouTubeWorld
from triage.mention import Item, Kind, MentionKey, ReplyVisibility, State, Target

SOURCE = load("youtube")
SNIPPET = {
    "authorDisplayName": "@dana",
    "authorChannelId": {"value": "UCdana"},
    "textDisplay": "I <3 it, but it is late",
    "publishedAt": "2026-03-01T12:00:00Z",
    "updatedAt": "2026-03-01T12:00:00Z",
}
VIDEO = {
    "id": "gQ_1zX-F_No",
    "snippet": {
        "publishedAt": "2026-03-01T11:00:00Z",
        "channelId": "UCdana",
        "title": "Maple & Finch unboxed",
        "description": "It took six weeks",
        "defaultAudioLanguage": "en-CA",
    },
    "statistics": {"likeCount": "3", "commentCount": "2"},
}


@pytest.fixture
def http() -> Iterator[HttpClient]:
    with open_http(Clock(), secrets={"YOUTUBE_API_KEY": KEY}) as client:
        yield client


def mapped(**changes: object) -> Item:
    body = encode({"id": "Ug1", "snippet": SNIPPET | changes})
    return SOURCE.map(Record(body=body, content_type="", seen_at=START, note=(("video", "v1"),)))


def searching(server: ScriptedServer) -> Target:
    return Target(id="t", collector="youtube", brands=(), query="maple finch", options=(("base", server.url),))


def refusal(reason: str) -> Answer:
    return Answer.json({"error": {"code": 403, "errors": [{"domain": "youtube", "reason": reason}]}}, status=403)


def test_a_comment_is_read_as_it_was_typed() -> None:
    item = mapped()

    assert (item.kind, item.text, item.author_id) == (Kind.MENTION, "I <3 it, but it is late", "UCdana")
    assert item.url == "https://www.youtube.com/watch?v=v1&lc=Ug1"


def test_an_edit_is_a_later_update_and_an_account_may_be_gone() -> None:
    item = mapped(updatedAt="2026-03-01T13:00:00Z", authorChannelId=None)

    assert (item.state, item.updated_at, item.author_id) == (State.EDITED, START + timedelta(hours=1), None)


def test_text_is_kept_for_thirty_days() -> None:
    assert SOURCE.keep_text == timedelta(days=30)


@pytest.mark.parametrize("changes", [{"textDisplay": None}, {"publishedAt": "soon"}, {"authorChannelId": {"value": 7}}])
def test_a_comment_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("now", "turn"),
    [
        (datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)),
        (datetime(2026, 3, 1, 7, tzinfo=UTC), datetime(2026, 3, 1, 8, tzinfo=UTC)),
        # the night in which the clock moves to summer time ends an hour earlier
        (datetime(2026, 3, 8, 12, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)),
    ],
)
def test_a_spent_quota_is_waited_for_until_the_day_turns_on_the_pacific(now: datetime, turn: datetime) -> None:
    with (
        ScriptedServer({"/search": refusal("quotaExceeded")}) as server,
        open_http(Clock(now), secrets={"YOUTUBE_API_KEY": KEY}) as http,
        pytest.raises(RetryLaterError) as caught,
    ):
        list(SOURCE.pull(http, searching(server), since=None, until=now))

    assert caught.value.after == turn - now + timedelta(minutes=1)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("rateLimitExceeded", RetryLaterError),
        ("commentsDisabled", RefusedError),
        ("forbidden", RefusedError),
        ("accessNotConfigured", RefusedError),
    ],
)
def test_a_refusal_says_what_to_do(http: HttpClient, reason: str, expected: type[Exception]) -> None:
    with ScriptedServer({"/search": refusal(reason)}) as server, pytest.raises(expected) as caught:
        SOURCE.check(http, searching(server))

    assert KEY not in str(caught.value)


@pytest.mark.loopback
@pytest.mark.parametrize(
    "answer", [refusal("commentsDisabled"), Answer(body=b"{}", status=404)], ids=["closed", "gone"]
)
def test_a_video_that_was_closed_to_comments_has_no_answers(http: HttpClient, answer: Answer) -> None:
    known = Known(key=MentionKey(platform="youtube", native_id="v1"), note=(("part", "video"),))
    with ScriptedServer({"/commentThreads": answer}) as server:
        assert list(SOURCE.answers(http, searching(server), known)) == []


@pytest.mark.loopback
def test_the_key_is_in_no_address(http: HttpClient) -> None:
    with YouTubeWorld() as world:
        SOURCE.check(http, world.target)

        assert all(KEY not in request.raw_query for request in world.requests)


@pytest.mark.loopback
def test_a_search_finds_videos_with_their_whole_text(http: HttpClient) -> None:
    hits = Answer.json({"items": [{"id": {"kind": "youtube#video", "videoId": VIDEO["id"]}}]})
    with ScriptedServer({"/search": hits, "/videos": Answer.json({"items": [VIDEO]})}) as server:
        (page,) = SOURCE.pull(http, searching(server), since=None, until=START)
        item = SOURCE.map(page.records[0])
        asked = server.requests[0].query

    assert (item.native_id, item.text) == ("gQ_1zX-F_No", "Maple & Finch unboxed\n\nIt took six weeks")
    assert (item.lang, item.likes, item.replies) == ("en", 3, 2)
    assert item.reply_visibility is ReplyVisibility.NEVER
    assert asked["publishedAfter"] == "2026-01-30T11:00:00Z"


@pytest.mark.loopback
def test_below_a_video_all_comments_are_read_with_all_their_replies(http: HttpClient) -> None:
    with YouTubeWorld() as world:
        top = world.publish(text="Late", at=START)
        replies = {world.publish(text="So was mine", at=START, parent=top) for _ in range(3)}
        known = Known(key=MentionKey(platform="youtube", native_id="v1"), note=(("part", "video"),))
        items = [SOURCE.map(record) for record in SOURCE.answers(http, world.target, known)]

    assert {item.native_id for item in items} == {top, *replies}
    assert {item.root_id for item in items if item.kind is Kind.REPLY} == {top}


@pytest.mark.loopback
def test_a_video_that_is_no_longer_listed_is_gone(http: HttpClient) -> None:
    note = (("part", "video"), ("video", "x"))
    known = [Known(key=MentionKey(platform="youtube", native_id=one), note=note) for one in ("x", "gQ_1zX-F_No")]
    with ScriptedServer({"/videos": Answer.json({"items": [VIDEO]})}) as server:
        gone, found = SOURCE.recheck(http, searching(server), known)

    assert isinstance(gone, Gone)
    assert isinstance(found, Record)


@pytest.mark.loopback
def test_a_target_that_names_nothing_says_so(http: HttpClient) -> None:
    with pytest.raises(SetupError, match="names nothing to read"):
        SOURCE.check(http, Target(id="t", collector="youtube", brands=()))
