"""Lemmy in the shapes that the conformance suite does not reach."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from collectors import load
from collectors.base import Gone, Known, Record
from collectors.errors import BadRecordError, RefusedError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, Stage, open_http
from tests.collectors.servers.lemmy import LemmyWorld
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from triage.mention import Item, Kind, MentionKey, State, Target

SOURCE = load("lemmy")
COMMENT = {
    "id": 12,
    "ap_id": "https://far.example/comment/12",
    "content": "They never answer",
    "published": "2026-03-01T12:00:00.123456",
    "path": "0.11.12",
}
CREATOR = {"name": "dana", "actor_id": "https://far.example/u/dana"}


@pytest.fixture
def stage() -> Iterator[Stage]:
    clock = Clock()
    with LemmyWorld() as world, open_http(clock) as http:
        yield Stage(world=world, runner=MemoryRunner(world.source, world.target), http=http, clock=clock)


def mapped(**changes: object) -> Item:
    body = encode({"comment": COMMENT | changes, "creator": CREATOR})
    note = (("part", "comment"), ("parent", "https://far.example/comment/11"), ("root", "https://far.example/post/1"))
    return SOURCE.map(Record(body=body, content_type="", seen_at=START, note=note))


def test_a_comment_is_known_by_its_activitypub_id() -> None:
    item = mapped()

    assert (item.native_id, item.kind, item.author_id) == (COMMENT["ap_id"], Kind.REPLY, CREATOR["actor_id"])
    assert (item.parent_id, item.root_id) == ("https://far.example/comment/11", "https://far.example/post/1")


@pytest.mark.parametrize(
    ("changes", "state", "text"),
    [
        ({}, State.LIVE, "They never answer"),
        ({"updated": "2026-03-01T13:00:00Z"}, State.EDITED, "They never answer"),
        ({"deleted": True}, State.DELETED, None),
        ({"removed": True, "deleted": True}, State.REMOVED, None),
    ],
)
def test_what_became_of_a_comment_is_told(changes: dict[str, object], state: State, text: str | None) -> None:
    item = mapped(**changes)

    assert (item.state, item.text) == (state, text)


@pytest.mark.parametrize("changes", [{"content": None}, {"ap_id": ""}, {"published": None}, {"published": 7}])
def test_a_comment_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        mapped(**changes)


@pytest.mark.loopback
def test_a_comment_found_by_search_names_its_parent_which_is_asked_for_once(stage: Stage) -> None:
    post = stage.world.publish(text="Maple?", at=START - timedelta(days=40))
    parent = stage.world.publish(text="Who?", at=START - timedelta(days=40), parent=post)
    found = {stage.world.publish(text="Maple & Finch", at=START, parent=parent) for _ in range(3)}
    stage.collect()

    assert {(item.native_id, item.parent_id, item.root_id) for item in stage.runner.items.values()} == {
        (one, parent, post) for one in found
    }
    assert isinstance(stage.world, LemmyWorld)
    assert sum(request.path == "/api/v3/comment" for request in stage.world.requests) == 1


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer.json({"comment_view": {"comment": COMMENT | {"deleted": True}}}), State.DELETED),
        (Answer.json({"comment_view": {"comment": COMMENT | {"removed": True}}}), State.REMOVED),
        (Answer.json({"error": "couldnt_find_comment"}, status=400), State.DELETED),
        (Answer.json({"error": "couldnt_find_comment"}, status=404), State.DELETED),
    ],
    ids=["deleted", "removed", "missing, as older instances say it", "missing"],
)
def test_a_comment_that_is_gone_makes_a_tombstone(answer: Answer, state: State) -> None:
    with ScriptedServer({"/api/v3/comment": answer}) as server, open_http(Clock()) as http:
        target = Target(id="l", collector="lemmy", brands=(), account=server.url, query="x")
        known = Known(key=MentionKey(platform="lemmy", native_id="x"), note=(("part", "comment"), ("id", "12")))
        (gone,) = SOURCE.recheck(http, target, [known])

    assert isinstance(gone, Gone)
    assert gone.state is state


@pytest.mark.loopback
@pytest.mark.parametrize("body", [b'{"error": "unknown"}', b"<html>", b"[]"])
def test_another_400_makes_none(body: bytes) -> None:
    with ScriptedServer({"/api/v3/comment": Answer(body=body, status=400)}) as server, open_http(Clock()) as http:
        target = Target(id="l", collector="lemmy", brands=(), account=server.url, query="x")
        known = Known(key=MentionKey(platform="lemmy", native_id="x"), note=(("part", "comment"), ("id", "12")))
        with pytest.raises(RefusedError):
            list(SOURCE.recheck(http, target, [known]))


@pytest.mark.loopback
def test_below_a_comment_its_own_thread_is_read(stage: Stage) -> None:
    post = stage.world.publish(text="Maple?", at=START)
    first = stage.world.publish(text="Who?", at=START, parent=post)
    stage.world.publish(text="Another thread", at=START, parent=post)
    below = [stage.world.publish(text="The brand", at=START, parent=first)]
    below.append(stage.world.publish(text="Thanks", at=START, parent=below[0]))
    stage.collect()
    known = next(known for known in stage.runner.known() if known.key.native_id == first)

    found = [SOURCE.map(record) for record in SOURCE.answers(stage.http, stage.world.target, known)]

    assert [(item.native_id, item.parent_id) for item in found] == [(below[0], first), (below[1], below[0])]


@pytest.mark.loopback
def test_a_check_says_what_it_saw(stage: Stage) -> None:
    assert SOURCE.check(stage.http, stage.world.target).endswith("it shows no post yet")


@pytest.mark.loopback
def test_a_target_without_an_instance_or_a_query_says_so(stage: Stage) -> None:
    with pytest.raises(SetupError, match="names no instance or no query"):
        SOURCE.check(stage.http, Target(id="l", collector="lemmy", brands=(), account="lemmy.world"))
