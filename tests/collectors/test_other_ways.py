"""A source that reads in more than one way keeps every promise in each of them."""

from collections.abc import Callable

import pytest

from collectors import ours
from collectors.promises import CHECKS
from collectors.testing import Stage, run
from tests.collectors.promised import worlds
from tests.collectors.servers.loopback import LoopbackWorld

OTHERS = {row: world for name in ours() for row, world in list(worlds(name).items())[1:]}


@pytest.mark.long
@pytest.mark.loopback
@pytest.mark.parametrize("world", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_another_way_keeps_the_promises(check: Callable[[Stage], None], world: type[LoopbackWorld]) -> None:
    with world() as started:
        why_not = run(check, started)

    if why_not:
        pytest.skip(why_not)
