"""Trustpilot's two lists: the private one is walked as the public one is, and nothing private of it is kept."""

from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors import load
from collectors.base import Record
from collectors.errors import BadRecordError, SetupError
from collectors.fields import encode
from collectors.promises import CHECKS
from collectors.sources.trustpilot import as_the_public_sees
from collectors.testing import START, Clock, Spoil, Stage, open_http, run
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.trustpilot import PRIVATE, UNIT, PrivateTrustpilotWorld, TrustpilotWorld
from triage.mention import Item, State, Target

SOURCE = load("trustpilot")
SECRETS = {"TRUSTPILOT_API_KEY": "an-api-key"}


def mapped(**changes: object) -> Item:
    review = {
        "id": "a7",
        "consumer": {"id": "c7", "displayName": "Dana"},
        "stars": 1,
        "title": "Late again",
        "text": "Two weeks now",
        "language": "en",
        "createdAt": "2026-03-01T12:00:00.000Z",
        "updatedAt": None,
        **changes,
    }
    return SOURCE.map(Record(body=encode(review), content_type="application/json", seen_at=START))


def test_a_review_is_its_title_and_its_text_with_its_stars() -> None:
    item = mapped(numberOfLikes=4)

    assert (item.text, item.lang, item.created_at) == ("Late again\n\nTwo weeks now", "en", START)
    assert (item.rating, item.rating_max, item.likes) == (1.0, 5.0, 4)
    assert (item.author_id, item.author_name) == ("c7", "Dana")
    assert item.url == "https://www.trustpilot.com/reviews/a7"


@pytest.mark.parametrize(
    ("updated", "state"),
    [
        (None, State.LIVE),
        ("2026-03-01T12:00:00Z", State.LIVE),
        ("2026-03-01T13:00:00Z", State.EDITED),
    ],
)
def test_a_later_change_is_an_edit(updated: str | None, state: State) -> None:
    assert mapped(updatedAt=updated).state is state


@pytest.mark.parametrize(
    "changes",
    [{"stars": 0}, {"stars": "5"}, {"text": None}, {"createdAt": None}, {"consumer": None}, {"updatedAt": "soon"}],
)
def test_a_review_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_private_list_keeps_the_promises_too(check: Callable[[Stage], None]) -> None:
    with PrivateTrustpilotWorld() as world:
        run(check, world)


@pytest.mark.loopback
def test_neither_an_address_nor_an_order_number_is_in_any_record() -> None:
    with PrivateTrustpilotWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        review = world.publish(text="Late again", at=START - timedelta(hours=3))
        world.reply(review, text="We are sorry", at=START - timedelta(hours=2))
        for how in Spoil:
            world.spoil(world.publish(text="Spoilt", at=START - timedelta(hours=1)), how)
        pages = list(SOURCE.pull(http, world.target, since=None, until=START))

    records = [record for page in pages for record in page.records]
    assert [request.path for request in world.requests] == [PRIVATE] * 2
    assert len(records) == 4
    assert not any(b"secret" in record.body or "secret" in str(record.note) for record in records)


def held(names: list[str]) -> st.SearchStrategy[dict[str, object]]:
    """An object that holds a secret: plain under names that are not public, nested under any."""
    private = ["email", "referenceId", "orderId", "referralEmail", "tags", "location", "name"]
    plain = st.dictionaries(st.sampled_from(private), st.just("secret"))
    nested = st.dictionaries(
        st.sampled_from([*private, *names]), st.sampled_from([["secret"], {"id": "secret"}, [{"text": "secret"}]])
    )
    return st.builds(lambda one, other: {**one, **other}, plain, nested)


@given(
    review=held(["id", "text", "title", "consumer", "companyReply"]),
    consumer=st.none() | st.just("secret") | held(["id", "displayName"]),
    reply=st.none() | st.just("secret") | held(["text", "createdAt"]),
)
def test_what_is_not_public_is_never_kept(review: dict[str, object], consumer: object, reply: object) -> None:
    told = as_the_public_sees({**review, "consumer": consumer, "companyReply": reply})

    assert "secret" not in str(told)


@pytest.mark.parametrize("review", [None, "secret", ["secret"], 7])
def test_of_what_is_no_review_nothing_is_kept(review: object) -> None:
    assert as_the_public_sees(review) == ({"consumer": {}}, None)


@pytest.mark.loopback
def test_the_key_and_its_secret_are_turned_into_a_token() -> None:
    with PrivateTrustpilotWorld() as world, open_http(Clock(), secrets=world.secrets) as http:
        world.token_answer = Answer.json({"access_token": "an-access-token", "expires_in": "359999"})
        SOURCE.check(http, world.target)
        (asked,) = world.token_requests

    assert asked.form == {"grant_type": "client_credentials"}
    assert b64decode(asked.headers["authorization"].removeprefix("Basic ")) == b"an-api-key:a-secret"


@pytest.mark.loopback
def test_the_private_list_needs_a_secret_and_the_public_one_does_not() -> None:
    with (
        PrivateTrustpilotWorld() as world,
        open_http(Clock(), secrets=SECRETS) as http,
        pytest.raises(SetupError, match="TRUSTPILOT_API_SECRET"),
    ):
        SOURCE.check(http, world.target)
    with TrustpilotWorld() as world, open_http(Clock(), secrets=SECRETS) as http:
        assert UNIT in SOURCE.check(http, world.target)


@pytest.mark.loopback
def test_another_access_is_told() -> None:
    target = Target(id="t", collector="trustpilot", brands=(), account=UNIT, options=(("access", "all"),))
    with open_http(Clock(), secrets=SECRETS) as http, pytest.raises(SetupError, match="Option access of target t"):
        SOURCE.check(http, target)
