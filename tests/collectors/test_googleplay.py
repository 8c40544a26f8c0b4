"""Google Play in the shapes that the conformance suite does not reach."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from collectors import load
from collectors.base import Gone, Known, Record
from collectors.errors import BadRecordError, RefusedError, RetryLaterError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.servers.googleplay import GooglePlayWorld
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.reviewed import rsa_key
from triage.mention import Item, MentionKey

SOURCE = load("googleplay")
SECONDS = str(int(START.timestamp()))


def mapped(**changes: object) -> Item:
    comment = {"text": "Late\tTwo weeks now", "lastModified": {"seconds": SECONDS}, "starRating": 1, **changes}
    review = {"reviewId": "gp:7", "authorName": "Dana", "comments": [{"userComment": comment}]}
    return SOURCE.map(
        Record(
            body=encode(review), content_type="application/json", seen_at=START, note=(("app", "com.example.maple"),)
        )
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("Late\tTwo weeks now", "Late\n\nTwo weeks now"), ("\tTwo weeks\tnow", "Two weeks\tnow"), ("Late", "Late")],
)
def test_a_title_and_a_text_are_parted_by_a_tab(text: str, said: str) -> None:
    assert mapped(text=text).text == said


def test_a_review_tells_its_stars_its_instant_and_its_place() -> None:
    item = mapped(thumbsUpCount=10)

    assert (item.rating, item.rating_max, item.likes) == (1.0, 5.0, 10)
    assert (item.created_at, item.author_id, item.author_name) == (START, None, "Dana")
    assert item.url == "https://play.google.com/store/apps/details?id=com.example.maple&reviewId=gp%3A7"


@pytest.mark.parametrize(
    "changes",
    [
        {"starRating": 0},
        {"starRating": None},
        {"lastModified": {"seconds": int(SECONDS)}},
        {"lastModified": {"seconds": "soon"}},
        {"lastModified": {"seconds": "9" * 20}},
        {"lastModified": None},
        {"text": None},
    ],
)
def test_a_review_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
@pytest.mark.parametrize(("history_days", "away", "is_capped"), [("7", 6, False), ("7", 20, True), ("30", 0, True)])
def test_a_window_beyond_the_last_week_is_told_as_capped(history_days: str, away: int, is_capped: bool) -> None:
    with GooglePlayWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        target = world.target
        options = (*target.options, ("history_days", history_days))
        runner = MemoryRunner(
            SOURCE, type(target)(id="t", collector="t", brands=(), account=target.account, options=options)
        )
        # no review for a long time: the cursor says when somebody looked, not when somebody wrote
        if away:
            runner.collect(http, until=START - timedelta(days=away))
        pages = list(SOURCE.pull(http, runner.target, since=runner.cursor, until=START))

    assert [page.capped for page in pages] == [is_capped]


@pytest.mark.loopback
def test_a_fresh_look_at_many_reviews_spares_the_quota() -> None:
    with GooglePlayWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        runner = MemoryRunner(SOURCE, world.target)
        for minute in range(25):
            world.publish(text="Late", at=START - timedelta(hours=2, minutes=minute))
        runner.collect(http, until=START)
        gone = min(world.posts)
        world.delete(gone)
        world.requests.clear()
        found = list(SOURCE.recheck(http, world.target, runner.known()))

    assert [one.key.native_id for one in found if isinstance(one, Gone)] == [gone]
    assert len(found) == 25
    # the list of the week once, and the one review that it does not show
    assert len(world.requests) == 2


@pytest.mark.loopback
def test_a_spent_quota_is_a_limit_and_no_refusal() -> None:
    body = {"error": {"code": 403, "errors": [{"reason": "rateLimitExceeded", "domain": "usageLimits"}]}}
    with GooglePlayWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        world.said = Answer.json(body, status=403)
        with pytest.raises(RetryLaterError) as raised:
            SOURCE.check(http, world.target)

    assert raised.value.after == timedelta(hours=1)


@pytest.mark.loopback
def test_an_app_that_is_gone_takes_no_review_with_it() -> None:
    body = {"error": {"code": 404, "errors": [{"reason": "applicationNotFound"}]}}
    known = Known(key=MentionKey(platform="googleplay", native_id="gp:7"))
    with GooglePlayWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        world.said = Answer.json(body, status=404)
        with pytest.raises(SetupError, match="has no app"):
            list(SOURCE.recheck(http, world.target, [known]))


@pytest.mark.loopback
def test_a_list_under_another_name_is_a_new_format_and_not_an_empty_one() -> None:
    with GooglePlayWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        world.said = Answer.json({"appReviews": []})
        with pytest.raises(RefusedError, match="its format has changed"):
            SOURCE.check(http, world.target)


@pytest.mark.loopback
def test_a_service_account_signs_for_one_hour_and_one_scope() -> None:
    with GooglePlayWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        SOURCE.check(http, world.target)
        (asked,) = world.token_requests

    key = load_pem_private_key(rsa_key().encode(), password=None)
    assert isinstance(key, RSAPrivateKey)
    claims = jwt.decode(
        asked.form["assertion"],
        key.public_key(),
        algorithms=["RS256"],
        audience=f"{world.url}/token",
        options={"verify_exp": False, "verify_iat": False},
    )
    assert asked.form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    assert claims["iss"] == "reader@example.iam.gserviceaccount.com"
    assert claims["scope"] == "https://www.googleapis.com/auth/androidpublisher"
    assert datetime.fromtimestamp(claims["iat"], tz=UTC) == START
    assert claims["exp"] - claims["iat"] == 3600
