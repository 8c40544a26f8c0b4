"""Google's reviews of a place in the shapes that the conformance suite does not reach."""

from datetime import timedelta

import pytest

from collectors import load
from collectors.base import Record
from collectors.errors import BadRecordError, RefusedError
from collectors.fields import encode
from collectors.testing import START, Clock, open_http
from tests.collectors.servers.googlebusiness import GoogleBusinessWorld
from tests.collectors.servers.loopback import Answer
from triage.mention import Item, State

SOURCE = load("googlebusiness")


def mapped(**changes: object) -> Item:
    review = {
        "reviewId": "Abc7",
        "reviewer": {"displayName": "Dana"},
        "starRating": "ONE",
        "comment": "Two weeks now",
        "createTime": "2026-03-01T12:00:00.045123456Z",
        "updateTime": "2026-03-01T12:00:00.045123456Z",
        **changes,
    }
    return SOURCE.map(Record(body=encode(review), content_type="application/json", seen_at=START))


@pytest.mark.parametrize(
    ("word", "rating", "rating_max"),
    [
        ("ONE", 1.0, 5.0),
        ("TWO", 2.0, 5.0),
        ("THREE", 3.0, 5.0),
        ("FOUR", 4.0, 5.0),
        ("FIVE", 5.0, 5.0),
        ("STAR_RATING_UNSPECIFIED", None, None),
    ],
)
def test_stars_are_words(word: str, rating: float | None, rating_max: float | None) -> None:
    item = mapped(starRating=word)

    assert (item.rating, item.rating_max) == (rating, rating_max)


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        (None, ""),
        ("Lent", "Lent"),
        ("(Translated by Google) Slow\n\n(Original)\nLent", "Lent"),
        ("Lent\n\n(Translated by Google)\nSlow", "Lent"),
        ("It says (Original) on the box", "It says (Original) on the box"),
    ],
)
def test_the_text_is_what_was_written_and_no_translation_of_it(comment: str | None, text: str) -> None:
    assert mapped(comment=comment).text == text


def test_a_later_change_is_an_edit() -> None:
    live, edited = mapped(), mapped(updateTime="2026-03-01T12:30:00Z")

    assert (live.state, edited.state) == (State.LIVE, State.EDITED)
    assert edited.updated_at == START + timedelta(minutes=30)


def test_a_reviewer_may_stay_unnamed() -> None:
    assert mapped(reviewer={"isAnonymous": True}).author_name is None


@pytest.mark.parametrize(
    "changes",
    [{"starRating": "SIX"}, {"starRating": 1}, {"createTime": None}, {"updateTime": "soon"}, {"reviewId": ""}],
)
def test_a_review_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
def test_consent_is_turned_into_a_token() -> None:
    with GoogleBusinessWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        SOURCE.check(http, world.target)
        (asked,) = world.token_requests

    assert asked.form == {
        "grant_type": "refresh_token",
        "client_id": "an-id",
        "client_secret": "a-secret",
        "refresh_token": "a-refresh-token",
    }


@pytest.mark.loopback
def test_reviews_that_are_counted_and_not_listed_are_a_new_format() -> None:
    with GoogleBusinessWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        world.said = Answer.json({"totalReviewCount": 7, "placeReviews": []})
        with pytest.raises(RefusedError, match="its format has changed"):
            list(SOURCE.pull(http, world.target, since=None, until=START))
