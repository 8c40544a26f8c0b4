"""Bluesky's stream in the shapes that the conformance suite does not reach."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors import load
from collectors.base import Page, Record
from collectors.errors import BadRecordError, RefusedError, RetryLaterError, SetupError
from collectors.fields import encode
from collectors.sources.jetstream import _Heard, _Wanted
from collectors.testing import START, Clock, Fault, MemoryRunner, open_http
from tests.collectors.servers.bluesky import DANA, BlueskyWorld
from tests.collectors.servers.jetstream import BRAND, JetstreamWorld
from triage.mention import Kind, Target

SOURCE = load("jetstream")


class UndatedWorld(JetstreamWorld):
    """Has changed its format: events no longer say when they came."""

    def _event(self, event: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in super()._event(event).items() if name != "time_us"}


def listening(*, query: str = "", account: str = "") -> Target:
    return Target(id="s", collector="jetstream", brands=(), query=query, account=account)


def hears(target: Target, text: str, *, did: str = DANA, record: dict[str, object] | None = None) -> bool:
    """Whether a post with this text is kept."""
    post = {"text": text, "createdAt": "2026-03-01T11:00:00Z", **(record or {})}
    message = encode({"did": did, "commit": {"record": post}})
    return _Wanted.of(target).has(message, did=did, record=post)


def collected(world: JetstreamWorld, **options: str) -> tuple[MemoryRunner, list[Page]]:
    target = replace(world.target, options=(*world.target.options, *options.items()))
    runner = MemoryRunner(SOURCE, target)
    with open_http(Clock()) as http:
        pages = list(SOURCE.pull(http, target, since=None, until=START))
    for page in pages:
        for record in page.records:
            runner.store(record)
    return runner, pages


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("maple finch", "I like MAPLE\n finch!", True),
        ("maple finch", "maple finches", False),
        ("maple finch", "a maple, a finch", False),
        ("maple finch", "unmaple finch", False),
        ("finch, maple", "this maple", True),
        ('"maple & finch"', "Maple & Finch's parcel", True),
        ("érable", "Vive l'ÉRABLE", True),
        ("érable", "Vive l'e\u0301rable", True),
        ("#maplefinch", "so late #maplefinch", True),
        ("#maplefinch", "so late #maplefinching", False),
        ("@maple.example", "@maple.example where is it", True),
        ("楓鳥", "私は楓鳥が好き", True),
        ("c++", "c++ is late", True),
    ],
)
def test_words_are_heard_as_whole_words(query: str, text: str, *, expected: bool) -> None:
    assert hears(listening(query=query), text) is expected


def test_hashtags_that_are_not_in_the_text_are_heard() -> None:
    assert hears(listening(query="#maplefinch"), "so late", record={"tags": ["maplefinch"]})
    assert not hears(listening(query="#maplefinch"), "so late", record={"tags": ["finch"]})


@pytest.mark.parametrize(
    ("did", "record", "expected"),
    [
        (DANA, {"facets": [{"features": [{"did": BRAND}]}]}, True),
        (DANA, {"reply": {"parent": {"uri": f"at://{BRAND}/app.bsky.feed.post/3"}}}, True),
        (DANA, {"embed": {"record": {"uri": f"at://{BRAND}/app.bsky.feed.post/3"}}}, True),
        (DANA, {}, False),
        (BRAND, {"reply": {"parent": {"uri": f"at://{DANA}/app.bsky.feed.post/3"}}}, True),
        (BRAND, {}, False),
    ],
    ids=["mentioned", "answered", "quoted", "not named", "answers", "advertises"],
)
def test_an_account_is_heard_where_it_is_named_and_where_it_answers(
    did: str, record: dict[str, object], *, expected: bool
) -> None:
    assert hears(listening(account=BRAND), "late", did=did, record=record) is expected


@pytest.mark.parametrize(
    ("changes", "match"),
    [({}, "asks for nothing"), ({"query": " , "}, "asks for nothing"), ({"account": "care.example"}, "only has DIDs")],
)
def test_a_target_that_cannot_be_heard_says_so(changes: dict[str, str], match: str) -> None:
    with pytest.raises(SetupError, match=match):
        _Wanted.of(listening(**changes))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["text", "tags", "reply"]), inner),
    max_leaves=6,
)
_POSTS = st.fixed_dictionaries({"text": st.just("maple") | _VALUES, "tags": _VALUES}) | _VALUES
_COMMITS = st.fixed_dictionaries({
    "operation": st.sampled_from(["create", "delete", "update"]) | _VALUES,
    "collection": st.just("app.bsky.feed.post") | _VALUES,
    "rkey": st.just("3k") | _VALUES,
    "record": _POSTS,
})
_EVENTS = st.fixed_dictionaries({"did": st.just(DANA) | _VALUES, "time_us": st.just(1) | _VALUES, "commit": _COMMITS})


@pytest.mark.loopback
def test_no_event_stops_the_stream() -> None:
    wanted = _Wanted.of(listening(query="maple", account=BRAND))
    with open_http(Clock()) as http:

        @given(message=(_EVENTS | _VALUES).map(encode) | st.binary(max_size=20))
        def holds(message: bytes) -> None:
            heard = _Heard(http=http, wanted=wanted, top=2, size=9, start=0, newest=0, is_capped=False)
            heard.take(message)
            page = heard.page()

            assert len(page.records) + len(page.gone) <= 1
            for record in page.records:
                with suppress(BadRecordError):
                    SOURCE.map(record)

        holds()


@pytest.mark.loopback
def test_what_is_not_wanted_is_never_stored() -> None:
    with JetstreamWorld() as world:
        world.publish(text="Something else", at=START - timedelta(hours=1))
        wanted = world.publish(text="My maple parcel", at=START - timedelta(hours=1))
        target = replace(world.target, account="", query="maple")
        with open_http(Clock()) as http:
            (page,) = SOURCE.pull(http, target, since=None, until=START)

    assert [SOURCE.map(record).native_id for record in page.records] == [wanted]


@pytest.mark.loopback
def test_a_deletion_is_heard() -> None:
    with JetstreamWorld() as world, open_http(Clock()) as http:
        post, other = (world.publish(text="Late", at=START - timedelta(hours=1)) for _ in range(2))
        runner = MemoryRunner(SOURCE, world.target)
        runner.collect(http, until=START)
        world.delete(post)
        world.tell("delete", f"at://{DANA}/app.bsky.feed.post/another")
        runner.collect(http, until=START)

    assert {key.native_id for key in runner.gone} == {post}
    assert runner.ids() == {post, other}


@pytest.mark.loopback
def test_a_stream_that_breaks_off_is_taken_up_where_it_stopped() -> None:
    with JetstreamWorld() as world:
        published = {world.publish(text="Late", at=START - timedelta(hours=1)) for _ in range(20)}
        world.fail(Fault(is_cut=True), Fault(is_cut=True))
        runner, _ = collected(world)

    assert runner.ids() == published
    assert len(world.opened) == 3


@pytest.mark.loopback
def test_what_was_heard_before_a_lasting_failure_is_stored() -> None:
    with JetstreamWorld() as world, open_http(Clock()) as http:
        for _ in range(40):
            world.publish(text="Late", at=START - timedelta(hours=1))
        world.fail(Fault(is_cut=True), *[Fault(status=503)] * 20)
        runner = MemoryRunner(SOURCE, world.target)
        with pytest.raises(RetryLaterError):
            runner.collect(http, until=START)
        before = len(runner.ids())
        world.fail()
        runner.collect(http, until=START)

    assert 0 < before < 40
    assert len(runner.ids()) == 40


@pytest.mark.loopback
def test_a_quiet_stream_ends_the_pull() -> None:
    with JetstreamWorld() as world:
        world.is_live = False
        published = {world.publish(text="Late", at=START - timedelta(hours=1))}
        runner, pages = collected(world)

    assert runner.ids() == published
    assert len(pages) == 1


@pytest.mark.loopback
@pytest.mark.parametrize(("hours", "expected"), [(35, False), (37, True)])
def test_a_gap_longer_than_the_stream_is_kept_is_told_as_capped(hours: int, *, expected: bool) -> None:
    with JetstreamWorld() as world, open_http(Clock()) as http:
        since = str(world.moment() - (hours - 5) * 3_600_000_000)
        (page,) = SOURCE.pull(http, world.target, since=since, until=START)

    assert page.capped is expected


@pytest.mark.loopback
def test_a_stream_of_another_shape_is_told() -> None:
    with UndatedWorld() as world:
        for _ in range(120):
            world.publish(text="Late", at=START)
        world.is_live = False

        with pytest.raises(RefusedError, match="format has changed"):
            collected(world)


@pytest.mark.loopback
def test_a_check_says_whether_anything_comes() -> None:
    with JetstreamWorld() as world, open_http(Clock()) as http:
        alive = SOURCE.check(http, world.target)
        world.is_live = False
        quiet = SOURCE.check(http, world.target)

    assert (alive, quiet) == ("The stream is open", "The stream is open, and nothing came")


@pytest.mark.loopback
def test_a_post_of_the_stream_and_of_a_search_is_one_post() -> None:
    with JetstreamWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        post = world.publish(text="Late", at=START - timedelta(hours=1))
        world.publish(text="We look into it", at=START - timedelta(minutes=1), parent=post)
        searched = MemoryRunner(load("bluesky"), BlueskyWorld.target.fget(world))  # type: ignore[attr-defined]
        searched.collect(http, until=START)
        streamed, _ = collected(world)

    assert streamed.ids() == searched.ids()
    for key, item in streamed.items.items():
        other = searched.items[key]
        assert (item.text, item.kind, item.created_at, item.url, item.parent_id, item.root_id, item.author_id) == (
            other.text, other.kind, other.created_at, other.url, other.parent_id, other.root_id, other.author_id,
        )  # fmt: skip
    assert {item.kind for item in streamed.items.values()} == {Kind.MENTION, Kind.REPLY}


@pytest.mark.loopback
def test_what_an_author_writes_later_in_its_place_is_passed_over() -> None:
    with JetstreamWorld() as world:
        post = world.publish(text="Late", at=START - timedelta(hours=1))
        world.tell("update", post)
        runner, _ = collected(world)

    assert [item.text for item in runner.items.values()] == ["Late"]


@pytest.mark.parametrize(
    "event",
    [
        {"did": DANA, "commit": {"rkey": "3"}},
        {"did": DANA, "commit": {"record": {"text": "t", "createdAt": "2026-03-01T11:00:00Z"}}},
        {"commit": {"rkey": "3", "record": {"text": "t", "createdAt": "2026-03-01T11:00:00Z"}}},
        {"did": DANA, "commit": "create"},
    ],
)
def test_an_event_of_another_shape_is_a_bad_record(event: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        SOURCE.map(Record(body=json.dumps(event).encode(), content_type="application/json", seen_at=START))
