"""Mastodon in the shapes that neither the conformance suite nor the running server reaches."""

from datetime import timedelta

import pytest

from collectors import load
from collectors.base import Known, Record
from collectors.errors import BadRecordError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, open_http
from tests.collectors.servers.mastodon import MastodonWorld
from triage.mention import Item, Kind, MentionKey, State, Target

SOURCE = load("mastodon")
STATUS = {
    "id": "117020577157693549",
    "uri": "https://far.example/users/dana/statuses/7",
    "url": "https://far.example/@dana/7",
    "created_at": "2026-03-01T12:00:00.000Z",
    "edited_at": None,
    "in_reply_to_id": None,
    "visibility": "public",
    "language": "fr-CA",
    "spoiler_text": "",
    "content": "<p>Ma commande est en retard</p>",
    "account": {
        "acct": "dana@far.example",
        "url": "https://far.example/@dana",
        "display_name": "",
        "followers_count": 9,
    },
}


def mapped(**changes: object) -> Item:
    body = encode({**STATUS, **changes})
    note = (
        (("parent", "https://far.example/6"), ("root", "https://far.example/5")) if "in_reply_to_id" in changes else ()
    )
    return SOURCE.map(Record(body=body, content_type="application/json", seen_at=START, note=note))


def test_a_status_is_known_by_its_uri_and_its_author_by_an_address() -> None:
    item = mapped()

    assert (item.native_id, item.kind, item.created_at, item.lang) == (STATUS["uri"], Kind.MENTION, START, "fr")
    assert (item.author_id, item.author_name, item.author_followers) == (
        "https://far.example/@dana",
        "dana@far.example",
        9,
    )


def test_a_warning_is_part_of_what_is_said() -> None:
    assert mapped(spoiler_text="Colère").text == "Colère\n\nMa commande est en retard"


def test_a_reply_and_an_edit_are_told() -> None:
    item = mapped(in_reply_to_id="1", edited_at="2026-03-01T13:00:00Z")

    assert (item.kind, item.state) == (Kind.REPLY, State.EDITED)
    assert (item.parent_id, item.root_id) == ("https://far.example/6", "https://far.example/5")


@pytest.mark.parametrize(
    "changes",
    [{"uri": None}, {"uri": ""}, {"account": None}, {"account": {}}, {"created_at": "soon"}, {"content": None}],
)
def test_a_status_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
def test_history_begins_where_the_target_says() -> None:
    with MastodonWorld() as world, open_http(Clock()) as http:
        world.publish(text="old", at=START - timedelta(days=40))
        new = world.publish(text="new", at=START - timedelta(days=20))
        pages = list(SOURCE.pull(http, world.target, since=None, until=START))

    assert [SOURCE.map(record).native_id for page in pages for record in page.records] == [new]


@pytest.mark.loopback
def test_a_post_that_another_target_saw_is_asked_for_where_it_was_seen_and_without_our_token() -> None:
    with MastodonWorld() as ours, MastodonWorld() as theirs, open_http(Clock(), secrets={"TOKEN": "t"}) as http:
        uri = theirs.publish(text="seen there", at=START)
        (record,) = [one for page in SOURCE.pull(http, theirs.target, since=None, until=START) for one in page.records]
        known = Known(key=MentionKey(platform="mastodon", native_id=uri), note=record.note)
        target = Target(
            id="a", collector="mastodon", brands=(), account=ours.url, query="x", options=(("token", "TOKEN"),)
        )
        (found,) = SOURCE.recheck(http, target, [known])

    assert isinstance(found, Record)
    assert ours.requests == []
    assert all("authorization" not in request.headers for request in theirs.requests)


@pytest.mark.loopback
def test_a_target_without_an_instance_says_so() -> None:
    with open_http(Clock()) as http, pytest.raises(SetupError, match="names no instance"):
        SOURCE.check(http, Target(id="a", collector="mastodon", brands=(), query="maplefinch"))
