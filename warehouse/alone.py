"""Transactions share the lake; merging its files must have it alone, or an open transaction would count wrongly."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse import locks

_PATIENCE_SECONDS = 120.0
"""As long as a writer waits for the others."""


class NotAloneError(Exception):
    """The lake was not free in time, or its data is no folder that could be locked; nothing was done."""


def lock_of(data_path: str) -> Path | None:
    """The file that every transaction shares; None where the data is no folder of this machine."""
    return locks.beside(data_path, kind="shared")


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
def _locked(lock: Path, operation: int, *, patience_seconds: float) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("ab") as file:
        if not locks.wait_for(file.fileno(), operation, patience_seconds=patience_seconds):
            raise NotAloneError("another process has the lake; try again in a minute")
        yield
