"""What the supervisor process is to run, and what it writes down about it."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter

from repwatch.processes import Identity


class Stage(StrEnum):
    """Where a process stands; `gone` is said by a reader, of one that ended unseen."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    GAVE_UP = "gave up"
    STOPPED = "stopped"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One command to run, not before `after_port` of this machine answers; `stop_within` bounds a polite stop."""

    name: str
    argv: tuple[str, ...]
    after_port: int | None = None
    stop_within: timedelta = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How a dying service is treated: a quick death doubles the wait, too many in a row end it."""

    quick: timedelta = timedelta(seconds=60)
    first_wait: timedelta = timedelta(seconds=1)
    longest_wait: timedelta = timedelta(seconds=60)
    quick_deaths: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Run `prepare` to its end, then the services; it travels by a pipe, since `env` holds secrets."""

    state: Path
    logs: Path
    prepare: Service
    services: tuple[Service, ...]
    env: dict[str, str] = field(repr=False)
    patience: Patience = Patience()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStatus:
    """One process as last seen; `restarts` counts those since the supervisor began."""

    name: str
    stage: Stage
    log: Path
    identity: Identity | None = None
    restarts: int = 0
    stop_within: timedelta = timedelta(seconds=20)

    @property
    def has_fallen(self) -> bool:
        """Whether it should run and will not come back by itself."""
        return self.stage in {Stage.GAVE_UP, Stage.GONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The supervisor and its processes, in the order in which they start."""

    supervisor: Identity
    processes: tuple[ProcessStatus, ...]


PLAN = TypeAdapter(Plan)
SNAPSHOT = TypeAdapter(Snapshot)


def read_snapshot(path: Path) -> Snapshot | None:
    """The last snapshot; None where no supervisor has written one since a clean stop."""
    try:
        return SNAPSHOT.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None


def write_snapshot(path: Path, snapshot: Snapshot) -> None:
    """Replace the file as a whole, so that no reader sees half of it."""
    draft = path.with_suffix(".draft")
    draft.write_bytes(SNAPSHOT.dump_json(snapshot, indent=1))
    draft.replace(path)
