"""Feeds as they come: threads, alerts, entries without ids, documents that are none."""

import json

import pytest

from collectors import load
from collectors.base import Record
from collectors.errors import BadRecordError, RetryLaterError, SetupError
from collectors.fields import encode
from collectors.sources import feeds
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from triage.mention import Item, ReplyVisibility, State, Target

pytestmark = pytest.mark.loopback

SOURCE = load("feeds")
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">{}</feed>'
RSS = '<rss version="2.0"><channel><title>News</title><language>fr-CA</language>{}</channel></rss>'


def read(document: str | bytes, **headers: str) -> tuple[MemoryRunner, ScriptedServer]:
    body = document if isinstance(document, bytes) else document.encode()
    with ScriptedServer({"/feed": Answer(body=body, headers=headers)}) as server, open_http(Clock()) as http:
        runner = MemoryRunner(SOURCE, Target(id="f", collector="feeds", brands=(), query=f"{server.url}/feed"))
        runner.collect(http, until=START)
        runner.collect(http, until=START)
    return runner, server


def items(document: str) -> list[Item]:
    return list(read(document)[0].items.values())


def test_an_rss_item_is_read() -> None:
    runner, server = read(
        RSS.format(
            "<item><guid>https://shop.example/7</guid><title>Maple &amp; Finch</title>"
            "<link>/7</link>"
            "<description>&lt;p&gt;Late &lt;b&gt;again&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;</description>"
            "<pubDate>Sun, 01 Mar 2026 10:00:00 +0200</pubDate><author>dana@example.com (Dana)</author></item>"
        )
    )

    (item,) = runner.items.values()
    assert item.url == f"{server.url}/7"
    assert (item.platform, item.native_id, item.text) == (
        "web",
        "https://shop.example/7",
        "Maple & Finch\n\nLate again",
    )
    assert item.created_at is not None
    assert item.created_at.isoformat() == "2026-03-01T08:00:00+00:00"
    assert (item.author_id, item.author_name, item.lang) == ("Dana", "Dana", "fr")
    assert item.reply_visibility is ReplyVisibility.NEVER


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('<title type="text">use the &lt;b> tag, 2 &lt; 3</title>', "use the <b> tag, 2 < 3"),
        ('<title type="html">use &lt;b>bold&lt;/b> &amp;amp; more</title>', "use bold & more"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">so <b>bold</b></div></title>', "so bold"),
    ],
)
def test_markup_is_taken_out_where_it_is_markup(entry: str, expected: str) -> None:
    (item,) = items(ATOM.replace(" xmlns:thr", " xmlns:x").format(f"<entry><id>tag:x,2026:1</id>{entry}</entry>"))

    assert item.text == expected


def test_a_google_alert_names_the_page_it_found() -> None:
    link = "https://www.google.com/url?rct=j&amp;url=https://news.example/a%3Fb%3D1&amp;ct=ga"
    (item,) = items(
        ATOM.format(
            "<entry><id>tag:google.com,2013:googlealerts/feed:1</id>"
            f'<title type="html">&lt;b&gt;Maple&lt;/b&gt; news</title><link href="{link}"/>'
            "<published>2026-03-01T10:00:00Z</published><updated>2026-03-01T10:00:00Z</updated></entry>"
        ).replace(" xmlns:thr", " xmlns:x")
    )

    assert (item.url, item.text, item.state) == ("https://news.example/a?b=1", "Maple news", State.LIVE)
    assert item.reply_visibility is ReplyVisibility.NEVER


def test_a_guid_that_is_no_address_is_only_unique_in_its_feed() -> None:
    runner, server = read(RSS.format('<item><guid isPermaLink="false">7</guid><title>a</title></item>'))

    assert runner.ids() == {f"{server.url.removeprefix('http://')}#7"}


def test_entries_without_an_id_are_told_apart() -> None:
    runner, _ = read(RSS.format("<item><title>a</title></item><item><title>b</title></item>"))

    assert len(runner.items) == 2


