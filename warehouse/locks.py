"""Files that processes of one machine lock to take turns or to be alone; a lock ends with its process."""

import fcntl
import random
import time
from pathlib import Path

_PAUSE_SECONDS = (0.005, 0.03)


def beside(data_path: str, *, kind: str) -> Path | None:
    """The file of one kind of lock, beside the lake's data; None where the data is no folder of this machine."""
    return None if "://" in data_path else Path(f"{data_path.rstrip('/')}.{kind}")


def wait_for(descriptor: int, operation: int, *, patience_seconds: float) -> bool:
    """Lock an open file, shared or exclusively (`fcntl.LOCK_SH`, `LOCK_EX`); False where patience ended first."""
    give_up_at = time.monotonic() + patience_seconds
    while True:
        try:
            fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up_at:
                return False
            time.sleep(random.uniform(*_PAUSE_SECONDS))  # noqa: S311 -- not a secret
        else:
            return True
