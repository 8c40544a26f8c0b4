"""Whether a port of this machine is free and, where it is not, who may hold it."""

import socket
from contextlib import suppress
from pathlib import Path

LOOPBACK = "127.0.0.1"
LISTENING = "0A"


class PortTakenError(Exception):
    """A port that the product needs is held by another process."""

    def __init__(self, port: int, *, purpose: str, setting: str) -> None:
        super().__init__(
            f"port {port} ({purpose}) is taken{_holder(port)}. "
            f"Stop that process, or choose another port: {setting} in repwatch.toml or REPWATCH_{setting.upper()}=…",
        )
        self.port = port


def require_free(port: int, *, purpose: str, setting: str) -> None:
    """Pass when `port` can be listened on; PortTakenError says who is there and which setting moves us."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # a connection that ended a moment ago must not count as a listener
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError as error:
            raise PortTakenError(port, purpose=purpose, setting=setting) from error


def answers(port: int) -> bool:
    """Whether somebody listens on this machine's `port`."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _holder(port: int) -> str:
    inodes = {inode for table in ("tcp", "tcp6") for inode in _listening_inodes(Path("/proc/net") / table, port)}
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for process in Path("/proc").glob("[0-9]*"):
        if _sockets(process) & wanted:
            name = (process / "comm").read_text().strip()
            return f", it seems by process {process.name} ({name})"
    return " by a process of another user" if wanted else ""


def _sockets(process: Path) -> set[str]:
    """What a process holds open; nothing where it is another user's or has just ended."""
    found = set()
    with suppress(PermissionError, FileNotFoundError, ProcessLookupError):
        for link in (process / "fd").iterdir():
            # this very listing is one of our own open files, and gone a moment later
            with suppress(FileNotFoundError):
                found.add(str(link.readlink()))
    return found


def _listening_inodes(table: Path, port: int) -> list[str]:
    rows = [line.split() for line in table.read_text().splitlines()[1:]] if table.exists() else []
    return [row[9] for row in rows if row[3] == LISTENING and int(row[1].rpartition(":")[2], 16) == port]