def test_a_feed_that_keeps_its_comments_elsewhere_shows_no_answers() -> None:
    (item,) = items(ATOM.format("<entry><id>tag:x,2026:1</id><title>a</title><thr:total>3</thr:total></entry>"))

    assert (item.reply_visibility, item.text) == (ReplyVisibility.NEVER, "a")


def test_only_a_changed_feed_is_sent_again() -> None:
    etag = '"v1"'
    with ScriptedServer() as server, open_http(Clock()) as http:
        server.answers = {"/feed": Answer(body=RSS.format("").encode(), headers={"ETag": etag})}
        target = Target(id="f", collector="feeds", brands=(), query=f"{server.url}/feed")
        (page,) = SOURCE.pull(http, target, since=None, until=START)
        server.answers = {"/feed": Answer(body=b"", status=304)}
        (again,) = SOURCE.pull(http, target, since=page.cursor, until=START)

    assert server.requests[1].headers["if-none-match"] == etag
    assert (again.records, again.cursor) == ([], page.cursor)


def test_the_etag_is_kept_only_with_the_last_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "ENTRIES_PER_PAGE", 2)
    document = RSS.format("".join(f"<item><guid>{n}</guid><title>{n}</title></item>" for n in range(5))).encode()
    with ScriptedServer({"/": Answer(body=document, headers={"ETag": '"v1"'})}) as server, open_http(Clock()) as http:
        target = Target(id="f", collector="feeds", brands=(), query=server.url)
        pages = list(SOURCE.pull(http, target, since=None, until=START))

    assert [page.cursor is None for page in pages] == [True, True, False]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b"<html><body>Not found</body></html>", SetupError),
        (b'{"items": []}', SetupError),
        (b"", SetupError),
        (RSS.format("<item><guid>1</guid><title>cut off").encode()[:-40], RetryLaterError),
    ],
)
def test_what_is_no_whole_feed_says_what_to_do(document: bytes, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        read(document)


def test_a_feed_with_a_stray_ampersand_is_read_all_the_same() -> None:
    (item,) = items(RSS.format("<item><guid>https://x.example/1</guid><title>Maple & Finch</title></item>"))

    assert item.text == "Maple & Finch"


def test_a_feed_never_opens_a_file_or_another_address() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + RSS.format(
        "<item><guid>https://x.example/1</guid><title>a &x; b</title></item>"
    )
    runner, server = read(bomb)

    assert {request.path for request in server.requests} == {"/feed"}
    assert all("\n" not in (item.text or "") for item in runner.items.values())


def test_entities_that_grow_are_cut_short() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{entities}]>' + RSS.format("<item><title>&e11;</title></item>")

    runner, _ = read(bomb)

    assert all(len(item.text or "") < 100_000 for item in runner.items.values())


@pytest.mark.parametrize(
    "entry",
    [{"id": "https://x.example/1", "published_parsed": [2026, 14, 1, 0, 0, 0]}, {"id": 7}, {"published_parsed": [1]}],
)
def test_an_entry_of_another_shape_is_a_bad_record(entry: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        SOURCE.map(Record(body=encode(entry), content_type="application/json", seen_at=START))


def test_a_record_can_be_read_by_itself() -> None:
    document = RSS.format("<item><title>a</title></item>").encode()
    with ScriptedServer({"/": Answer(body=document)}) as server, open_http(Clock()) as http:
        target = Target(id="f", collector="feeds", brands=(), query=server.url)
        (page,) = SOURCE.pull(http, target, since=None, until=START)

    (record,) = page.records
    assert json.loads(record.body)["title"] == "a"
    assert record.body == encode(json.loads(record.body))


def test_a_target_without_an_address_says_so() -> None:
    with open_http(Clock()) as http, pytest.raises(SetupError, match="names no feed"):
        SOURCE.check(http, Target(id="f", collector="feeds", brands=()))


def test_a_check_counts_the_entries() -> None:
    document = RSS.format("<item><title>a</title></item>").encode()
    with ScriptedServer({"/": Answer(body=document)}) as server, open_http(Clock()) as http:
        assert SOURCE.check(http, Target(id="f", collector="feeds", brands=(), query=server.url)) == "News: 1 entries"
