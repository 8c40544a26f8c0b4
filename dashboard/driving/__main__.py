"""Run as `python -m dashboard.driving http://127.0.0.1:8501 --server PID`; prints what was measured as JSON."""

import argparse
import asyncio
import json
import os
import re
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

from dashboard.driving.crowd import megabytes_each
from dashboard.driving.tour import Tours
from dashboard.driving.wire import connected

_ASSET = re.compile(r'(?:src|href)="(\./[^"]+\.(?:js|css))"')


def main() -> None:
    """Go round once, and tell."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.driving")
    parser.add_argument("address")
    parser.add_argument("--server", type=int, required=True)
    parser.add_argument("--people", type=int, default=1)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--idle", type=int, default=0, help="Tell what so many sessions hold that only look.")
    asked = parser.parse_args()
    if asked.idle:
        held = megabytes_each(asked.address, people=asked.idle, megabytes=partial(_megabytes, asked.server))
        print(json.dumps({"megabytes_per_session": asyncio.run(held)}))  # noqa: T201 -- a program's output
        return
    people = Tours(
        address=asked.address,
        people=asked.people,
        think=asked.think,
        cpu_seconds=partial(_cpu_seconds, asked.server),
    )
    told = asdict(asyncio.run(people.go())) | {"first_page_seconds": _first_page(asked.address)}
    print(json.dumps(told))  # noqa: T201 -- a program's output


def _first_page(address: str) -> float:
    """What a browser that was never here asks for, one after the other, to the last word of the first page."""
    started = time.perf_counter()
    page = _fetched(f"{address}/").decode()
    for asset in dict.fromkeys(_ASSET.findall(page)):
        _fetched(urljoin(f"{address}/", asset))
    asyncio.run(_start(address))
    return time.perf_counter() - started


async def _start(address: str) -> None:
    async with connected(address, query="as=Agent+0") as session:
        await session.start()


def _fetched(url: str) -> bytes:
    request = Request(url, headers={"Accept-Encoding": "identity"})  # noqa: S310 -- the console that we were told to drive
    with urlopen(request, timeout=60) as answer:  # noqa: S310 -- the same
        body: bytes = answer.read()
    return body


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


main()
