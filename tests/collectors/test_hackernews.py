"""Hacker News in the shapes that the conformance suite does not reach."""

import pytest

from collectors import load
from collectors.base import Record
from collectors.errors import BadRecordError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, open_http
from tests.collectors.servers.hackernews import HackerNewsWorld
from triage.mention import Item, Kind, State, Target

SOURCE = load("hackernews")
SECOND = int(START.timestamp())


def mapped(**values: object) -> Item:
    return SOURCE.map(Record(body=encode(values), content_type="application/json", seen_at=START))


def test_a_story_is_its_title_and_its_text() -> None:
    item = mapped(
        objectID="7", _tags=["story"], title="Ask HN: Maple &amp; Finch?", story_text="<p>It&#x27;s late</p>",
        author="dana", created_at_i=SECOND, points=3, num_comments=2,
    )  # fmt: skip

    assert (item.kind, item.text) == (Kind.MENTION, "Ask HN: Maple & Finch?\n\nIt's late")
    assert (item.created_at, item.likes, item.replies) == (START, 3, 2)
    assert item.url == "https://news.ycombinator.com/item?id=7"


def test_a_comment_found_by_search_and_in_its_thread_is_one_item() -> None:
    hit = mapped(
        objectID="8", _tags=["comment"], comment_text="<p>late</p>", author="dana", created_at_i=SECOND, parent_id=7,
        story_id=6,
    )  # fmt: skip
    node = mapped(id=8, type="comment", text="<p>late</p>", author="dana", created_at_i=SECOND, parent_id=7, story_id=6)

    assert hit == node
    assert (node.kind, node.parent_id, node.root_id) == (Kind.REPLY, "7", "6")


def test_a_blanked_comment_is_deleted() -> None:
    item = mapped(id=8, type="comment", text=None, author=None, created_at_i=SECOND, parent_id=7, story_id=6)

    assert (item.state, item.text, item.author_id) == (State.DELETED, None, None)


@pytest.mark.parametrize(
    "values",
    [
        {"objectID": "7", "_tags": ["story"], "title": "t", "created_at_i": 10**20},
        {"objectID": "7", "_tags": ["story"], "title": "t", "created_at_i": "today"},
        {"objectID": "7", "_tags": ["comment"], "comment_text": "c", "created_at_i": SECOND},
        {"id": "7", "type": "story", "title": "t", "created_at_i": SECOND},
        {"title": "t"},
    ],
)
def test_a_post_of_another_shape_is_a_bad_record(values: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**values)


@pytest.mark.loopback
def test_more_posts_in_one_second_than_a_search_lists_are_told_as_capped() -> None:
    with HackerNewsWorld() as world, open_http(Clock()) as http:
        for _ in range(world.page_cap * world.most_pages + 3):
            world.publish(text="At once", at=START)
        pages = list(SOURCE.pull(http, world.target, since=None, until=START))

    assert [page.capped for page in pages] == [False, True, False]
    assert [page.overlap_reached for page in pages] == [False, False, True]


@pytest.mark.loopback
def test_a_target_without_a_query_says_so() -> None:
    with open_http(Clock()) as http, pytest.raises(SetupError, match="has no query"):
        SOURCE.check(http, Target(id="hn", collector="hackernews", brands=()))


@pytest.mark.loopback
def test_a_check_counts_the_posts() -> None:
    with HackerNewsWorld() as world, open_http(Clock()) as http:
        world.publish(text="Maple", at=START)

        assert SOURCE.check(http, world.target) == "1 posts match 'maple finch'"


@pytest.mark.loopback
@pytest.mark.parametrize("value", ["", "0", "many", "-1"])
def test_an_option_that_is_no_number_is_named(value: str) -> None:
    target = Target(id="hn", collector="hackernews", brands=(), query="x", options=(("history_days", value),))

    with open_http(Clock()) as http, pytest.raises(SetupError, match="history_days of target hn"):
        list(SOURCE.pull(http, target, since=None, until=START))
