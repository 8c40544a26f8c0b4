"""Collectors of communities over responses that real servers sent; what is expected was counted by hand."""

import pytest

from collectors import load
from collectors.base import Page
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.recorded import recorded
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from tests.yardstick import needs_recordings
from triage.mention import Item, Kind, State, Target

pytestmark = [needs_recordings, pytest.mark.loopback]


def pulled(collector: str, answers: dict[str, Answer | list[Answer]], **target: str) -> tuple[Page, list[Item]]:
    """The first page of a pull, and its items."""
    source = load(collector)
    with (
        ScriptedServer(answers) as server,
        open_http(Clock(), secrets=dict.fromkeys(source.needs, "secret")) as http,
    ):
        options = (("base", server.url), ("history_days", "20000"))
        given = {name: value.format(server=server.url) for name, value in target.items()}
        runner = MemoryRunner(source, Target(id="t", collector=collector, brands=(), options=options, **given))
        page = next(iter(source.pull(http, runner.target, since=None, until=START)))
        for record in page.records:
            runner.store(record)
    assert not runner.quarantine
    return page, list(runner.items.values())


@pytest.mark.parametrize(
    ("name", "reviews", "answers", "languages"),
    [("GetAppReviews_v1_documented", 1, 1, {"en"}), ("appreviews_legacy_shape", 2, 1, {"en", "fr"})],
)
def test_reviews_of_steam_are_read(name: str, reviews: int, answers: int, languages: set[str]) -> None:
    _, items = pulled("steam", {"/IUserReviewsService/GetAppReviews/v1": recorded(f"steam/{name}.json")}, account="440")

    assert sum(item.kind is Kind.REVIEW for item in items) == reviews
    assert sum(item.is_owned for item in items) == answers
    assert {item.lang for item in items if item.lang} == languages
    assert sum(item.state is State.EDITED for item in items) == (name == "GetAppReviews_v1_documented")
