"""Collectors of reviews over responses that stores sent or documented; what is expected was counted by hand."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from collectors import load
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.reviewed import ec_key, service_account
from tests.collectors.servers.scripted import ScriptedServer
from tests.yardstick import RECORDINGS, needs_recordings
from triage.mention import Item, Kind, State, Target

pytestmark = [needs_recordings, pytest.mark.loopback]


def recorded(name: str) -> Answer:
    return Answer(body=(RECORDINGS / name).read_bytes(), headers={"Content-Type": "application/json"})


def secrets(url: str) -> dict[str, str]:
    return {
        "APP_STORE_CONNECT_ISSUER_ID": "an-issuer",
        "APP_STORE_CONNECT_KEY_ID": "a-key",
        "APP_STORE_CONNECT_PRIVATE_KEY": ec_key(),
        "GOOGLE_BUSINESS_CREDENTIALS": service_account(f"{url}/token"),
        "GOOGLE_PLAY_CREDENTIALS": service_account(f"{url}/token"),
        "TRUSTPILOT_API_KEY": "a-key",
    }


def collected(answers: Mapping[str, Answer | list[Answer]], *, collector: str, **target: str) -> list[Item]:
    """What a pull of the last fifty years makes of recorded pages."""
    token = Answer.json({"access_token": "t", "expires_in": 3600})
    with (
        ScriptedServer({"/token": token, **answers}) as server,
        open_http(Clock(), secrets=secrets(server.url)) as http,
    ):
        options = (("base", server.url), ("history_days", "20000"))
        runner = MemoryRunner(
            load(collector), Target(id="t", collector=collector, brands=(), options=options, **target)
        )
        runner.collect(http, until=START)
    assert not runner.quarantine
    return list(runner.items.values())


def test_a_feed_of_the_app_store_is_read() -> None:
    path = "/us/rss/customerreviews/page={}/id=284815942/sortBy=mostRecent/json"
    nothing = Answer.json({"feed": {"author": {"name": {"label": "iTunes Store"}}}})
    answers = {path.format(1): recorded("appstore_rss/customerreviews_page1.json"), path.format(2): nothing}

    items = collected(dict(answers), collector="appstore", account="284815942", query="us")

    assert {item.native_id: item.rating for item in items} == {
        "8044879566": 4.0,
        "7868068902": 1.0,
        "8174836010": 2.0,
        "7466714573": 1.0,
        "7599097803": 1.0,
        "7577968525": 2.0,
        "3373591476": 4.0,
        "8732208963": 2.0,
    }
    newest = max(items, key=lambda item: item.created_at or START - timedelta(days=9_999))
    assert newest.created_at == datetime(2022, 6, 2, 4, 52, 26, tzinfo=UTC)
    assert all(item.text and item.author_id for item in items)


def test_a_list_of_google_play_is_read() -> None:
    path = "/androidpublisher/v3/applications/com.example.app/reviews"
    answers = {path: [recorded("googleplay_api/reviews_list_documented.json"), Answer.json({})]}

    items = collected(dict(answers), collector="googleplay", account="com.example.app")

    assert {(item.native_id, item.kind, item.rating, item.parent_id) for item in items} == {
        ("12345678", Kind.REVIEW, 5.0, None),
        ("11223344", Kind.REVIEW, 5.0, None),
        ("11223344/reply", Kind.REPLY, None, "11223344"),
    }
    (reply,) = [item for item in items if item.kind is Kind.REPLY]
    assert reply.created_at == datetime(2015, 2, 5, 1, 57, 47, tzinfo=UTC)
    assert reply.is_owned


def test_a_list_of_app_store_connect_is_read() -> None:
    nothing = Answer.json({"data": [], "links": {}, "meta": {"paging": {"total": 120, "limit": 2}}})
    recording = recorded("appstoreconnect/customerReviews_include_response_shape.json")

    items = collected(
        {"/v1/apps/284815942/customerReviews": [recording, nothing]}, collector="appstoreconnect", account="284815942"
    )

    assert {(item.native_id, item.kind, item.rating, item.parent_id) for item in items} == {
        ("rev-1", Kind.REVIEW, 2.0, None),
        ("rev-1/reply", Kind.REPLY, None, "rev-1"),
        ("rev-2", Kind.REVIEW, 1.0, None),
    }
    (reply,) = [item for item in items if item.kind is Kind.REPLY]
    assert reply.created_at == datetime(2026, 9, 1, 19, tzinfo=UTC)


def test_a_list_of_a_google_place_is_read() -> None:
    answers = {
        "/v4/accounts/1/locations/2/reviews": [recorded("googlebusiness/reviews_list_shape.json"), Answer.json({})]
    }

    items = collected(dict(answers), collector="googlebusiness", account="accounts/1/locations/2")

    assert {(item.native_id, item.kind, item.rating, item.text == "") for item in items} == {
        ("a", Kind.REVIEW, 2.0, False),
        ("b", Kind.REVIEW, 4.0, True),
        ("b/reply", Kind.REPLY, None, False),
    }
    (reply,) = [item for item in items if item.kind is Kind.REPLY]
    assert (reply.created_at, reply.author_id) == (datetime(2026, 8, 31, 9, tzinfo=UTC), "locations/2")


def test_a_review_of_trustpilot_is_read() -> None:
    review = json.loads((RECORDINGS / "trustpilot/review_with_companyReply_documented.json").read_bytes())
    unit = "507f191e810c19729de860ea"
    answers = {f"/v1/business-units/{unit}/reviews": [Answer.json({"reviews": [review]}), Answer.json({"reviews": []})]}

    items = collected(dict(answers), collector="trustpilot", account=unit)

    assert {(item.native_id, item.kind, item.rating, item.lang, item.state) for item in items} == {
        (unit, Kind.REVIEW, 5.0, "da", State.LIVE),
        (f"{unit}/reply", Kind.REPLY, None, None, State.LIVE),
    }
    assert {item.created_at for item in items} == {datetime(2013, 9, 7, 13, 37, tzinfo=UTC)}
