"""Only a post that is said to be gone is gone: no strange answer passes for that."""

import pytest

from collectors import load
from collectors.base import Gone, Known
from collectors.errors import CollectError, RefusedError, RetryLaterError
from collectors.testing import Clock, open_http
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from triage.mention import MentionKey, Target

pytestmark = pytest.mark.loopback

PATHS = {"hackernews": "/items/7", "mastodon": "/api/v1/statuses/7"}


def rechecked(name: str, answer: Answer) -> list[object]:
    with ScriptedServer({PATHS[name]: answer}) as server, open_http(Clock()) as http:
        target = Target(
            id="t", collector=name, brands=(), account=server.url, query="x", options=(("base", server.url),)
        )
        native_id = "7" if name == "hackernews" else f"{server.url}/users/dana/statuses/7"
        return list(load(name).recheck(http, target, [Known(key=MentionKey(platform=name, native_id=native_id))]))


@pytest.mark.parametrize("name", PATHS)
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


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("status", [404, 410])
def test_a_post_that_is_gone_makes_one(name: str, status: int) -> None:
    (found,) = rechecked(name, Answer(body=b"", status=status))

    assert isinstance(found, Gone)
    assert found.key.platform == name
