"""Writers of one lake take turns where they can: overlapping transactions would only undo each other's work."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from warehouse import locks

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 30.0


def lock_of(data_path: str) -> Path | None:
    """The file that writers queue at; None where the data is no folder of this machine."""
    return locks.beside(data_path, kind="turn")


@contextmanager
def turn(lock: Path | None, *, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Run the block when it is this writer's turn.

    A courtesy only: who has waited too long, behind a process that was stopped, goes ahead, and the lake's own
    conflicts still keep its data whole. The lock ends with its process, however that ends.
    """
    if lock is None:
        yield
        return
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("ab") as file:
        if not locks.wait_for(file.fileno(), fcntl.LOCK_EX, patience_seconds=patience_seconds):
            log.info("went ahead of a writer that takes long")
        yield
