"""Bluesky over responses that real servers sent; what is expected was counted by hand."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from collectors import load
from collectors.base import Gone, Known, Record
from collectors.errors import CollectError, RefusedError, RetryLaterError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.recorded import recorded
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.yardstick import RECORDINGS, needs_recordings
from triage.mention import Item, Kind, MentionKey, Target

pytestmark = [needs_recordings, pytest.mark.loopback]

SOURCE = load("bluesky")
BRAND = "did:plc:t55cbimn3syxcrjg4effajzi"
ANGRY = "did:plc:vjhgmv5zrxn3vvvfnndtn3ba"
HAPPY = "did:plc:53irsh6plq3jn4vsihtt2cby"
COMPLAINT = f"at://{ANGRY}/app.bsky.feed.post/3n2u7fm2qbc2s"
DELETED = f"at://{ANGRY}/app.bsky.feed.post/3n2u7fmajss2s"
ANSWER = f"at://{BRAND}/app.bsky.feed.post/3n2u7fmd3ts2s"
AFTER = f"at://{ANGRY}/app.bsky.feed.post/3n2u7fmebwk2s"
RECORDED_AT = datetime(2026, 11, 21, 23, 2, tzinfo=UTC)


class Bluesky:
    """Servers that say what was recorded."""

    def __init__(self, **answers: Answer) -> None:
        session = Answer.json({"accessJwt": "a", "refreshJwt": "r"})
        paths: dict[str, Answer | list[Answer]] = {"/xrpc/com.atproto.server.createSession": session}
        for name, answer in answers.items():
            area = "notification" if name == "listNotifications" else "feed"
            place = "com.atproto.server" if name == "createSession" else f"app.bsky.{area}"
            paths[f"/xrpc/{place}.{name}"] = answer
        self._server = ScriptedServer(paths)
        self._secrets = {"BLUESKY_APP_PASSWORD": "abcd-efgh"}

    def first_page(self, *, query: str) -> list[Item]:
        """What a pull reads first."""
        with self._server as server, open_http(Clock(RECORDED_AT), secrets=self._secrets) as http:
            runner = MemoryRunner(SOURCE, self._target(server, query=query))
            page = next(iter(SOURCE.pull(http, runner.target, since=None, until=RECORDED_AT)))
            for record in page.records:
                runner.store(record)
        assert not runner.quarantine
        return list(runner.items.values())

    def rechecked(self, uris: Sequence[str]) -> list[Record | Gone]:
        with self._server as server, open_http(Clock(RECORDED_AT)) as http:
            return list(SOURCE.recheck(http, self._target(server), [known(uri) for uri in uris]))

    def answers(self, uri: str) -> list[Item]:
        with self._server as server, open_http(Clock(RECORDED_AT)) as http:
            found = SOURCE.answers(http, self._target(server), known(uri))
            return [SOURCE.map(record) for record in found]

    @staticmethod
    def _target(server: ScriptedServer, *, query: str = "AcmeCo") -> Target:
        options = (("pds", server.url), ("appview", server.url))
        return Target(id="sky", collector="bluesky", brands=(), account="acme-care.test", query=query, options=options)


def body(name: str) -> Any:  # noqa: ANN401 -- JSON of any shape
    return json.loads((RECORDINGS / name).read_bytes())


def known(uri: str) -> Known:
    return Known(key=MentionKey(platform="bluesky", native_id=uri))


@pytest.mark.parametrize(
    ("name", "posts", "french", "oldest"),
    [
        ("searchPosts_p1", 5, 0, datetime(2026, 11, 21, 23, 1, 26, 795_689, tzinfo=UTC)),
        ("searchPosts_p2", 5, 1, datetime(2026, 11, 21, 23, 1, 26, 430_515, tzinfo=UTC)),
        ("searchPosts_empty", 0, 0, None),
    ],
)
def test_a_search_is_read(name: str, posts: int, french: int, oldest: datetime | None) -> None:
    items = Bluesky(searchPosts=recorded(f"bluesky/{name}.json")).first_page(query="AcmeCo")

    assert len(items) == posts
    assert {item.kind for item in items} <= {Kind.MENTION}
    assert sum(item.lang == "fr" for item in items) == french
    assert min((item.created_at for item in items if item.created_at), default=None) == oldest


def test_a_whole_list_is_read_with_the_post_that_was_dated_back() -> None:
    views = body("bluesky/searchPosts_last.json")["posts"]

    items = [SOURCE.map(Record(body=encode(view), content_type="", seen_at=START)) for view in views]

    assert len(items) == 12
    assert [item.created_at for item in items if item.created_at and item.created_at.year == 2024] == [
        datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    ]


def test_mentions_are_read() -> None:
    recording = recorded("bluesky/listNotifications_mention_reply_quote.json")

    items = Bluesky(listNotifications=recording).first_page(query="")

    assert [(item.native_id, item.kind, item.parent_id, item.root_id) for item in items] == [
        (COMPLAINT, Kind.MENTION, None, None),
        (AFTER, Kind.REPLY, ANSWER, COMPLAINT),
    ]


def test_posts_that_are_there_are_seen_again() -> None:
    found = Bluesky(getPosts=recorded("bluesky/getPosts_all_present.json")).rechecked([COMPLAINT, DELETED])

    items = [SOURCE.map(one) for one in found if isinstance(one, Record)]
    assert [(item.native_id, item.replies) for item in items] == [(COMPLAINT, 1), (DELETED, 0)]


@pytest.mark.parametrize("thread", ["getPostThread_deleted_400", "getPostThread_author_deactivated"])
def test_a_post_that_was_deleted_or_whose_author_left_is_gone(thread: str) -> None:
    there = f"at://{HAPPY}/app.bsky.feed.post/3n2u7fm447k2s"
    said = Bluesky(
        getPosts=recorded("bluesky/getPosts_one_deleted.json"), getPostThread=recorded(f"bluesky/{thread}.json")
    )

    found = said.rechecked([there, DELETED])

    assert [type(one) for one in found] == [Record, Gone]
    assert isinstance(found[1], Gone)
    assert found[1].key.native_id == DELETED


def test_a_post_that_quotes_a_deleted_one_is_read() -> None:
    uri = f"at://{HAPPY}/app.bsky.feed.post/3n2u7fmbh4c2s"

    (found,) = Bluesky(getPosts=recorded("bluesky/getPosts_quote_of_deleted_viewNotFound.json")).rechecked([uri])

    assert isinstance(found, Record)
    assert SOURCE.map(found).text == "Quoting this AcmeCo complaint"
    assert b"notFound" not in found.body


@pytest.mark.parametrize(
    ("name", "uri", "expected"),
    [
        ("bluesky/getPostThread_brand_replied", COMPLAINT, [(ANSWER, BRAND), (AFTER, ANGRY)]),
        ("bluesky/getPostThread_parent_deleted_notFoundPost", ANSWER, [(AFTER, ANGRY)]),
        ("bluesky/getPostThread_unanswered", DELETED, []),
        ("bluesky/getPostThread_deleted_400", DELETED, []),
        ("bluesky/getPostThread_author_deactivated", AFTER, []),
        (
            "bluesky_public/thread_view_post_with_embed_media",
            "at://did:plc:kvwvcn5iqfooopmyzvb4qzba/app.bsky.feed.post/3kaheyt6vpc22",
            [],
        ),
    ],
)
def test_answers_are_read(name: str, uri: str, expected: list[tuple[str, str]]) -> None:
    items = Bluesky(getPostThread=recorded(f"{name}.json")).answers(uri)

    assert [(item.native_id, item.author_id) for item in items] == expected


def test_an_answer_that_the_brand_gave_is_one_post_wherever_it_is_seen() -> None:
    (entry,) = body("bluesky/getAuthorFeed_brand_replies.json")["feed"]
    in_feed = SOURCE.map(Record(body=encode(entry["post"]), content_type="", seen_at=RECORDED_AT))

    in_thread = Bluesky(getPostThread=recorded("bluesky/getPostThread_brand_replied.json")).answers(COMPLAINT)[0]

    assert in_feed == in_thread
    assert (in_feed.parent_id, in_feed.root_id, in_feed.author_name) == (COMPLAINT, COMPLAINT, "AcmeCo Care")


def test_a_post_with_pictures_and_no_words_is_read() -> None:
    view = body("bluesky_public/thread_view_post_with_embed_media.json")["thread"]["post"]

    item = SOURCE.map(Record(body=encode(view), content_type="", seen_at=START))

    assert (item.text, item.lang, item.likes) == ("", "en", 0)


def test_a_record_without_its_view_is_read() -> None:
    stored = body("bluesky_public/post_record.json")
    view = {"uri": stored["uri"], "author": {"did": "did:plc:kvwvcn5iqfooopmyzvb4qzba"}, "record": stored["value"]}

    item = SOURCE.map(Record(body=encode(view), content_type="", seen_at=START))

    assert (item.text, item.lang) == ("new text114", None)
    assert item.created_at == datetime(2024, 2, 22, 19, 58, 13, 903_293, tzinfo=UTC)


@pytest.mark.parametrize(
    ("endpoint", "name", "expected"),
    [
        ("createSession", "createSession_401", RefusedError),
        ("searchPosts", "searchPosts_unauth_via_pds_401", RefusedError),
        ("searchPosts", "searchPosts_bad_400", RefusedError),
        ("searchPosts", "invalid_token_400", RefusedError),
        ("searchPosts", "getAuthorFeed_deactivated", RefusedError),
    ],
)
def test_a_refusal_is_told(endpoint: str, name: str, expected: type[CollectError]) -> None:
    with pytest.raises(expected):
        Bluesky(**{endpoint: recorded(f"bluesky/{name}.json")}).first_page(query="AcmeCo")


def test_a_limit_is_waited_for_as_long_as_it_says() -> None:
    meta = body("bluesky/createSession_429.meta.json")
    limited = Answer(body=recorded("bluesky/createSession_429.json").body, status=429, headers=meta["headers"])

    with pytest.raises(RetryLaterError) as later:
        Bluesky(createSession=limited).first_page(query="AcmeCo")

    assert later.value.after == timedelta(seconds=290)
