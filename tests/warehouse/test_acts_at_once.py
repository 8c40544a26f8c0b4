"""People who act on the same cases at the same time wait for each other, and never for ever."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.dashboard.cases import NOW, fill
from tests.repwatch.steps import unfolded
from tests.servers.places import Place
from tests.servers.postgresql import running
from triage.actions import NotAllowedError
from warehouse import acts
from warehouse.cases import StaleCaseError
from warehouse.desk import Desk

AGENTS, ACTS = 8, 60


def merges_and_parts(url: str, cases: list[str], *, seed: int) -> int:
    """Merge any case into any other, take it back again; returns how many acts were let through."""
    chance, done = random.Random(seed), 0
    with closing(Desk(url)) as desk:
        for turn in range(ACTS):
            one, other = chance.sample(cases, 2)
            try:
                if turn % 2:
                    acts.undo(desk, one, by=f"agent {seed}", now=NOW)
                else:
                    acts.merge(desk, one, into=other, by=f"agent {seed}", now=NOW)
            except (NotAllowedError, StaleCaseError):
                continue
            done += 1
    return done


@pytest.mark.long
@pytest.mark.loopback
def test_agents_who_merge_and_part_the_same_cases_never_lock_each_other_out(tmp_path: Path) -> None:
    with running() as server:
        place = Place(home=tmp_path, server=server, database=server.create()).migrated()
        url = place.settings.desk
        with closing(Desk(url)) as desk, ThreadPoolExecutor(AGENTS) as agents:
            cases = fill(desk, range(1, 7))

            done = agents.map(lambda seed: merges_and_parts(url, cases, seed=seed), range(AGENTS))

            assert sum(done) > 0
            assert unfolded(desk) == []
