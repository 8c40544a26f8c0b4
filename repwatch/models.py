"""The scorer's models in force: what ships, or files that somebody put in force, checked by their hash."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from scoring.complaint import Models, load
from warehouse import config
from warehouse.desk import Desk

KIND, NAME = "model", "scorer"
TEXT, GRAMS, CARD = "models.json", "grams.npz", "MODEL_CARD.md"


class ModelError(Exception):
    """The models in force cannot be used; the message says how to get them back, or go without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Active:
    """Models that were put in force: their folder's name, the hash of their files, why, by whom and when."""

    version: int
    digest: str
    details: dict[str, Any]
    by: str
    at: datetime


def store(home: Path, *, text: str, grams: bytes, card: str) -> str:
    """Write models below `home` and return the digest by which they are found."""
    digest = load(text, grams).digest
    write(folder_of(home, digest), text=text, grams=grams, card=card)
    return digest


def write(folder: Path, *, text: str, grams: bytes, card: str) -> None:
    """Write the two files of models into a folder, and their card."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in ((TEXT, text.encode()), (GRAMS, grams), (CARD, card.encode())):
        # whoever reads meanwhile sees the old file or the new one, never half of it
        part = folder / f"{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)


def activate(desk: Desk, digest: str, *, details: dict[str, Any], by: str, now: datetime) -> int:
    """Put stored models in force; the record keeps who, when and on which figures."""
    return config.put(desk, kind=KIND, name=NAME, body={"digest": digest, **details}, by=by, now=now)


def deactivate(desk: Desk, *, by: str, now: datetime) -> bool:
    """Go back to what ships; False where that is in force already."""
    if active(desk) is None:
        return False
    config.remove(desk, kind=KIND, name=NAME, by=by, now=now)
    return True


def active(desk: Desk) -> Active | None:
    """What was put in force; None where it is what ships."""
    for entry in config.entries(desk, KIND):
        details = {name: value for name, value in entry.body.items() if name != "digest"}
        return Active(
            version=entry.version,
            digest=str(entry.body["digest"]),
            details=details,
            by=entry.changed_by,
            at=entry.changed_at,
        )
    return None


def in_force(desk: Desk, home: Path) -> Models | None:
    """Load the models in force; None where they are what ships. ModelError where they are not what was put there."""
    found = active(desk)
    if found is None:
        return None
    folder = folder_of(home, found.digest)
    way_out = "bring it back from a backup, or go back to what ships with `repwatch train --deactivate`"
    try:
        text, grams = (folder / TEXT).read_text(encoding="utf-8"), (folder / GRAMS).read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"The models that {found.by} put in force are not in {folder}: {way_out}.") from error
    try:
        loaded = load(text, grams)
    except (ValueError, KeyError, OSError, BadZipFile) as error:
        raise ModelError(f"The models in {folder} cannot be read: {way_out}.") from error
    if loaded.digest != found.digest:
        raise ModelError(f"The models in {folder} are not those that {found.by} put in force: {way_out}.")
    return loaded


def folder_of(home: Path, digest: str) -> Path:
    """Where stored models lie."""
    return home / "models" / digest[:16]
