"""One process at a time per target or step: an expiring lease, waited for and renewed."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from warehouse import fence, leases
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.leases import Lease, LeaseHeldError

LASTS = timedelta(minutes=5)
PATIENCE = timedelta(minutes=2)


@contextmanager
def held(
    desk: Desk, lake: Lake, name: str, *, clock: Callable[[], datetime], patience: timedelta = PATIENCE
) -> Iterator[Lease]:
    """Hold the lease called `name` for the block; LeaseHeldError when another process keeps it for all of `patience`.

    `clock` is the real one: a lease runs out by the wall, whatever instant the work is done for.
    """
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    lease = _take(desk, name, owner=owner, clock=clock, patience=patience)
    try:
        fence.put_up(lake, name)
        yield lease
    finally:
        leases.release(desk, lease, now=clock())


def _take(desk: Desk, name: str, *, owner: str, clock: Callable[[], datetime], patience: timedelta) -> Lease:
    give_up_at = clock() + patience
    while True:
        try:
            return leases.take(desk, name, owner=owner, now=clock(), lasts=LASTS)
        except LeaseHeldError:
            if clock() >= give_up_at:
                raise
            time.sleep(0.25)
