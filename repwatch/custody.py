"""What was copied out of an installation and what was erased from it, kept beside the stores."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse import locks

MARK = ".before-"
"""In the name of what a restore has set aside."""

BACKUPS, ERASURES = "backups.jsonl", "erasures.jsonl"
_PATIENCE_SECONDS = 2.0


class AtWorkError(Exception):
    """Another backup, restore or erasure of this installation is at work."""


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """One backup, restore or erasure at a time: a copy must not lose its files, nor keep what is being erased."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "custody.lock").open("ab") as file:
        if not locks.wait_for(file.fileno(), fcntl.LOCK_EX, patience_seconds=_PATIENCE_SECONDS):
            raise AtWorkError("a backup, a restore or an erasure is at work here: try again when it is done")
        yield


def note_backup(home: Path, file: Path, *, now: datetime) -> None:
    """Remember where a backup lies."""
    _note(home / BACKUPS, {"file": str(file.resolve()), "made_at": now.isoformat()})


def backups(home: Path) -> list[Path]:
    """Backups taken here that are still where they were written."""
    files = dict.fromkeys(Path(line["file"]) for line in _lines(home / BACKUPS))
    return [file for file in files if file.exists()]


def latest(home: Path) -> tuple[Path, datetime] | None:
    """The latest backup that is still where it was written, and when it was taken."""
    for line in reversed(_lines(home / BACKUPS)):
        if Path(line["file"]).exists():
            return Path(line["file"]), datetime.fromisoformat(line["made_at"])
    return None


def note_erasure(home: Path, facts: dict[str, Any]) -> None:
    """Remember that something was erased, by whom and when; `facts` name nobody."""
    _note(home / ERASURES, facts)


def erasures(home: Path) -> list[dict[str, Any]]:
    """What was erased here, oldest first."""
    return _lines(home / ERASURES)


def _note(path: Path, facts: dict[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(facts, ensure_ascii=False) + "\n")


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
