"""One process at a time per target or step: an expiring lease, waited for and renewed."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from repwatch.processes import Identity, identify, is_alive
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

    `clock` is the real one: a lease runs out by the wall, whatever instant the work is done for. The lease of a process
    of this machine that has died is taken over at once.
    """
    lease = _take(desk, name, owner=_me(), clock=clock, patience=patience)
    try:
        fence.put_up(lake, name)
        yield lease
    finally:
        leases.release(desk, lease, now=clock())


def _take(desk: Desk, name: str, *, owner: str, clock: Callable[[], datetime], patience: timedelta) -> Lease:
    give_up_at = clock() + patience
    gone = ""
    while True:
        try:
            return leases.take(desk, name, owner=owner, now=clock(), lasts=LASTS, gone=gone)
        except LeaseHeldError as held_by:
            if _has_died(held_by.owner):
                gone = held_by.owner
                continue
            if clock() >= give_up_at:
                raise
            time.sleep(0.25)


def _me() -> str:
    me = identify(os.getpid())
    return f"{me.boot} {_numbering()} {me.pid} {me.started_ticks} {uuid4().hex[:8]}"


def _has_died(owner: str) -> bool:
    """Whether an owner was a process among those that this one can see, and no longer runs."""
    match owner.split():
        case [boot, numbering, pid, started_ticks, _]:
            who = Identity(pid=int(pid), started_ticks=int(started_ticks), boot=boot)
            return (boot, numbering) == (identify(os.getpid()).boot, _numbering()) and not is_alive(who)
        case _:
            return False


def _numbering() -> str:
    """Where process numbers count: containers of one machine number their own."""
    return str(Path("/proc/self/ns/pid").readlink())
