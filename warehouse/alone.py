"""Transactions share the lake; merging its files must have it alone, or an open transaction would count wrongly."""

import fcntl
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE_SECONDS = 120.0
"""As long as a writer waits for the others."""


class NotAloneError(Exception):
    """The lake was not free in time, or its data is no folder that could be locked; nothing was done."""


def lock_of(data_path: str) -> Path | None:
    """The file that is locked, beside the lake's data; None where the data is no folder of this machine."""
    return None if "://" in data_path else Path(f"{data_path.rstrip('/')}.shared")


@contextmanager
def together(lock: Path | None, *, patience_seconds: float = _PATIENCE_SECONDS) -> Iterator[None]:
    """Run the block beside others that do so, and never beside one that is alone. NotAloneError after the patience."""
    if lock is None:
        yield
        return
    with _locked(lock, fcntl.LOCK_SH, patience_seconds=patience_seconds):
        yield


@contextmanager
def alone(lock: Path | None, *, patience_seconds: float) -> Iterator[None]:
    """Run the block while nobody else has the lake. NotAloneError after the patience, or where there is no lock.

    The lock ends with its process, however that ends.
    """
    if lock is None:
        raise NotAloneError("the lake's data is no folder of this machine, so others cannot be kept out of it")
    with _locked(lock, fcntl.LOCK_EX, patience_seconds=patience_seconds):
        yield


@contextmanager
def _locked(lock: Path, kind: int, *, patience_seconds: float) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("ab") as file:
        give_up_at = time.monotonic() + patience_seconds
        while True:
            try:
                fcntl.flock(file.fileno(), kind | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() > give_up_at:
                    raise NotAloneError("another process has the lake; try again in a minute") from error
                time.sleep(random.uniform(0.002, 0.01))  # noqa: S311 -- not a secret
            else:
                yield
                return
