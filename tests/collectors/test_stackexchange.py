"""Stack Exchange in the shapes that the conformance suite does not reach."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from collectors import load
from collectors.base import Record
from collectors.errors import BadRecordError, RefusedError, RetryLaterError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, Stage, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.collectors.servers.stackexchange import StackExchangeWorld
from triage.mention import Item, Kind, State, Target

SOURCE = load("stackexchange")
SECOND = int(START.timestamp())
QUESTION = {
    "question_id": 7,
    "title": "Maple &amp; Finch: how?",
    "body": "<p>It is <b>late</b></p>",
    "creation_date": SECOND,
    "last_activity_date": SECOND,
    "link": "https://unix.stackexchange.com/questions/7/maple",
    "owner": {"user_id": 3, "display_name": "D&#225;na"},
}


@pytest.fixture
def stage() -> Iterator[Stage]:
    clock = Clock()
    with StackExchangeWorld() as world, open_http(clock, secrets={"STACKEXCHANGE_KEY": "k"}) as http:
        yield Stage(world=world, runner=MemoryRunner(world.source, world.target), http=http, clock=clock)


def mapped(*, part: str = "question", **changes: object) -> Item:
    note = (("site", "unix"), ("part", part), ("question", "7"), ("post", "8" if part == "comment" else ""))
    return SOURCE.map(Record(body=encode({**QUESTION, **changes}), content_type="", seen_at=START, note=note))


def pulled(answer: Answer) -> list[str]:
    with ScriptedServer({"/search/advanced": answer}) as server, open_http(Clock()) as http:
        options = (("base", server.url),)
        target = Target(id="t", collector="stackexchange", brands=(), account="unix", query="x", options=options)
        pages = SOURCE.pull(http, target, since=None, until=START)
        return [record.noted("id") for page in pages for record in page.records]


def test_a_question_is_its_title_and_its_text() -> None:
    item = mapped()

    assert (item.native_id, item.kind, item.text) == ("unix/7", Kind.MENTION, "Maple & Finch: how?\n\nIt is late")
    assert (item.author_id, item.author_name, item.url) == ("unix/3", "Dána", QUESTION["link"])


def test_comments_are_numbered_apart_and_stand_below_a_post() -> None:
    answer, comment = mapped(part="answer", answer_id=9), mapped(part="comment", comment_id=9, edited=True)

    assert (answer.native_id, answer.parent_id, answer.root_id) == ("unix/9", "unix/7", "unix/7")
    assert (comment.native_id, comment.parent_id, comment.root_id) == ("unix/comment/9", "unix/8", "unix/7")
    assert comment.state is State.EDITED


def test_an_edit_names_its_time() -> None:
    item = mapped(last_edit_date=SECOND + 60)

    assert (item.state, item.updated_at) == (State.EDITED, START + timedelta(minutes=1))


def test_a_user_who_left_has_no_id() -> None:
    assert mapped(owner={"user_type": "does_not_exist", "display_name": "user3"}).author_id is None


@pytest.mark.parametrize("changes", [{"title": None}, {"question_id": "7"}, {"owner": 3}, {"creation_date": "today"}])
def test_a_question_of_another_shape_is_a_bad_record(changes: dict[str, Any]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("too many requests from this IP, more requests available in 78 seconds", timedelta(seconds=78)),
        ("too many requests", timedelta(hours=1)),
    ],
)
def test_a_throttle_is_a_wait_though_it_comes_as_a_400(said: str, after: timedelta) -> None:
    body = {"error_id": 502, "error_name": "throttle_violation", "error_message": said}

    with pytest.raises(RetryLaterError) as caught:
        pulled(Answer.json(body, status=400))

    assert caught.value.after == after


@pytest.mark.loopback
@pytest.mark.parametrize("body", [b'{"error_name": "bad_parameter"}', b"<html>", b"[]"])
def test_any_other_400_is_told(body: bytes) -> None:
    with pytest.raises(RefusedError, match="does not understand the request"):
        pulled(Answer(body=body, status=400))


@pytest.mark.loopback
def test_a_spent_quota_is_waited_for_until_midnight_and_what_came_is_kept(stage: Stage) -> None:
    world = stage.world
    assert isinstance(world, StackExchangeWorld)
    world.quota = 1
    stage.publish(world.page_cap + 1)

    with pytest.raises(RetryLaterError) as caught:
        stage.collect()

    assert caught.value.after == timedelta(hours=12)
    assert len(stage.runner.items) == world.page_cap
    assert len(world.requests) == 1


@pytest.mark.loopback
def test_a_backoff_in_a_body_is_waited_for() -> None:
    clock = Clock()
    questions = [{**QUESTION, "question_id": n, "last_activity_date": SECOND - n} for n in (1, 2)]
    answers = [
        Answer.json({"items": questions[:1], "has_more": True, "backoff": 10}),
        Answer.json({"items": questions[1:], "has_more": False}),
    ]
    with ScriptedServer({"/search/advanced": answers}) as server, open_http(clock) as http:
        options = (("base", server.url),)
        target = Target(id="t", collector="stackexchange", brands=(), account="unix", query="x", options=options)
        list(SOURCE.pull(http, target, since=None, until=START))

    assert clock.slept == timedelta(seconds=10)


@pytest.mark.loopback
def test_a_key_is_given_where_the_target_names_one(stage: Stage) -> None:
    options = (*stage.world.target.options, ("key", "STACKEXCHANGE_KEY"))
    target = Target(
        id="t", collector="stackexchange", brands=(), account="unix.stackexchange.com", query="x", options=options
    )

    assert SOURCE.check(stage.http, target) == "unix can be read; 299 requests are left today"
    assert isinstance(stage.world, StackExchangeWorld)
    assert (stage.world.requests[0].query["key"], stage.world.requests[0].query["site"]) == ("k", "unix")


@pytest.mark.loopback
@pytest.mark.parametrize(("account", "query"), [("", "x"), ("unix", "")])
def test_a_target_without_a_site_or_a_query_says_so(stage: Stage, account: str, query: str) -> None:
    target = Target(id="t", collector="stackexchange", brands=(), account=account, query=query)

    with pytest.raises(SetupError, match="names no site or no query"):
        SOURCE.check(stage.http, target)
