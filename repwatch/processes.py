"""Processes told apart for ever by number, start and boot, and how to end a whole session of them."""

import os
import signal
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

PROC = Path("/proc")
GLANCE = 0.1  # seconds between two looks at a process that should be ending
KILL_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One process: the kernel reuses `pid`, but never with the same start tick within one boot."""

    pid: int
    started_ticks: int
    boot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stat:
    pid: int
    state: str
    session: int
    started_ticks: int

    @property
    def is_dead(self) -> bool:
        # a zombie does nothing more; it only waits for its parent to look
        return self.state in "ZX"


def identify(pid: int) -> Identity:
    """Who `pid` is now; ProcessLookupError where there is no such process."""
    stat = _stat(pid)
    if stat is None:
        raise ProcessLookupError(pid)
    return Identity(pid=pid, started_ticks=stat.started_ticks, boot=_boot())


def is_alive(who: Identity) -> bool:
    """Whether this very process, and not a later one with its number, still runs."""
    stat = _stat(who.pid)
    return stat is not None and not stat.is_dead and _is_same(stat, who)


def session_members(leader: Identity) -> list[Identity]:
    """Every living process of the session that `leader` opened, also after the leader's death.

    The kernel hands out no number that still names a session: where the number is taken by another
    process, nothing of ours is left.
    """
    stat = _stat(leader.pid)
    if leader.boot != _boot() or (stat is not None and not _is_same(stat, leader)):
        return []
    stats = (_stat(int(entry.name)) for entry in PROC.iterdir() if entry.name.isdigit())
    return [
        Identity(pid=member.pid, started_ticks=member.started_ticks, boot=leader.boot)
        for member in stats
        if member is not None
        and member.session == leader.pid
        and member.started_ticks >= leader.started_ticks
        and not member.is_dead
    ]


def end_session(leader: Identity, *, patience: timedelta) -> bool:
    """Ask the leader to stop, wait, then kill what is left of its session; True when nobody had to be killed."""
    send(leader, signal.SIGTERM)
    if wait_until_gone(leader, within=patience) and not session_members(leader):
        return True
    kill_session(leader)
    return False


def kill_session(leader: Identity) -> None:
    """Kill every process of the session at once, and wait until the kernel has taken them away."""
    give_up_at = time.monotonic() + KILL_WITHIN.total_seconds()
    while (members := session_members(leader)) and time.monotonic() < give_up_at:
        for member in members:
            send(member, signal.SIGKILL)
        time.sleep(GLANCE)


def send(who: Identity, signum: signal.Signals) -> None:
    """Signal this very process; no other one and, when it is gone, nobody."""
    if is_alive(who):
        try:
            os.kill(who.pid, signum)
        except ProcessLookupError:
            return


def wait_until_gone(who: Identity, *, within: timedelta) -> bool:
    """Whether the process ended in time."""
    give_up_at = time.monotonic() + within.total_seconds()
    while is_alive(who):
        if time.monotonic() >= give_up_at:
            return False
        time.sleep(GLANCE)
    return True


def _is_same(stat: _Stat, who: Identity) -> bool:
    return stat.started_ticks == who.started_ticks and who.boot == _boot()


def _boot() -> str:
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


def _stat(pid: int) -> _Stat | None:
    try:
        line = (PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # the command name, in brackets, may itself hold blanks and brackets
    fields = line.rpartition(")")[2].split()
    return _Stat(pid=pid, state=fields[0], session=int(fields[3]), started_ticks=int(fields[19]))
