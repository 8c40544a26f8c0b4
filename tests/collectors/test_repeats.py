"""A post that only passes another on is told from one that says something, by its platform's own fields."""

from collections.abc import Mapping

import pytest

from collectors import load
from collectors.base import Record
from collectors.fields import encode
from collectors.testing import START
from triage.mention import Kind

AT = "2026-03-01T11:00:00Z"
DID = "did:plc:dana"
MASTODON = {
    "uri": "https://m.example/7", "url": "https://m.example/@dana/7", "created_at": AT,
    "account": {"uri": "https://m.example/users/dana"},
}  # fmt: skip
BLUESKY = {"uri": f"at://{DID}/app.bsky.feed.post/7", "author": {"did": DID}}
REDDIT = {
    "name": "t3_7",
    "title": "My lamp came broken",
    "created_utc": 1_772_362_800,
    "author": "dana",
    "permalink": "/r/x/7",
}
OTHER = {"id": "6", "uri": "https://m.example/6"}
QUOTED = {"$type": "app.bsky.embed.record", "record": {"uri": "at://x/y/6"}}
PICTURE = {"$type": "app.bsky.embed.recordWithMedia", "record": {"record": {"uri": "at://x/y/6"}}}


def mastodon(text: str, **more: object) -> Mapping[str, object]:
    return {**MASTODON, "content": f"<p>{text}</p>", **more}


def bluesky(text: str, **more: object) -> Mapping[str, object]:
    return {**BLUESKY, "record": {"text": text, "createdAt": AT, **more}}


def x(text: str, *kinds: str) -> Mapping[str, object]:
    referenced = [{"type": kind, "id": str(number)} for number, kind in enumerate(kinds)]
    return {"id": "1920000000000000000", "text": text, "referenced_tweets": referenced}


def reddit(**more: object) -> Mapping[str, object]:
    return {"kind": "t3", "data": {**REDDIT, **more}}


@pytest.mark.parametrize(
    ("name", "post", "kind"),
    [
        pytest.param("mastodon", mastodon("Late"), Kind.MENTION, id="mastodon, a post"),
        pytest.param("mastodon", mastodon("Late", reblog=OTHER), Kind.REPOST, id="mastodon, a boost"),
        pytest.param("mastodon", mastodon("Mine too", quote={"quoted_status": OTHER}), Kind.MENTION, id="with words"),
        pytest.param(
            "mastodon", mastodon("@a #late", quote={"quoted_status": OTHER}), Kind.REPOST, id="without a word"
        ),
        pytest.param("mastodon", mastodon("Late", reblog=None, quote=None), Kind.MENTION, id="mastodon, nulls"),
        pytest.param("bluesky", bluesky("Mine too", embed=QUOTED), Kind.MENTION, id="bluesky, with words"),
        pytest.param("bluesky", bluesky("", embed=QUOTED), Kind.REPOST, id="bluesky, without a word"),
        pytest.param("bluesky", bluesky("", embed=PICTURE), Kind.MENTION, id="bluesky, with a picture of its own"),
        pytest.param("x", x("RT @dana: Late", "retweeted"), Kind.REPOST, id="x, a retweet"),
        pytest.param("x", x("https://t.co/7", "quoted"), Kind.REPOST, id="x, without a word"),
        pytest.param("x", x("Mine too https://t.co/7", "quoted"), Kind.MENTION, id="x, with words"),
        pytest.param("x", x("https://t.co/7", "quoted", "replied_to"), Kind.REPLY, id="x, a reply is one"),
        pytest.param("reddit", reddit(), Kind.MENTION, id="reddit, a post"),
        pytest.param("reddit", reddit(crosspost_parent="t3_6"), Kind.REPOST, id="reddit, a crosspost"),
    ],
)
def test_a_repost_is_known_by_the_platforms_own_field(name: str, post: Mapping[str, object], kind: Kind) -> None:
    item = load(name).map(Record(body=encode(post), content_type="application/json", seen_at=START))

    assert item.kind is kind
