"""Only a post that is said to be gone is gone: no strange answer passes for that."""

import pytest

from collectors import load
from collectors.base import Gone, Known
from collectors.errors import CollectError, RefusedError, RetryLaterError, SetupError
from collectors.testing import Clock, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from triage.mention import MentionKey, Target

pytestmark = pytest.mark.loopback

# where a source asks for one post again, and what it noted to find it
ONE_BY_ONE: dict[str, tuple[str, dict[str, str]]] = {
    "discourse": ("/posts/7.json", {"id": "7", "topic": "1", "number": "2"}),
    "github": ("/repos/maple/app/issues/7", {"path": "repos/maple/app/issues/7"}),
    "hackernews": ("/items/7", {}),
    "lemmy": ("/api/v3/comment", {"part": "comment", "id": "7"}),
    "mastodon": ("/api/v1/statuses/7", {}),
}
# where it asks for many together, and the answer leaves out what is gone
TOGETHER: dict[str, tuple[str, dict[str, str], dict[str, object]]] = {
    "reddit": ("/api/info", {}, {"data": {"children": []}}),
    "stackexchange": ("/questions/7", {"part": "question", "id": "7"}, {"items": []}),
    "x": ("/tweets", {}, {"errors": [{"value": "7", "type": "https://x.example/problems/resource-not-found"}]}),
    "youtube": ("/comments", {}, {"items": []}),
}
PLACES = ONE_BY_ONE | {name: (path, note) for name, (path, note, _) in TOGETHER.items()}
TOKEN = Answer.json({"access_token": "t", "expires_in": 3600})


def rechecked(name: str, answer: Answer) -> list[object]:
    source, (path, note) = load(name), PLACES[name]
    with (
        ScriptedServer({"/api/v1/access_token": TOKEN, path: answer}) as server,
        open_http(Clock(), secrets=dict.fromkeys(source.needs, "secret")) as http,
    ):
        target = Target(
            id="t", collector=name, brands=(), account=server.url, query="x", options=(("base", server.url),)
        )
        native_id = f"{server.url}/users/dana/statuses/7" if name == "mastodon" else "7"
        known = Known(key=MentionKey(platform=source.platform, native_id=native_id), note=tuple(note.items()))
        return list(source.recheck(http, target, [known]))


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(body=b"null"), RefusedError),
        (Answer(body=b"[]"), RefusedError),
        (Answer(body=b""), RetryLaterError),
        (Answer(body=b"<html>Not found</html>"), RetryLaterError),
        (Answer(body=b"{}", status=400), RefusedError),
        (Answer(body=b"{}", status=401), RefusedError),
        (Answer(body=b"{}", status=403), RefusedError),
        (Answer(body=b"{}", status=429), RetryLaterError),
        (Answer(body=b"{}", status=500), RetryLaterError),
    ],
    ids=["null", "list", "nothing", "html", "400", "401", "403", "429", "500"],
)
def test_a_strange_answer_makes_no_tombstone(name: str, answer: Answer, expected: type[CollectError]) -> None:
    with pytest.raises(expected):
        rechecked(name, answer)


@pytest.mark.parametrize("name", ONE_BY_ONE)
@pytest.mark.parametrize("status", [404, 410])
def test_a_post_that_is_gone_makes_one(name: str, status: int) -> None:
    (found,) = rechecked(name, Answer(body=b"", status=status))

    assert isinstance(found, Gone)
    assert found.key.platform == name


@pytest.mark.parametrize("name", TOGETHER)
def test_a_post_that_an_answer_leaves_out_makes_one(name: str) -> None:
    (found,) = rechecked(name, Answer.json(TOGETHER[name][2]))

    assert isinstance(found, Gone)


@pytest.mark.parametrize("name", TOGETHER)
@pytest.mark.parametrize("body", [b"{}", b'{"items": null}', b'{"data": []}'])
def test_a_list_that_is_missing_makes_none(name: str, body: bytes) -> None:
    try:
        found = rechecked(name, Answer(body=body))
    except RefusedError:
        return

    assert not any(isinstance(one, Gone) for one in found)


@pytest.mark.parametrize("name", TOGETHER)
@pytest.mark.parametrize("status", [404, 410])
def test_a_place_that_is_gone_is_no_deletion_of_the_posts_in_it(name: str, status: int) -> None:
    with pytest.raises(SetupError):
        rechecked(name, Answer(body=b"", status=status))


@pytest.mark.parametrize("name", ["discourse", "github", "lemmy"])
def test_a_post_that_nothing_was_noted_of_is_left_alone(name: str) -> None:
    source, known = load(name), Known(key=MentionKey(platform=name, native_id="7"))
    with ScriptedServer() as server, open_http(Clock()) as http:
        target = Target(
            id="t", collector=name, brands=(), account=server.url, query="x", options=(("base", server.url),)
        )

        assert [*source.recheck(http, target, [known]), *source.answers(http, target, known)] == []
