"""One file that holds many, each with its length and hash: written whole or not at all, believed where it agrees."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ConfigDict, ValidationError

FORMAT = 1
MANIFEST = "manifest.json"
Progress = Callable[[int, int], None]
"""Told how many bytes are done, and of how many."""

_CHUNK = 1 << 20
_PACKED = frozenset({".parquet", ".npz"})
"""What is compressed already."""


class ArchiveError(Exception):
    """A file is no backup that can be trusted; the message says what is wrong with it."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Held(_Value):
    """One file of an archive."""

    name: str
    bytes: int
    sha256: str


class Manifest(_Value):
    """What an archive is, and what it must hold."""

    format: int
    made_at: datetime
    release: str
    desk: str
    lake: str
    held: tuple[Held, ...]
    left_out: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes it unpacks to."""
        return sum(one.bytes for one in self.held)


def write(
    to: Path, files: Sequence[tuple[str, Path]], *, manifest: Callable[[Sequence[Held]], Manifest], progress: Progress
) -> Manifest:
    """Write `files` under their names, and last the manifest of what was written.

    A reader that finds no manifest knows that the writer never came to its end.
    """
    whole = sum(path.stat().st_size for _, path in files)
    held: list[Held] = []
    with _made(to) as raw:
        with ZipFile(raw, "w", allowZip64=True) as pack:
            for name, path in files:
                held.append(_put(pack, name, path))
                progress(sum(one.bytes for one in held), whole)
            found = manifest(held)
            pack.writestr(MANIFEST, found.model_dump_json(indent=2))
        raw.flush()
        os.fsync(raw.fileno())
    return found


def read_manifest(file: Path) -> Manifest:
    """What an archive says of itself; ArchiveError where that cannot be read."""
    with _opened(file) as pack:
        return _manifest(pack, file)


def unpack(file: Path, *, into: Path, progress: Progress) -> Manifest:
    """Unpack an archive into an empty folder; ArchiveError where anything differs from its manifest."""
    with _opened(file) as pack:
        manifest = _manifest(pack, file)
        if sorted(pack.namelist()) != sorted([MANIFEST, *(one.name for one in manifest.held)]):
            raise ArchiveError(f"{file} holds other files than its manifest names: take another backup.")
        done = 0
        for one in manifest.held:
            _take(pack, one, into=into, file=file)
            done += one.bytes
            progress(done, manifest.size)
    return manifest


def _put(pack: ZipFile, name: str, path: Path) -> Held:
    info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_STORED if path.suffix in _PACKED else ZIP_DEFLATED
    digest, size = sha256(), 0
    with path.open("rb") as source, pack.open(info, "w", force_zip64=True) as target:
        for chunk in _chunks(source):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Held(name=name, bytes=size, sha256=digest.hexdigest())


def _take(pack: ZipFile, one: Held, *, into: Path, file: Path) -> None:
    place = (into / one.name).resolve()
    if not place.is_relative_to(into.resolve()):
        raise ArchiveError(f"{file} names a file outside its folder, {one.name!r}: do not trust it.")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with pack.open(one.name) as source, _made(place) as target:
        for chunk in _chunks(source):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    if (size, digest.hexdigest()) != (one.bytes, one.sha256):
        raise ArchiveError(f"{one.name} in {file} is not what was backed up: take another backup.")


def _manifest(pack: ZipFile, file: Path) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(pack.read(MANIFEST))
    except KeyError:
        raise ArchiveError(f"{file} is no backup of repwatch: it has no {MANIFEST}.") from None
    except ValidationError as error:
        raise ArchiveError(f"{file} has a manifest that this release cannot read: install the one that made it.") from (
            error
        )
    if manifest.format != FORMAT:
        raise ArchiveError(f"{file} is of format {manifest.format}, unknown here: install the release that made it.")
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(file) as pack:
            yield pack
    except (BadZipFile, EOFError) as error:
        raise ArchiveError(f"{file} is damaged or was never finished ({error}): take another backup.") from error


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk


def _made(path: Path) -> IO[bytes]:
    """A new file for its owner's eyes only: it holds what customers wrote."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def discard(folder: Path) -> None:
    """Remove a folder with all in it, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)
