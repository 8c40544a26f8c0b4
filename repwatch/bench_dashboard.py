"""Measures the console as people wait for it: real sessions at a server of its own, one and then several at once."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from repwatch import business, clock
from repwatch.health import answers_to
from repwatch.installation import console
from repwatch.ports import LOOPBACK
from repwatch.settings import Settings
from repwatch.wiring import App
from warehouse import inventing
from warehouse.inventing import Plan

_STARTS_WITHIN = timedelta(minutes=2)
_ROUND_WITHIN = timedelta(minutes=30)
_ALONE_SECONDS = 1.0
Figures = dict[str, float | int]


class BenchError(Exception):
    """The console did not start, or drew an error; says what it told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A store of how many posts and waiting cases, and how many people go round it, how hastily."""

    posts: int
    waiting: int
    people: int
    think_seconds: float
    """Between two acts of each where several act; one alone takes a second at most."""
    idle: int = 50
    """How many sessions are opened and left, to tell what one holds."""


def bench(wanted: Wanted, *, store: Path | None = None, on_step: Callable[[int, int], None]) -> Figures:
    """Milliseconds from an act to the last word that the server says about it, over the pages and acts of a shift.

    The first person comes to a console that was just started. A `store` that was filled before is taken as it is.
    """
    with tempfile.TemporaryDirectory(prefix="repwatch-bench-") as folder:
        home = store or Path(folder)
        _filled(home, wanted, on_step=on_step)
        desk = _copied(home / "desk.sqlite", Path(folder) / "rounds.sqlite")
        with _console(home, desk=desk, log=Path(folder) / "console.log") as (address, server):
            alone = min(wanted.think_seconds, _ALONE_SECONDS)
            cold, one = (_round(address, server, people=1, think_seconds=alone) for _ in range(2))
            several = _round(address, server, people=wanted.people, think_seconds=wanted.think_seconds)
            left = _driven(address, server, "--idle", str(wanted.idle))
    return {
        "posts": wanted.posts,
        "waiting_cases": wanted.waiting,
        **_told("just_started", cold),
        **_told("one", one),
        **_told("several", several),
        "people_at_once": wanted.people,
        "ratio_several_to_one_p95": _p95(several["steps"]) / _p95(one["steps"]),
        "idle_sessions": wanted.idle,
        "megabytes_per_session": left["megabytes_per_session"],
        "first_page_ms": 1000 * several["first_page_seconds"],
    }


def _filled(home: Path, wanted: Wanted, *, on_step: Callable[[int, int], None]) -> None:
    """See that `home` holds a store of the wanted size."""
    app = App.open(Settings(home=home))
    try:
        app.migrate()
        [stored] = app.lake.query("select count(*) as posts from raw.mention")
        if not stored["posts"]:
            now = clock.now()
            business.seed(app.desk, with_demo=False, now=now)
            plan = Plan(posts=wanted.posts, waiting=wanted.waiting, until=now)
            inventing.fill(app.desk, app.lake, plan, on_step=on_step)
            app.build(is_full=True)
        elif stored["posts"] != wanted.posts:
            raise BenchError(f"{home} holds {stored['posts']} posts, not {wanted.posts}: name another folder.")
    finally:
        app.close()


def _copied(filled: Path, copy: Path) -> Path:
    """A desk to act on: the acts of one run, on the same cases each time, are not to be what the next one measures."""
    with closing(sqlite3.connect(filled)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


@contextmanager
def _console(home: Path, *, desk: Path, log: Path) -> Iterator[tuple[str, int]]:
    """A console over `home` and a desk in a process of its own: its address and its number."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = int(probe.getsockname()[1])
    own = {"REPWATCH_HOME": str(home.absolute()), "REPWATCH_AUTH_MODE": "local"}
    own["REPWATCH_DESK_URL"] = f"sqlite:///{desk.absolute()}"
    command = [sys.executable, "-P", "-m", *console(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env={**os.environ, **own}, stdout=out, stderr=subprocess.STDOUT)  # noqa: S603 -- our own console
    try:
        give_up_at = time.monotonic() + _STARTS_WITHIN.total_seconds()
        while not answers_to(port, "/_stcore/health"):
            if process.poll() is not None or time.monotonic() > give_up_at:
                raise BenchError(f"The console did not start: {log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.2)
        yield f"http://{LOOPBACK}:{port}", process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _round(address: str, server: int, *, people: int, think_seconds: float) -> dict[str, Any]:
    """What so many people waited for."""
    return _driven(address, server, "--people", str(people), "--think", str(think_seconds))


def _driven(address: str, server: int, *asked: str) -> dict[str, Any]:
    """What the driver measured, in its own process so that its work is not taken for the console's."""
    command = [sys.executable, "-P", "-m", "dashboard.driving", address, "--server", str(server), *asked]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_ROUND_WITHIN.total_seconds(), check=False)  # noqa: S603 -- our own driver
    if done.returncode != 0:
        raise BenchError(f"The sessions failed ({' '.join(asked)}): {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _told(name: str, found: Mapping[str, Any]) -> Figures:
    steps = found["steps"]
    told: Figures = {
        f"{name}_acts": len(steps),
        f"{name}_p50_ms": 1000 * median(step["seconds"] for step in steps),
        f"{name}_p95_ms": 1000 * _p95(steps),
        f"{name}_slowest_ms": 1000 * max(step["seconds"] for step in steps),
        f"{name}_cpu_ms_per_act": 1000 * found["cpu_seconds"] / len(steps),
        f"{name}_p95_cpu_ms": 1000 * _p95(steps, of="cpu_seconds"),
    }
    for step in dict.fromkeys(step["step"] for step in steps):
        told[f"{name}_p95_ms {step}"] = 1000 * _p95([one for one in steps if one["step"] == step])
    return told


def _p95(steps: list[dict[str, Any]], *, of: str = "seconds") -> float:
    seconds = [step[of] for step in steps]
    return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else float(seconds[0])
