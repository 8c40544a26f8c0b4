"""Puts a backup in place: checked before anything is touched, and what was there is set aside, never deleted."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from repwatch import archive, backup, business, custody, erasing, notify
from repwatch.archive import ArchiveError, Manifest, Progress
from repwatch.background import is_running
from repwatch.installation import Layout
from repwatch.settings import Settings
from warehouse import copying, objects, outbox, server_copies
from warehouse.desk import Desk
from warehouse.errors import CatalogError, DeskError, reason
from warehouse.lake import Lake
from warehouse.migrate import NewerStoreError, migrate, pending


class RestoreError(Exception):
    """A backup cannot be put in place here; nothing was changed, and the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place."""

    manifest: Manifest
    posts: int
    cases: int
    migrated: list[str]
    doubted: int
    """Alerts that waited when the backup was made, and may have been sent since."""
    set_aside: list[str]
    """What was there: paths, or a schema of a server's database."""
    erased: int
    """Accounts and posts that had been erased since the backup, and are in what was put in place no more."""
    settings: Path | None
    """The backup's settings file, laid beside the stores to compare."""

    def as_dict(self) -> dict[str, object]:
        """What is told of it."""
        return {
            "made_at": self.manifest.made_at,
            "release": self.manifest.release,
            "posts": self.posts,
            "cases": self.cases,
            "migrated": self.migrated,
            "doubted": self.doubted,
            "set_aside": self.set_aside,
            "erased": self.erased,
            "settings": str(self.settings) if self.settings else None,
        }


def restore(settings: Settings, file: Path, *, is_forced: bool, now: datetime, progress: Progress) -> Restored:
    """Put a backup where the settings say; RestoreError over stores that hold something, unless `is_forced`.

    All of it is unpacked, checked and opened beside its place first; files are put there by renaming, each server's
    database in a transaction.
    """
    places, servers = _places(settings), _servers(settings)
    if is_running(Layout(home=settings.home.absolute()).state):
        raise RestoreError("repwatch runs here: stop it first (`repwatch down`).")
    archive.read_manifest(file)
    full = [path for path in places.values() if path.is_file() or (path.is_dir() and any(path.iterdir()))]
    there = [*map(str, full), *(server.what for server in servers if server.is_full())]
    if there and not is_forced:
        raise RestoreError(
            f"{there[0]} is there already. With --force it is set aside (not deleted) and the backup takes its place."
        )
    with custody.alone(settings.home):
        part = settings.home / "restore.part"
        archive.discard(part)
        part.mkdir(mode=0o700)
        try:
            manifest = archive.unpack(file, into=part, progress=progress)
            checked = _checked(settings, part, since=manifest.made_at, now=now)
            copying.move_data(part / backup.CATALOG, settings.data)
            with _in_one_line():
                _put_objects(settings, part / backup.DATA)
                set_aside = [server.put(part, aside=server_copies.schema_aside(now)) for server in servers]
            set_aside += [_set_aside(path, now=now) for path in full]
            for name, path in places.items():
                if (part / name).exists():
                    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    shutil.move(part / name, path)
            kept = _keep_settings(part, settings.home)
        finally:
            archive.discard(part)
    posts, cases, migrated, doubted, erased = checked
    return Restored(
        manifest=manifest,
        posts=posts,
        cases=cases,
        migrated=migrated,
        doubted=doubted,
        set_aside=[name for name in set_aside if name],
        erased=erased,
        settings=kept,
    )


@contextmanager
def _in_one_line() -> Iterator[None]:
    """What a server or a bucket refuses is told as it says it; a store that took its part keeps it."""
    try:
        yield
    except (DeskError, CatalogError, OSError) as error:
        raise RestoreError(f"It was refused: {reason(error)}. Mend that, and restore again with --force.") from error


def _places(settings: Settings) -> dict[str, Path]:
    """Where each part of a backup goes that is files here."""
    found = {
        backup.DESK: copying.desk_file(settings.desk),
        backup.CATALOG: copying.catalog_file(settings.catalog),
        backup.DATA.rstrip("/"): None if objects.is_remote(settings.data) else Path(settings.data),
        backup.MODELS.rstrip("/"): settings.home / "models",
        backup.PLAYBOOK.rstrip("/"): settings.playbook,
    }
    return {name: path for name, path in found.items() if path is not None}


