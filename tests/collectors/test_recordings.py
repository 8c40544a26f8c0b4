"""Collectors over responses that real servers sent; what is expected was counted by hand."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from collectors import limits, load
from collectors.base import Gone, Known
from collectors.errors import RefusedError
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.recorded import recorded
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.yardstick import RECORDINGS, needs_recordings
from triage.mention import Item, Kind, MentionKey, ReplyVisibility, State, Target

pytestmark = [needs_recordings, pytest.mark.loopback]


def collected(collector: str, name: str, *, path: str, then: bytes, **target: str) -> list[Item]:
    """What a pull makes of one recording, followed by an empty page."""
    answers = {path: [recorded(name), Answer(body=then, headers={"Content-Type": "application/json"})]}
    with ScriptedServer(dict(answers)) as server, open_http(Clock()) as http:
        given = {key: value.format(server=server.url) for key, value in target.items()}
        options = (("base", server.url),)
        runner = MemoryRunner(load(collector), Target(id="t", collector=collector, brands=(), options=options, **given))
        page = next(
            iter(runner.source.pull(http, runner.target, since="0" if collector == "mastodon" else None, until=START))
        )
        for record in page.records:
            runner.store(record)
    assert not runner.quarantine
    return list(runner.items.values())


@cache
def feed(name: str) -> tuple[Item, ...]:
    return tuple(collected("feeds", f"rss/{name}.xml", path="/f", then=b"", query="{server}/f"))


@pytest.mark.parametrize(
    ("name", "entries", "replies", "deleted"),
    [
        ("isso_atom_thread_reply", 4, 1, 0),
        ("isso_atom_after_edit_delete", 3, 1, 1),
        ("google_alerts_shape", 1, 0, 0),
        ("rss_planet_entries", 30, 0, 0),
        ("feedparser_atom10_entry_author_name", 1, 0, 0),
        ("feedparser_atom10_entry_content_type", 1, 0, 0),
        ("feedparser_atom10_entry_link_rel_other", 1, 0, 0),
    ],
)
def test_every_entry_of_a_feed_is_read(name: str, entries: int, replies: int, deleted: int) -> None:
    items = feed(name)

    assert len(items) == entries
    assert sum(item.kind is Kind.REPLY for item in items) == replies
    assert sum(item.state is State.DELETED for item in items) == deleted
    assert {item.reply_visibility for item in items} == {
        ReplyVisibility.THREAD if name.startswith("isso") else ReplyVisibility.NEVER
    }


@pytest.mark.parametrize(
    ("name", "native_id"),
    [
        ("entry_id", "http://example.com/"),
        ("entry_id_map_guid", "http://example.com/"),
        ("entry_id_no_normalization_1", "http://www.example.org/thing"),
        ("entry_id_no_normalization_2", "http://www.example.org/Thing"),
        ("entry_id_no_normalization_3", "http://www.EXAMPLE.org/thing"),
        ("entry_id_no_normalization_4", "HTTP://www.example.org/thing"),
        ("entry_id_no_normalization_5", "http://www.example.com/~bob"),
        ("entry_id_no_normalization_6", "http://www.example.com/%7ebob"),
        ("entry_id_no_normalization_7", "http://www.example.com/%7Ebob"),
    ],
)
def test_an_id_is_kept_to_the_letter(name: str, native_id: str) -> None:
    assert [item.native_id for item in feed(f"feedparser_atom10_{name}")] == [native_id]


def test_an_alert_links_to_the_page_it_found() -> None:
    (item,) = feed("google_alerts_shape")

    assert item.url == "https://news.example.com/2026/06/acmeco"
    assert item.created_at == datetime(2026, 6, 4, 14, 26, 15, tzinfo=UTC)


def test_an_answer_below_a_deleted_comment_still_names_it() -> None:
    items = feed("isso_atom_after_edit_delete")
    (deleted,) = [item for item in items if item.state is State.DELETED]

    assert [item.parent_id for item in items if item.kind is Kind.REPLY] == [deleted.native_id]


@pytest.mark.parametrize(
    ("name", "native_id", "kind", "parent_id"),
    [
        ("search_by_date_story", "7919424", Kind.MENTION, None),
        ("search_by_date_comment", "7919418", Kind.REPLY, "7919290"),
        ("search_by_date_author", "7494555", Kind.REPLY, "7494175"),
        ("search_by_date_askhn_page2", "7915384", Kind.MENTION, None),
    ],
)
def test_a_search_of_hacker_news_is_read(name: str, native_id: str, kind: Kind, parent_id: str | None) -> None:
    (item,) = collected(
        "hackernews", f"hackernews/{name}.json", path="/search_by_date", then=b'{"hits": []}', query="x"
    )

    assert (item.native_id, item.kind, item.parent_id) == (native_id, kind, parent_id)
    assert item.text
    assert item.author_id


def test_a_thread_of_hacker_news_is_read() -> None:
    source = load("hackernews")
    with ScriptedServer({"/items/17": recorded("hackernews/item_17_tree.json")}) as server, open_http(Clock()) as http:
        target = Target(id="t", collector="hackernews", brands=(), query="x", options=(("base", server.url),))
        known = Known(key=MentionKey(platform="hackernews", native_id="17"))
        items = [source.map(record) for record in source.answers(http, target, known)]

    assert [(item.native_id, item.parent_id, item.root_id) for item in items] == [
        ("1079", "17", "1"),
        ("454426", "17", "1"),
    ]


@pytest.mark.parametrize(
    ("name", "path", "query", "statuses", "edited"),
    [
        ("timeline_public", "/api/v1/timelines/tag/hoot", "hoot", 8, 1),
        ("timeline_tag", "/api/v1/timelines/tag/hoot", "hoot", 1, 0),
        ("account_statuses_p1", "/api/v1/timelines/tag/hoot", "hoot", 5, 0),
        ("timeline_empty_window", "/api/v1/timelines/tag/hoot", "hoot", 0, 0),
    ],
)
def test_a_timeline_of_mastodon_is_read(name: str, path: str, query: str, statuses: int, edited: int) -> None:
    items = collected("mastodon", f"mastodon/{name}.json", path=path, then=b"[]", account="{server}", query=query)

    assert len(items) == statuses
    assert sum(item.state is State.EDITED for item in items) == edited
    assert all(item.text for item in items)


def test_mentions_of_mastodon_are_read() -> None:
    source = load("mastodon")
    answers = {"/api/v1/notifications": [recorded("mastodon/notifications_mention.json"), Answer(body=b"[]")]}
    with ScriptedServer(dict(answers)) as server, open_http(Clock(), secrets={"MASTODON_TOKEN": "t"}) as http:
        target = Target(id="t", collector="mastodon", brands=(), account=server.url)
        (page,) = source.pull(http, target, since=None, until=START)

    assert page.cursor == "21"
    assert source.map(page.records[0]).text == "@mastodonpy_test hello!"


def test_a_refusal_of_mastodon_is_no_deletion_and_its_404_is_one() -> None:
    source = load("mastodon")
    answers = {
        "/api/v1/statuses/1": recorded("mastodon/status_404.json"),
        "/api/v1/statuses/2": recorded("mastodon/error_401.json"),
        "/api/v1/statuses/3": recorded("mastodon/status_edited.json"),
    }
    with ScriptedServer(dict(answers)) as server, open_http(Clock()) as http:
        target = Target(id="t", collector="mastodon", brands=(), account=server.url, query="hoot")
        known = [
            Known(key=MentionKey(platform="mastodon", native_id=f"{server.url}/users/a/statuses/{n}"))
            for n in (1, 2, 3)
        ]
        (gone,) = source.recheck(http, target, known[:1])
        with pytest.raises(RefusedError):
            list(source.recheck(http, target, known[1:2]))
        (edited,) = source.recheck(http, target, known[2:])

    assert isinstance(gone, Gone)
    assert not isinstance(edited, Gone)
    assert source.map(edited).state is State.EDITED


def test_the_limits_that_mastodon_sent_are_read() -> None:
    meta = json.loads((RECORDINGS / "mastodon/timeline_public.meta.json").read_text())
    headers: dict[str, str] = meta["headers"]

    wait = limits.asked_wait(headers, b"", now=datetime(2000, 1, 1, tzinfo=UTC))

    assert wait is not None
    assert timedelta(minutes=4) < wait < timedelta(minutes=5)
    assert not limits.is_spent(headers)
