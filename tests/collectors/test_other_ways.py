"""A source that reads in more than one way keeps every promise in each of them."""

from collections.abc import Callable

import pytest

from collectors.promises import CHECKS
from collectors.testing import Stage, run
from tests.collectors.servers.discourse import SearchedForumWorld
from tests.collectors.servers.loopback import LoopbackWorld
from tests.collectors.servers.reddit import SearchedRedditWorld
from tests.collectors.servers.x import XMentionsWorld
from tests.collectors.servers.youtube import YouTubeSearchWorld


@pytest.mark.long
@pytest.mark.loopback
@pytest.mark.parametrize("world", [SearchedForumWorld, SearchedRedditWorld, XMentionsWorld, YouTubeSearchWorld])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_another_way_keeps_the_promises(check: Callable[[Stage], None], world: type[LoopbackWorld]) -> None:
    with world() as started:
        why_not = run(check, started)

    if why_not:
        pytest.skip(why_not)
