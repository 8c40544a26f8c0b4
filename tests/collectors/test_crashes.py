"""Whatever is posted between pulls, and wherever they crash, every post is stored in the end."""

from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors.servers.bluesky import BlueskyWorld, MentionsWorld
from tests.collectors.servers.discourse import DiscourseWorld
from tests.collectors.servers.feeds import FeedWorld
from tests.collectors.servers.github import GitHubWorld
from tests.collectors.servers.hackernews import HackerNewsWorld
from tests.collectors.servers.loopback import LoopbackWorld
from tests.collectors.servers.mastodon import MastodonWorld
from tests.collectors.servers.reddit import RedditWorld
from tests.collectors.servers.youtube import YouTubeWorld

# posts of one hour in any order: what comes later than the overlap of a source is beyond its promise
_SECONDS = st.integers(0, 3_500)
_ROUNDS = st.lists(st.tuples(st.lists(_SECONDS, max_size=14), st.none() | st.integers(1, 4)), max_size=5)


class EndlessHackerNewsWorld(HackerNewsWorld):
    """Lists all posts of one second: more than it lists are told as capped, not found."""

    most_pages = 100


class EndlessBlueskyWorld(BlueskyWorld):
    """The same of Bluesky."""

    most_listed = 100


@pytest.mark.loopback
@pytest.mark.parametrize(
    "world_class",
    [
        DiscourseWorld,
        EndlessBlueskyWorld,
        EndlessHackerNewsWorld,
        FeedWorld,
        GitHubWorld,
        MastodonWorld,
        MentionsWorld,
        RedditWorld,
        YouTubeWorld,
    ],
)
@settings(max_examples=settings().max_examples // 3)  # each is a server, and there are ten worlds
@given(rounds=_ROUNDS)
@example(
    rounds=[
        (list(range(500, 507)), None),
        (list(range(100, 110)), None),
        (list(range(164, 176)), None),
        ([40, 164, 224, 240, 292, 354, 386, 424, 759, 1278, 165, 166], None),
    ]
)
def test_no_order_of_posts_and_crashes_loses_one(
    world_class: type[LoopbackWorld], rounds: list[tuple[list[int], int | None]]
) -> None:
    published = set()
    with world_class() as world, open_http(Clock(), secrets=world.secrets) as http:
        runner = MemoryRunner(world.source, world.target)
        for seconds, crash_after in rounds:
            for second in seconds:
                at = START - timedelta(hours=2) + timedelta(seconds=second)
                published.add(world.publish(text=f"Late {second}", at=at))
            runner.collect(http, until=START, crash_after=crash_after)
        runner.collect(http, until=START)

    assert runner.ids() == published
