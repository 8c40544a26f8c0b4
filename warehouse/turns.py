"""Writers of one lake take turns where they can: overlapping transactions would only undo each other's work."""

import fcntl
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 30.0


def lock_of(data_path: str) -> Path | None:
    """The file that writers queue at, beside the lake's data; None where the data is no folder of this machine."""
    return None if "://" in data_path else Path(f"{data_path.rstrip('/')}.turn")


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
        _wait_for(file.fileno(), give_up_at=time.monotonic() + patience_seconds)
        yield


def _wait_for(descriptor: int, *, give_up_at: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up_at:
                log.info("went ahead of a writer that takes long")
                return
            time.sleep(random.uniform(0.005, 0.03))  # noqa: S311 -- not a secret
        else:
            return
