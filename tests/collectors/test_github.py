"""GitHub in the shapes that the conformance suite does not reach."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from collectors import load
from collectors.base import Record
from collectors.errors import BadRecordError, SetupError
from collectors.fields import encode
from collectors.testing import START, Clock, MemoryRunner, Stage, open_http
from tests.collectors.servers.github import GitHubWorld
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from triage.mention import Item, Kind, State, Target

SOURCE = load("github")
ISSUE = {
    "id": 12_068_673,
    "url": "https://api.github.com/repos/maple/app/issues/9",
    "html_url": "https://github.com/maple/app/issues/9",
    "title": "It crashes",
    "body": None,
    "user": {"login": "dana", "id": 7},
    "created_at": "2026-03-01T11:00:00Z",
    "updated_at": "2026-03-01T12:00:00Z",
    "comments": 2,
}


@pytest.fixture
def stage() -> Iterator[Stage]:
    clock = Clock()
    with GitHubWorld() as world, open_http(clock, secrets={"GITHUB_TOKEN": "t"}) as http:
        yield Stage(world=world, runner=MemoryRunner(world.source, world.target), http=http, clock=clock)


def mapped(note: tuple[tuple[str, str], ...] = (), **changes: object) -> Item:
    return SOURCE.map(Record(body=encode({**ISSUE, **changes}), content_type="", seen_at=START, note=note))


def searching(server: ScriptedServer, *, query: str = "maple") -> Target:
    return Target(id="t", collector="github", brands=(), query=query, options=(("base", server.url),))


def test_an_issue_may_have_no_text_and_no_author() -> None:
    item = mapped(user=None)

    assert (item.native_id, item.kind, item.text) == ("issue/12068673", Kind.MENTION, "It crashes")
    assert (item.author_id, item.replies, item.state) == (None, 2, State.LIVE)


def test_a_comment_that_was_updated_was_edited_and_names_its_issue() -> None:
    item = mapped((("part", "comment"), ("issue", "5")), body="Same here")

    assert (item.native_id, item.kind, item.state) == ("comment/12068673", Kind.REPLY, State.EDITED)
    assert (item.parent_id, item.root_id, item.updated_at) == ("issue/5", "issue/5", START)


@pytest.mark.parametrize("changes", [{"title": None}, {"id": "9"}, {"user": {"login": "dana"}}, {"created_at": "soon"}])
def test_an_issue_of_another_shape_is_a_bad_record(changes: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        SOURCE.map(Record(body=encode(ISSUE | changes), content_type="", seen_at=START))


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("query", "asked"),
    [("maple", "maple is:issue"), ("maple is:pr", "maple is:pr"), ("type:issue maple", "type:issue maple")],
)
def test_a_search_says_what_it_is_for_and_between_when(stage: Stage, query: str, asked: str) -> None:
    with ScriptedServer({"/search/issues": Answer.json({"total_count": 0, "items": []})}) as server:
        list(SOURCE.pull(stage.http, searching(server, query=query), since=None, until=START))

        window = "updated:2026-01-30T11:00:00Z..2026-03-01T12:00:00Z"
        assert server.requests[0].query["q"] == f"{asked} {window}"


@pytest.mark.loopback
def test_more_issues_in_one_second_than_a_search_gives_are_told_as_capped(stage: Stage) -> None:
    issues = [{**ISSUE, "id": n} for n in range(100)]
    answer = Answer.json({"total_count": 2_000, "items": issues})
    with ScriptedServer({"/search/issues": [*[answer] * 10, Answer.json({"total_count": 0, "items": []})]}) as server:
        pages = list(SOURCE.pull(stage.http, searching(server), since=None, until=START))
        asked = [request.query["page"] for request in server.requests]

    assert [page.capped for page in pages] == [*[False] * 9, True, False]
    assert asked == [*[str(n) for n in range(1, 11)], "1"]


@pytest.mark.loopback
def test_a_search_that_took_too_long_is_told_as_capped(stage: Stage) -> None:
    answer = Answer.json({"total_count": 1, "incomplete_results": True, "items": [ISSUE]})
    with ScriptedServer({"/search/issues": answer}) as server:
        (page,) = SOURCE.pull(stage.http, searching(server), since=None, until=START)

    assert page.capped


@pytest.mark.loopback
def test_an_abuse_limit_is_a_wait_though_it_comes_as_a_403(stage: Stage) -> None:
    limit = Answer(body=b"{}", status=403, headers={"Retry-After": "60"})
    found = Answer.json({"total_count": 0, "items": []})
    with ScriptedServer({"/search/issues": [limit, found]}) as server:
        list(SOURCE.pull(stage.http, searching(server), since=None, until=START))

    assert stage.clock.slept == timedelta(minutes=1)


@pytest.mark.loopback
def test_what_the_author_is_to_the_repository_is_noted(stage: Stage) -> None:
    comment = {**ISSUE, "body": "Fixed", "author_association": "MEMBER", "url": "https://api.github.com/repos/m/a/c/1"}
    issue = stage.world.publish(text="It crashes", at=START)
    stage.collect()
    (known,) = stage.runner.known()
    path = "/repos/maple/app/issues/" + issue.removeprefix("issue/") + "/comments"
    with ScriptedServer({path: Answer.json([comment])}) as server:
        (record,) = SOURCE.answers(stage.http, searching(server), known)

    assert (record.noted("is"), record.noted("issue"), record.noted("path")) == (
        "MEMBER",
        issue.removeprefix("issue/"),
        "repos/m/a/c/1",
    )


@pytest.mark.loopback
def test_comments_beside_a_comment_are_read_to_the_last_page(stage: Stage) -> None:
    issue = stage.world.publish(text="It crashes", at=START - timedelta(hours=1))
    comments = {stage.world.publish(text=f"Here too {n}", at=START, parent=issue) for n in range(102)}
    stage.collect()
    (known,) = stage.runner.known()
    for record in SOURCE.answers(stage.http, stage.world.target, known):
        stage.runner.store(record)
    beside = next(known for known in stage.runner.known() if known.key.native_id in comments)

    found = {SOURCE.map(record).native_id for record in SOURCE.answers(stage.http, stage.world.target, beside)}

    assert found == comments


@pytest.mark.loopback
def test_a_token_is_sent_where_the_target_names_one(stage: Stage) -> None:
    target = stage.world.target
    with_token = Target(
        id="t", collector="github", brands=(), query="maple", options=(*target.options, ("token", "GITHUB_TOKEN"))
    )
    assert SOURCE.check(stage.http, target) == "0 issues match '\"maple finch\"'"
    SOURCE.check(stage.http, with_token)

    assert isinstance(stage.world, GitHubWorld)
    sent = [request.headers.get("authorization") for request in stage.world.requests]
    assert sent == [None, "Bearer t"]


@pytest.mark.loopback
def test_a_target_without_a_query_says_so(stage: Stage) -> None:
    with pytest.raises(SetupError, match="has no query"):
        SOURCE.check(stage.http, Target(id="t", collector="github", brands=()))
