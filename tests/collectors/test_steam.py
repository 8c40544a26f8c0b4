"""Steam in the shapes that the conformance suite does not reach."""

from collections.abc import Iterator

import pytest

from collectors import load
from collectors.base import Gone, Record
from collectors.errors import BadRecordError, RefusedError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, Stage, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.collectors.servers.steam import SteamWorld
from triage.mention import Item, Kind, MentionKey, ReplyVisibility, State, Target

SOURCE = load("steam")
SECOND = int(START.timestamp())
REVIEW = {
    "recommendationid": "7",
    "author": {"steamid": "76561198000000000"},
    "language": "french",
    "review": "Il plante au démarrage",
    "timestamp_created": SECOND - 60,
    "timestamp_updated": SECOND - 60,
    "voted_up": False,
    "votes_up": 3,
}


@pytest.fixture
def stage() -> Iterator[Stage]:
    clock = Clock()
    with SteamWorld() as world, open_http(clock) as http:
        yield Stage(world=world, runner=MemoryRunner(world.source, world.target), http=http, clock=clock)


def mapped(**changes: object) -> Item:
    note = (("app", "440"),)
    return SOURCE.map(Record(body=encode({**REVIEW, **changes}), content_type="", seen_at=START, note=note))


def test_a_thumb_is_a_rating_of_one() -> None:
    assert (mapped().rating, mapped(voted_up=True).rating, mapped().rating_max) == (0.0, 1.0, 1.0)


def test_a_language_is_known_by_its_code_and_else_left_open() -> None:
    assert (mapped().lang, mapped(language="schinese").lang, mapped(language="klingon").lang) == ("fr", "zh", None)


def test_an_edit_is_a_later_update() -> None:
    assert mapped().state is State.LIVE
    assert (mapped(timestamp_updated=SECOND).state, mapped(timestamp_updated=SECOND).updated_at) == (
        State.EDITED,
        START,
    )


@pytest.mark.parametrize(
    "changes",
    [{"recommendationid": None}, {"author": "dana"}, {"timestamp_created": 10**20}, {"voted_up": 1}, {"review": None}],
)
def test_a_review_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
def test_a_review_and_its_answer_are_two_posts(stage: Stage) -> None:
    world = stage.world
    assert isinstance(world, SteamWorld)
    review = world.publish(text="It crashes", at=START)
    world.reply(review, text="Please try 1.0.2", at=START)
    stage.collect()

    items = {item.native_id: item for item in stage.runner.items.values()}
    answer = items[f"{review}/reply"]
    assert (answer.kind, answer.parent_id, answer.text) == (Kind.REPLY, review, "Please try 1.0.2")
    assert (answer.author_id, answer.is_owned) == ("app:440", True)
    assert items[review].kind is Kind.REVIEW
    assert {item.reply_visibility for item in items.values()} == {ReplyVisibility.IN_ITEM}


@pytest.mark.loopback
def test_an_answer_given_later_is_found_and_one_taken_back_is_gone(stage: Stage) -> None:
    world = stage.world
    assert isinstance(world, SteamWorld)
    review = world.publish(text="It crashes", at=START)
    stage.publish(world.page_cap)
    stage.collect()
    world.reply(review, text="Please try 1.0.2", at=START)
    for found in stage.recheck():
        assert isinstance(found, Record)
        stage.runner.store(found)
    assert f"{review}/reply" in stage.runner.ids()

    world.responses.clear()
    gone = [found.key for found in stage.recheck() if isinstance(found, Gone)]

    assert gone == [MentionKey(platform="steam", native_id=f"{review}/reply")]


@pytest.mark.loopback
def test_a_check_counts_the_reviews(stage: Stage) -> None:
    stage.publish(3)

    assert SOURCE.check(stage.http, stage.world.target) == "app 440 has 3 reviews"


@pytest.mark.loopback
def test_a_target_without_a_game_says_so() -> None:
    with open_http(Clock()) as http, pytest.raises(SetupError, match="names no game"):
        SOURCE.check(http, Target(id="g", collector="steam", brands=(), account="Portal"))


@pytest.mark.loopback
def test_reviews_that_are_counted_and_not_listed_are_a_new_format() -> None:
    body = Answer(body=b'{"response": {"query_summary": {"num_reviews": 2}}}')
    with ScriptedServer({"/IUserReviewsService/GetAppReviews/v1": body}) as server, open_http(Clock()) as http:
        target = Target(id="g", collector="steam", brands=(), account="440", options=(("base", server.url),))
        with pytest.raises(RefusedError, match="format has changed"):
            list(SOURCE.pull(http, target, since=None, until=START))
