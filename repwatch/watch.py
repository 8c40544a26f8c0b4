"""The supervisor process: starts the services of a plan, restarts those that die, and writes down who runs."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from repwatch import clock
from repwatch.plan import PLAN, Patience, Plan, ProcessStatus, Service, Snapshot, Stage, write_snapshot
from repwatch.ports import answers
from repwatch.processes import Identity, end_session, identify, kill_session

GLANCE = 0.3  # seconds between two looks at the children
LOG_BYTES = 20_000_000


class Child:
    """One service while it is watched."""

    def __init__(self, service: Service, *, logs: Path, env: dict[str, str], patience: Patience) -> None:
        self.status = ProcessStatus(
            name=service.name,
            stage=Stage.WAITING,
            log=logs / f"{service.name}.log",
            stop_within=service.stop_within,
        )
        self._service = service
        self._env = env
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_again_at = 0.0
        self._quick_deaths = 0

    def start(self) -> None:
        """Start it in a session of its own, so that all its descendants can be found."""
        with self.status.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 -- the plan is ours
                self._service.argv,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._started_at = time.monotonic()
        self._become(Stage.RUNNING, identity=identify(self._process.pid))

    def tend(self) -> None:
        """Look once: bury the dead, start again what has waited long enough, keep the log short."""
        shorten(self.status.log)
        match self.status.stage:
            case Stage.RUNNING if self.exit_code() is not None:
                self._bury()
            case Stage.WAITING if self._is_due():
                # the first start is no restart
                self.status = replace(self.status, restarts=self.status.restarts + (self._process is not None))
                self.start()
            case _:
                return

    def stop(self) -> None:
        """End the service and every descendant."""
        if self.status.identity is not None:
            was_polite = end_session(self.status.identity, patience=self.status.stop_within)
            say(f"{self.status.name} stopped{'' if was_polite else ', by force'}")
        self.exit_code()
        self._become(Stage.STOPPED)

    def finish(self) -> None:
        """Note how a command that should end by itself has ended."""
        self._become(Stage.GAVE_UP if self.exit_code() else Stage.DONE)

    def exit_code(self) -> int | None:
        """None while it runs."""
        return None if self._process is None else self._process.poll()

    def _is_due(self) -> bool:
        port = self._service.after_port
        return time.monotonic() >= self._start_again_at and (port is None or answers(port))

    def _bury(self) -> None:
        # a scheduler that was killed leaves idle workers behind for ever
        if self.status.identity is not None:
            kill_session(self.status.identity)
        patience, name = self._patience, self.status.name
        lived = timedelta(seconds=time.monotonic() - self._started_at)
        self._quick_deaths = self._quick_deaths + 1 if lived < patience.quick else 0
        if self._quick_deaths >= patience.quick_deaths:
            say(f"{name} {self._end()}, {self._quick_deaths} times in a row, and is given up; see {self.status.log}")
            self._become(Stage.GAVE_UP)
            return
        wait = min(patience.first_wait * 2 ** max(self._quick_deaths - 1, 0), patience.longest_wait)
        say(f"{name} {self._end()}; it starts again in {wait.total_seconds():.0f} s; see {self.status.log}")
        self._start_again_at = time.monotonic() + wait.total_seconds()
        self._become(Stage.WAITING)

    def _end(self) -> str:
        code = self.exit_code() or 0
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def _become(self, stage: Stage, *, identity: Identity | None = None) -> None:
        self.status = replace(self.status, stage=stage, identity=identity)


class Supervisor:
    """The prepare step and the services of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._state = plan.state
        self._me = identify(os.getpid())
        self._prepare, *self._children = [
            Child(service, logs=plan.logs, env=plan.env, patience=plan.patience)
            for service in (plan.prepare, *plan.services)
        ]

    def run(self, stop: threading.Event) -> None:
        """Watch until `stop` is set; a failed prepare step ends it at once and leaves its snapshot behind."""
        self._prepare.start()
        self._note()
        while self._prepare.exit_code() is None and not stop.wait(GLANCE):
            continue
        if not stop.is_set():
            self._prepare.finish()
            self._note()
            if self._prepare.status.stage is Stage.GAVE_UP:
                say(f"{self._prepare.status.name} failed; see {self._prepare.status.log}")
                return
            self._watch(stop)
        # running tasks need the API to their end: it started first and stops last
        for child in (*reversed(self._children), self._prepare):
            child.stop()
            self._note()
        self._state.unlink()

    def _watch(self, stop: threading.Event) -> None:
        while not stop.wait(GLANCE):
            for child in self._children:
                before = child.status
                child.tend()
                if child.status != before:
                    self._note()

    def _note(self) -> None:
        statuses = tuple(child.status for child in (self._prepare, *self._children))
        write_snapshot(self._state, Snapshot(supervisor=self._me, processes=statuses))


def shorten(log: Path) -> None:
    """Keep a log and one former log; all writers append, so that it may be cut under them."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.with_suffix(".log.1").write_bytes(log.read_bytes())
        os.truncate(log, 0)


def say(line: str) -> None:
    """One line in the supervisor's own log, with its instant."""
    sys.stdout.write(f"{clock.now():%Y-%m-%dT%H:%M:%SZ} {line}\n")
    sys.stdout.flush()


def main() -> None:
    """Read the plan from standard input, leave the terminal, and supervise until SIGTERM or SIGINT."""
    plan = PLAN.validate_json(sys.stdin.buffer.read())
    if os.fork():
        os._exit(0)
    os.setsid()
    # posts, cases and metadata are for the eyes of one user
    os.umask(0o077)
    stop = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    Supervisor(plan).run(stop)


if __name__ == "__main__":
    main()
