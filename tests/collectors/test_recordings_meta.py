"""Facebook and Instagram over responses that Meta sent; what is expected was counted by hand."""

import json
from datetime import UTC, datetime

import pytest

from collectors import load
from collectors.base import Known, Record
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.recorded import recorded
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.yardstick import RECORDINGS, needs_recordings
from triage.mention import Item, Kind, MentionKey, Target

pytestmark = [needs_recordings, pytest.mark.loopback]
NOTHING = Answer.json({"data": []})
PAGE, POST, ACCOUNT = "19292868552", "19292868552_10158407654328553", "17841406338772941"


def target(name: str, server: ScriptedServer, **options: str) -> Target:
    told = {"base": server.url, "history_days": "20000", **options}
    account = PAGE if name == "facebook" else ACCOUNT
    return Target(id="t", collector=name, brands=(), account=account, options=tuple(told.items()))


def pulled(name: str, answers: dict[str, Answer | list[Answer]], **options: str) -> list[Item]:
    source = load(name)
    with ScriptedServer(answers) as server, open_http(Clock(), secrets=dict.fromkeys(source.needs, "t")) as http:
        runner = MemoryRunner(source, target(name, server, **options))
        runner.collect(http, until=START)
    assert not runner.quarantine
    return list(runner.items.values())


def answered(name: str, answers: dict[str, Answer | list[Answer]], known: Known) -> list[Item]:
    source = load(name)
    with ScriptedServer(answers) as server, open_http(Clock(), secrets=dict.fromkeys(source.needs, "t")) as http:
        return [source.map(record) for record in source.answers(http, target(name, server), known)]


def test_two_pages_of_a_feed_are_read() -> None:
    pages = [recorded(f"facebook/page_feed_p{number}.json") for number in (1, 2)]

    items = pulled("facebook", {f"/{PAGE}/feed": pages})

    assert len(items) == 10
    assert all(item.text and item.kind is Kind.MENTION and item.author_id is None for item in items)
    newest = max(items, key=lambda item: item.created_at or START)
    assert (newest.created_at, newest.replies, newest.likes, newest.shares) == (
        datetime(2021, 7, 9, 19, 9, 52, tzinfo=UTC),
        13,
        125,
        10,
    )


def test_two_pages_of_comments_are_read_and_named_by_their_address() -> None:
    pages = [recorded(f"facebook/comments_p{number}.json") for number in (1, 2)]
    known = Known(key=MentionKey(platform="facebook", native_id=POST))

    items = answered("facebook", {f"/{POST}/comments": pages}, known)

    assert len({item.native_id for item in items}) == len(items) == 15
    assert sum(item.parent_id == POST for item in items) == 10
    assert {item.parent_id for item in items if item.parent_id != POST} == {
        "10158407654328553_10158407903973553",
        "10158407654328553_10158407835073553",
        "10158407654328553_10158410332078553",
        "10158407654328553_10158412899928553",
    }


def test_one_comment_of_facebook_is_read() -> None:
    body = (RECORDINGS / "facebook/comment.json").read_bytes()

    item = load("facebook").map(Record(body=body, content_type="", seen_at=START, note=(("part", "comment"),)))

    assert item.native_id == "10158371815748553_10158371930463553"
    assert item.created_at == datetime(2021, 7, 21, 21, 5, 14, tzinfo=UTC)


def test_posts_that_tag_an_account_are_read() -> None:
    items = pulled("instagram", {f"/{ACCOUNT}/tags": recorded("instagram/tagged_media.json")}, read="tagged")

    assert len(items) == 5
    assert sum(item.text == "" for item in items) == 1
    assert all(item.url and not item.is_owned for item in items)


def test_comments_of_instagram_and_their_replies_are_read() -> None:
    media = "17846368219941692"
    answers: dict[str, Answer | list[Answer]] = {
        f"/{media}/comments": [recorded("instagram/media_comments_p1.json"), NOTHING],
        "/17858154961981086/replies": recorded("instagram/comment_replies.json"),
    }

    comments = answered("instagram", answers, Known(key=MentionKey(platform="instagram", native_id=media)))
    note = (("part", "comment"), ("post", media))
    first = Known(key=MentionKey(platform="instagram", native_id=comments[0].native_id), note=note)
    replies = answered("instagram", answers, first)

    assert [(item.native_id, item.parent_id) for item in comments] == [
        ("17858154961981086", media),
        ("17874875428706419", media),
    ]
    assert [(item.native_id, item.parent_id, item.root_id) for item in replies] == [
        ("17847314687296283", "17858154961981086", media)
    ]


def test_a_post_that_mentions_an_account_is_looked_at_again() -> None:
    answers: dict[str, Answer | list[Answer]] = {f"/{ACCOUNT}": recorded("instagram/mentioned_media.json")}
    source, note = load("instagram"), (("part", "tagged"),)
    known = Known(key=MentionKey(platform="instagram", native_id="17889114512354744"), note=note)

    with ScriptedServer(answers) as server, open_http(Clock(), secrets={"INSTAGRAM_TOKEN": "t"}) as http:
        (found,) = source.recheck(http, target("instagram", server), [known])

    assert isinstance(found, Record)
    assert source.map(found).created_at == datetime(2021, 8, 19, 9, 0, 22, tzinfo=UTC)


def test_a_comment_that_mentions_an_account_is_read() -> None:
    body = json.loads((RECORDINGS / "instagram/mentioned_comment.json").read_bytes())["mentioned_comment"]
    note = (("part", "comment"),)

    item = load("instagram").map(Record(body=json.dumps(body).encode(), content_type="", seen_at=START, note=note))

    assert (item.native_id, item.kind) == ("17967008497439572", Kind.REPLY)
    assert item.author_id == item.author_name is not None
