"""Processes of their own that start quickly, tell how they ended, and can be killed at any instant."""

import multiprocessing
import os
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

# forked from a small server that has imported everything and opened nothing
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["repwatch.wiring", "tests.servers.places"])
ROOT = Path(__file__).resolve().parents[2]
Say = Callable[[str], None]
"""Tells the test that a point is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """Where a test is: the server its processes are forked from may have been started by an earlier one."""

    variables: dict[str, str]
    folder: Path

    def enter(self) -> None:
        """Be here."""
        os.environ.clear()
        os.environ.update(self.variables)
        os.chdir(self.folder)


def _here() -> _Here:
    return _Here(variables=dict(os.environ), folder=Path.cwd())


class Child:
    """One process that runs `work(say, *arguments)`; killed at the end of the block if it still runs."""

    def __init__(self, work: Callable[..., Any], *arguments: object) -> None:
        self._here, there = _CONTEXT.Pipe()
        self._there = there
        self._process = _CONTEXT.Process(target=_run, args=(there, _here(), work, arguments), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self._there.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._here.close()

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid is not None
        return self._process.pid

    def hears(self, word: str) -> None:
        """Wait until the child says this word."""
        said = self._here.recv()
        assert said == word, said

    def go_on(self) -> None:
        """Let a child go on that waits for its `say` to return."""
        self._here.send("go on")

    def is_over(self) -> bool:
        """Whether the work has ended; AssertionError with the child's own trace where it failed."""
        if not self._here.poll():
            return False
        self.result()
        return True

    def result(self) -> Any:  # noqa: ANN401 -- whatever the work returns
        """What the work returned; AssertionError with the child's own trace where it failed."""
        kind, value = self._here.recv()
        self._process.join()
        assert kind == "done", value
        return value

    def kill(self) -> None:
        """SIGKILL, now."""
        self._process.kill()
        self._process.join()


@contextmanager
def running(log: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[Callable[[], bool]]:
    """`python -m uvicorn` with these arguments in a process of its own; what it says goes to `log`.

    Yields whether it still lives.
    """
    # not forked: a console that inherits what others have loaded was seen to draw no page
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield lambda: process.poll() is None
        finally:
            process.terminate()
            try:
                process.wait(timeout=60)
            finally:
                process.kill()


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def killed_after(seconds: float, work: Callable[..., Any], *arguments: object) -> None:
    """Run work in a process that says "ready" and is killed so long after it."""
    with Child(work, *arguments) as child:
        child.hears("ready")
        child.go_on()
        time.sleep(seconds)


def all_of(children: Sequence[tuple[Callable[..., Any], Sequence[object]]]) -> list[Any]:
    """Run works at the same time: each says "ready" first, and none goes on before all have."""
    started = [Child(work, *arguments).__enter__() for work, arguments in children]
    try:
        for child in started:
            child.hears("ready")
        for child in started:
            child.go_on()
        return [child.result() for child in started]
    finally:
        for child in started:
            child.__exit__(None, None, None)


def _run(pipe: Connection, here: _Here, work: Callable[..., Any], arguments: Sequence[object]) -> None:
    def say(word: str) -> None:
        pipe.send(word)
        pipe.recv()

    here.enter()
    try:
        pipe.send(("done", work(say, *arguments)))
    except BaseException:  # noqa: BLE001 -- the test shall show it, whatever it is
        pipe.send(("failed", traceback.format_exc()))
