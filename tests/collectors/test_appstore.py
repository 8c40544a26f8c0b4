"""The App Store's feed in the shapes that the conformance suite does not reach, its empty one first."""

from datetime import UTC, datetime, timedelta

import pytest

from collectors import load
from collectors.base import Record
from collectors.errors import BadRecordError, RetryLaterError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.servers.appstore import LAST_PAGE, AppStoreWorld
from triage.mention import Item, Kind, ReplyVisibility, Target

SOURCE = load("appstore")


def label(value: str) -> dict[str, str]:
    return {"label": value}


def mapped(**changes: object) -> Item:
    entry = {
        "author": {"uri": label("https://itunes.apple.com/ca/reviews/id7"), "name": label("dana")},
        "updated": label("2026-02-27T03:12:10-07:00"),
        "im:rating": label("1"),
        "id": label("9"),
        "title": label("Late again"),
        "content": label("Two weeks now"),
        **changes,
    }
    note = (("app", "77"), ("storefront", "ca"))
    return SOURCE.map(Record(body=encode(entry), content_type="application/json", seen_at=START, note=note))


def test_a_review_is_its_title_and_its_text_with_its_stars() -> None:
    item = mapped()

    assert (item.kind, item.text) == (Kind.REVIEW, "Late again\n\nTwo weeks now")
    assert (item.rating, item.rating_max) == (1.0, 5.0)
    assert item.created_at == datetime(2026, 2, 27, 10, 12, 10, tzinfo=UTC)
    assert item.url == "https://apps.apple.com/ca/app/id77?see-all=reviews"
    assert (item.author_id, item.author_name) == ("https://itunes.apple.com/ca/reviews/id7", "dana")


def test_a_feed_without_answers_leaves_coverage_unknown() -> None:
    assert mapped().reply_visibility is ReplyVisibility.NEVER


@pytest.mark.parametrize(
    "changes",
    [
        {"im:rating": label("6")},
        {"im:rating": {"label": 3}},
        {"updated": label("today")},
        {"id": "9"},
        {"title": None},
        {"author": "dana"},
    ],
)
def test_an_entry_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
@pytest.mark.parametrize(("ratings", "is_complete"), [(0, True), (7, False)])
def test_an_empty_feed_of_an_app_with_ratings_is_not_taken_for_no_reviews(ratings: int, is_complete: bool) -> None:
    with AppStoreWorld() as world, open_http(Clock()) as http:
        world.ratings = ratings
        (page,) = SOURCE.pull(http, world.target, since=None, until=START)

    assert (page.cursor, page.overlap_reached, list(page.records)) == (None, is_complete, [])


@pytest.mark.loopback
def test_a_feed_that_had_reviews_and_is_empty_now_is_no_success() -> None:
    with AppStoreWorld() as world, open_http(Clock()) as http:
        runner = MemoryRunner(SOURCE, world.target)
        published = {world.publish(text="Late", at=START - timedelta(hours=2))}
        runner.collect(http, until=START)
        world.is_shown, cursor = False, runner.cursor
        with pytest.raises(RetryLaterError, match="is empty now") as raised:
            runner.collect(http, until=START)
        published.add(world.publish(text="Later", at=START - timedelta(hours=1)))
        world.is_shown = True
        kept = runner.cursor
        runner.collect(http, until=START)

    assert raised.value.after >= timedelta(hours=1)
    assert kept == cursor
    assert runner.ids() == published


@pytest.mark.loopback
def test_an_app_whose_only_review_was_deleted_is_read_to_its_end() -> None:
    with AppStoreWorld() as world, open_http(Clock()) as http:
        runner = MemoryRunner(SOURCE, world.target)
        native_id = world.publish(text="Late", at=START - timedelta(hours=2))
        runner.collect(http, until=START)
        world.delete(native_id)
        world.ratings, cursor = 0, runner.cursor
        (page,) = SOURCE.pull(http, world.target, since=cursor, until=START)
        runner.collect(http, until=START)

    assert page.overlap_reached
    assert (runner.cursor, runner.ids()) == (cursor, {native_id})


@pytest.mark.loopback
def test_an_app_that_the_storefront_does_not_have_is_told() -> None:
    with AppStoreWorld() as world, open_http(Clock()) as http:
        world.has_app = False
        with pytest.raises(SetupError, match="no app 77"):
            list(SOURCE.pull(http, world.target, since=None, until=START))
        with pytest.raises(SetupError, match="no app 77"):
            SOURCE.check(http, world.target)


@pytest.mark.loopback
def test_more_reviews_than_ten_pages_hold_are_told_as_capped() -> None:
    with AppStoreWorld() as world, open_http(Clock()) as http:
        for minute in range(world.page_cap * LAST_PAGE + 1):
            world.publish(text="Late", at=START - timedelta(minutes=minute))
        pages = list(SOURCE.pull(http, world.target, since=None, until=START))

    assert [page.capped for page in pages] == [False] * (LAST_PAGE - 1) + [True]
    assert [page.overlap_reached for page in pages] == [False] * (LAST_PAGE - 1) + [True]


@pytest.mark.loopback
def test_a_first_pull_stores_nothing_from_before_its_history() -> None:
    with AppStoreWorld() as world, open_http(Clock()) as http:
        world.publish(text="Long ago", at=START - timedelta(days=400))
        new = world.publish(text="Late", at=START - timedelta(days=1))
        runner = MemoryRunner(SOURCE, world.target)
        runner.collect(http, until=START)

    assert runner.ids() == {new}


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("shown", "line"),
    [
        (True, "Maple & Finch has 7 ratings in ca, its feed 1 reviews"),
        (False, "Maple & Finch has 7 ratings in ca, its feed 0 reviews; Apple shows some networks an empty feed"),
    ],
)
def test_a_check_tells_ratings_from_reviews(shown: bool, line: str) -> None:
    with AppStoreWorld() as world, open_http(Clock()) as http:
        world.publish(text="Late", at=START)
        world.is_shown = shown

        assert SOURCE.check(http, world.target) == line


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("account", "query", "said"),
    [
        ("", "ca", "names no app"),
        ("maple", "ca", "names no app"),
        ("77", "", "storefront"),
        ("77", "can", "storefront"),
    ],
)
def test_a_target_without_an_app_or_a_storefront_says_so(account: str, query: str, said: str) -> None:
    target = Target(id="store", collector="appstore", brands=(), account=account, query=query)

    with open_http(Clock()) as http, pytest.raises(SetupError, match=said):
        list(SOURCE.pull(http, target, since=None, until=START))
