"""What an act draws, over the wire: the next case no more than itself, an act also the counts above the list."""

import asyncio
import json
from pathlib import Path

import pytest

from dashboard.driving.wire import Session, connected
from repwatch import clock
from tests.dashboard.cases import installation
from tests.e2e.console import serving

pytestmark = [pytest.mark.long, pytest.mark.loopback]


def opened_case(session: Session) -> str:
    return str(json.loads(session.widgets["queue_list"].json)["selected"])


def test_the_next_case_draws_list_and_case_and_an_act_the_counts_too(tmp_path: Path) -> None:
    ids = installation(tmp_path, cases=range(1, 4), now=clock.now())

    async def work(address: str) -> None:
        async with connected(address, query="as=ann") as session:
            await session.start()
            mine, sorting = session.widgets["tab_mine"], session.widgets["sorting"]

            await session.press("move_J")

            assert opened_case(session) == ids[1]
            assert session.widgets["tab_mine"] is mine
            assert "**0**" in mine.label

            await session.press("act_claim")

            assert "**1**" in session.widgets["tab_mine"].label
            assert session.widgets["sorting"] is sorting

            await session.press("tab_mine")

            assert opened_case(session) == ids[1]
            assert session.widgets["tab_mine"].type == "primary"
            assert session.widgets["sorting"] is not sorting

    with serving(tmp_path) as address:
        asyncio.run(work(address))
