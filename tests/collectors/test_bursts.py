"""A burst far beyond a page is stored whole, wherever pulls die and however often they are told to wait."""

import sys
from datetime import timedelta
from time import perf_counter

import pytest

from collectors.errors import RetryLaterError
from collectors.http import HttpClient
from collectors.testing import START, Clock, Fault, MemoryRunner, open_http
from tests.collectors.servers.github import GitHubWorld
from tests.collectors.servers.hackernews import HackerNewsWorld
from tests.collectors.servers.loopback import LoopbackWorld
from tests.collectors.servers.mastodon import MastodonWorld
from tests.collectors.servers.stackexchange import StackExchangeWorld
from tests.collectors.servers.trustpilot import TrustpilotWorld

STYLES: dict[str, type[LoopbackWorld]] = {
    "forward cursor": MastodonWorld,
    "newest first": HackerNewsWorld,
    "page number": TrustpilotWorld,
    "time window, questions": StackExchangeWorld,
    "time window, issues": GitHubWorld,
}
SHORT = Fault(status=429, headers={"Retry-After": "5"})
LONG = Fault(status=429, headers={"Retry-After": "1800"})


def burst(world: LoopbackWorld, *, posts: int, page_cap: int) -> set[str]:
    """A world with so many posts, one every two minutes until now."""
    world.page_cap = page_cap
    step = timedelta(minutes=2)
    return {world.publish(text=f"Parcel {n} is late", at=START - (posts - n) * step) for n in range(posts)}


def limits_of(turn: int) -> list[Fault]:
    """The truth for the most part; every third answer asks for seconds, now and then one for half an hour."""
    return [LONG if n % 17 == 11 else SHORT if n % 3 == 1 else Fault() for n in range(turn, turn + 50)]


def die_behind_every_page(world: LoopbackWorld, http: HttpClient, clock: Clock, *, pages: int) -> MemoryRunner:
    """Pulls that die as soon as a page brought something new, until none does; then one that is left alone."""
    runner = MemoryRunner(world.source, world.target)
    turn, crash_after = 0, 1
    while len(runner.items) < len(world.posts):
        known, turn = len(runner.items), turn + 1
        assert turn <= 6 * pages, "crashes keep a pull from going on"
        world.fail(*limits_of(turn))
        try:
            runner.collect(http, until=START, crash_after=crash_after)
        except RetryLaterError as later:
            clock.pass_by(later.after)
        # what a pull reads again for late posts may fill its first pages
        crash_after = 1 if len(runner.items) > known else crash_after + 1
    world.fail()
    runner.collect(http, until=START)
    return runner


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("posts", "page_cap"), [(42, 6), pytest.param(5_000, 100, marks=pytest.mark.long, id="5000-100")]
)
@pytest.mark.parametrize("style", STYLES)
def test_a_burst_is_stored_whole_though_every_page_is_the_last_of_its_pull(
    style: str, posts: int, page_cap: int, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    with STYLES[style]() as world, open_http(clock, secrets=world.secrets) as http:
        published = burst(world, posts=posts, page_cap=page_cap)
        undisturbed, started = MemoryRunner(world.source, world.target), perf_counter()
        pages = undisturbed.collect(http, until=START)
        rate = posts / (perf_counter() - started)

        disturbed = die_behind_every_page(world, http, clock, pages=pages)

    assert pages >= posts // page_cap
    assert undisturbed.ids() == disturbed.ids() == published
    assert not disturbed.quarantine
    if posts > 1_000:
        with capsys.disabled():
            sys.stdout.write(
                f"\n{style}: {posts:,} of {posts:,} over {pages} pages, {rate:,.0f} a second undisturbed\n"
            )
