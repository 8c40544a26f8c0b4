"""App Store Connect in the shapes that the conformance suite does not reach."""

from datetime import timedelta

import jwt
import pytest

from collectors import load
from collectors.base import Record
from collectors.errors import BadRecordError, RefusedError, RetryLaterError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.servers.appstoreconnect import AppStoreConnectWorld, claims_of
from tests.collectors.servers.loopback import Answer
from triage.mention import Item, Target

SOURCE = load("appstoreconnect")


def mapped(**changes: object) -> Item:
    attributes = {
        "rating": 1,
        "title": "Late again",
        "body": "Two weeks now",
        "reviewerNickname": "Dana",
        "createdDate": "2026-03-01T05:00:00-07:00",
        **changes,
    }
    body = encode({"type": "customerReviews", "id": "0000-7", "attributes": attributes})
    return SOURCE.map(Record(body=body, content_type="application/json", seen_at=START, note=(("app", "77"),)))


def test_a_review_is_its_title_and_its_text_with_its_stars() -> None:
    item = mapped()

    assert (item.platform, item.text, item.created_at) == ("appstore", "Late again\n\nTwo weeks now", START)
    assert (item.rating, item.rating_max, item.author_name) == (1.0, 5.0, "Dana")
    assert item.url == "https://apps.apple.com/app/id77?see-all=reviews"


@pytest.mark.parametrize(
    "changes", [{"rating": "1"}, {"rating": 9}, {"body": None}, {"createdDate": "today"}, {"title": 7}]
)
def test_a_review_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
def test_an_answer_that_waits_to_be_published_is_not_public_and_takes_no_older_one_away() -> None:
    with AppStoreConnectWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        review = world.publish(text="Late again", at=START - timedelta(hours=3))
        world.reply(review, text="We look into it", at=START - timedelta(hours=2))
        world.reply_state = "PENDING_PUBLISH"
        runner = MemoryRunner(SOURCE, world.target)
        runner.collect(http, until=START)
        before = runner.ids()
        world.reply_state = "PUBLISHED"
        runner.collect(http, until=START)
        world.reply_state = "PENDING_PUBLISH"
        found = list(SOURCE.recheck(http, world.target, runner.known()))

    assert before == {review}
    assert runner.ids() == {review, f"{review}/reply"}
    assert {type(one) for one in found} == {Record}


@pytest.mark.loopback
def test_a_token_lives_no_longer_than_apple_takes_it() -> None:
    clock = Clock()
    with AppStoreConnectWorld() as world, open_http(clock, secrets=world.secrets) as http:
        for minutes in (0, 10, 14):
            clock.moment = START + timedelta(minutes=minutes)
            SOURCE.check(http, world.target)
        tokens = [request.headers["authorization"] for request in world.requests]
        claims = [claims_of(request) for request in world.requests]

    assert [one["iat"] for one in claims] == [int(START.timestamp())] * 2 + [int(clock.moment.timestamp())]
    assert all(one["exp"] - one["iat"] <= 1200 for one in claims)
    assert jwt.get_unverified_header(tokens[0].removeprefix("Bearer "))["kid"] == "2X9R4HXF34"


@pytest.mark.loopback
def test_a_key_that_apple_does_not_know_is_a_refusal() -> None:
    with AppStoreConnectWorld() as world:
        secrets = {**world.secrets, "APP_STORE_CONNECT_ISSUER_ID": "another"}
        with open_http(Clock(), secrets=secrets) as http, pytest.raises(RefusedError):
            SOURCE.check(http, world.target)


@pytest.mark.loopback
def test_a_spent_hour_is_told_before_it_is_run_into() -> None:
    headers = {"X-Rate-Limit": "user-hour-lim:3500;user-hour-rem:0;", "Content-Type": "application/json"}
    with AppStoreConnectWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        world.said = Answer(body=b'{"data": []}', headers=headers)
        SOURCE.check(http, world.target)
        with pytest.raises(RetryLaterError) as raised:
            SOURCE.check(http, world.target)

    assert raised.value.after == timedelta(hours=1)


@pytest.mark.loopback
def test_a_page_that_tells_of_a_next_one_it_does_not_name_is_capped() -> None:
    with AppStoreConnectWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        world.said = Answer.json({"data": [], "links": {"next": "https://elsewhere.example/"}})
        (page,) = SOURCE.pull(http, world.target, since=None, until=START)

    assert page.capped


@pytest.mark.loopback
def test_a_territory_is_asked_for_where_one_is_named() -> None:
    with AppStoreConnectWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        options = (("base", world.url),)
        named = Target(id="t", collector="appstoreconnect", brands=(), account="77", query="can", options=options)
        SOURCE.check(http, named)
        SOURCE.check(http, world.target)

    assert [request.query.get("filter[territory]") for request in world.requests] == ["CAN", None]