class _DeskServer:
    """The database of a desk on a server."""

    what = "The desk's database"

    def __init__(self, url: str) -> None:
        self._url = url

    def is_full(self) -> bool:
        with closing(Desk(self._url)) as desk:
            return server_copies.has_desk(desk)

    def put(self, part: Path, *, aside: str) -> str:
        """Put the backup's desk there; where what was there is now."""
        with closing(Desk(self._url)) as desk:
            was_full = server_copies.has_desk(desk)
            server_copies.put_desk(desk, part / backup.DESK, aside=aside)
        return f"schema {aside} of the desk's database" if was_full else ""


class _CatalogServer:
    """The database of a catalog on a server."""

    what = "The catalog's database"

    def __init__(self, address: str, *, data_path: str) -> None:
        self._address, self._data_path = address, data_path

    def is_full(self) -> bool:
        return server_copies.has_catalog(self._address)

    def put(self, part: Path, *, aside: str) -> str:
        """Put the backup's catalog there; where what was there is now."""
        was_full = self.is_full()
        server_copies.put_catalog(self._address, part / backup.CATALOG, data_path=self._data_path, aside=aside)
        return f"schema {aside} of the catalog's database" if was_full else ""


def _servers(settings: Settings) -> list[_CatalogServer | _DeskServer]:
    """The stores that are a server's database here."""
    found: list[_CatalogServer | _DeskServer] = []
    if copying.catalog_file(settings.catalog) is None:
        found.append(_CatalogServer(copying.catalog_address(settings.catalog), data_path=settings.data))
    if copying.desk_file(settings.desk) is None:
        found.append(_DeskServer(settings.desk))
    return found


def _put_objects(settings: Settings, data: Path) -> None:
    """Data files into their bucket: no name is used twice, so those that are there stay as they are."""
    if objects.is_remote(settings.data) and data.is_dir():
        files = objects.Access.told().files()
        for path in sorted(path for path in data.rglob("*") if path.is_file()):
            objects.put(settings.data, path.relative_to(data).as_posix(), files=files, source=path)


def _checked(settings: Settings, part: Path, *, since: datetime, now: datetime) -> tuple[int, int, list[str], int, int]:
    """Open the unpacked stores, bring them to this release, erase from them whom they bring back, and read them once.

    All before they are put in place, so that no crash leaves an erased person there.
    """
    desk_file, catalog, data = part / backup.DESK, part / backup.CATALOG, part / backup.DATA.rstrip("/")
    for database in (desk_file, catalog):
        if not database.is_file() or not copying.is_sound(database):
            raise ArchiveError(f"{database.name} of the backup is missing or damaged: take another backup.")
    if missing := [name for name in copying.data_files(catalog) if not (data / name).is_file()]:
        raise ArchiveError(f"The backup lacks {len(missing)} of the lake's files: take another backup.")
    copying.move_data(catalog, f"{data}/")
    desk, lake = Desk(f"sqlite:///{desk_file}"), Lake(catalog=f"sqlite:{catalog}", data_path=f"{data}/")
    try:
        counts, doubted = _counts(desk, lake, now=now), _doubt(settings, desk, now=now)
        return *counts, doubted, erasing.again(desk, lake, home=settings.home, since=since, by="restore", now=now)
    finally:
        lake.close()
        desk.close()


def _counts(desk: Desk, lake: Lake, *, now: datetime) -> tuple[int, int, list[str]]:
    try:
        migrated = migrate(desk, lake, now=now) if pending(desk, lake) else []
    except NewerStoreError as error:
        raise RestoreError(f"The backup was made by a newer repwatch. {error}") from error
    [row] = lake.query("select count(*) as posts, count(text) as texts from raw.content")
    with desk.read() as connection:
        cases = connection.exec_driver_sql("select count(*) from desk_case").scalar_one()
    return row["posts"], cases, migrated


def _doubt(settings: Settings, desk: Desk, *, now: datetime) -> int:
    """Nobody knows which of the alerts that waited then were sent by the installation that was backed up."""
    notify.take_in(desk, business.outlets(desk, zone=settings.business_zone), now=now)
    return outbox.doubt(desk)


def _set_aside(path: Path, *, now: datetime) -> str:
    """Rename what is there, with what SQLite keeps beside it; the name that it has now."""
    mark = f"{custody.MARK}{now:%Y%m%dT%H%M%SZ}"
    for kind in ("", "-wal", "-shm"):
        beside = path.with_name(path.name + kind)
        if beside.exists():
            beside.rename(path.with_name(path.name + mark + kind))
    return str(path.with_name(path.name + mark)) if path.with_name(path.name + mark).exists() else ""


def _keep_settings(part: Path, home: Path) -> Path | None:
    if not (part / backup.SETTINGS).is_file():
        return None
    return Path(shutil.move(part / backup.SETTINGS, home / "repwatch.toml.of-backup"))
