"""Puts a backup in place: checked before anything is touched, and what was there is set aside, never deleted."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from repwatch import archive, backup, business, custody, notify
from repwatch.archive import ArchiveError, Manifest, Progress
from repwatch.background import is_running
from repwatch.installation import Layout
from repwatch.settings import Settings
from warehouse import copying, outbox
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.migrate import NewerStoreError, migrate, pending

MARK = ".before-"
"""In the name of what was set aside."""


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
    set_aside: list[Path]
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
            "set_aside": [str(path) for path in self.set_aside],
            "settings": str(self.settings) if self.settings else None,
        }


def restore(settings: Settings, file: Path, *, is_forced: bool, now: datetime, progress: Progress) -> Restored:
    """Put a backup where the settings say; RestoreError over stores that hold something, unless `is_forced`.

    All of it is unpacked, checked and opened beside its place first, and put there by renaming.
    """
    places = _places(settings)
    if is_running(Layout(home=settings.home.absolute()).state):
        raise RestoreError("repwatch runs here: stop it first (`repwatch down`).")
    archive.read_manifest(file)
    full = [path for path in places.values() if path.is_file() or (path.is_dir() and any(path.iterdir()))]
    if full and not is_forced:
        raise RestoreError(
            f"{full[0]} is there already. With --force it is set aside (not deleted) and the backup takes its place."
        )
    with custody.alone(settings.home):
        part = settings.home / "restore.part"
        archive.discard(part)
        part.mkdir(mode=0o700)
        try:
            manifest = archive.unpack(file, into=part, progress=progress)
            checked = _checked(settings, part, now=now)
            copying.move_data(part / backup.CATALOG, settings.data)
            set_aside = [_set_aside(path, now=now) for path in full]
            for name, path in places.items():
                if (part / name).exists():
                    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    shutil.move(part / name, path)
            kept = _keep_settings(part, settings.home)
        finally:
            archive.discard(part)
    posts, cases, migrated, doubted = checked
    return Restored(
        manifest=manifest,
        posts=posts,
        cases=cases,
        migrated=migrated,
        doubted=doubted,
        set_aside=[path for path in set_aside if path.exists()],
        settings=kept,
    )


def _places(settings: Settings) -> dict[str, Path]:
    desk, catalog = copying.desk_file(settings.desk), copying.catalog_file(settings.catalog)
    if desk is None or catalog is None or "://" in settings.data:
        raise RestoreError(
            "A backup of files is restored into files: the settings name a server. Leave desk_url, lake_catalog and "
            "lake_data empty, or restore with the server's own tools (docs/operations.md)."
        )
    return {
        backup.DESK: desk,
        backup.CATALOG: catalog,
        backup.DATA.rstrip("/"): Path(settings.data),
        backup.MODELS.rstrip("/"): settings.home / "models",
        backup.PLAYBOOK.rstrip("/"): settings.playbook,
    }


def _checked(settings: Settings, part: Path, *, now: datetime) -> tuple[int, int, list[str], int]:
    """Open the unpacked stores, bring them to this release, and read them once."""
    desk_file, catalog, data = part / backup.DESK, part / backup.CATALOG, part / backup.DATA.rstrip("/")
    for database in (desk_file, catalog):
        if not database.is_file() or not copying.is_sound(database):
            raise ArchiveError(f"{database.name} of the backup is missing or damaged: take another backup.")
    if missing := [name for name in copying.data_files(catalog) if not (data / name).is_file()]:
        raise ArchiveError(f"The backup lacks {len(missing)} of the lake's files: take another backup.")
    copying.move_data(catalog, f"{data}/")
    desk, lake = Desk(f"sqlite:///{desk_file}"), Lake(catalog=f"sqlite:{catalog}", data_path=f"{data}/")
    try:
        return (*_counts(desk, lake, now=now), _doubt(settings, desk, now=now))
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


def _set_aside(path: Path, *, now: datetime) -> Path:
    """Rename what is there, with what SQLite keeps beside it."""
    mark = f"{MARK}{now:%Y%m%dT%H%M%SZ}"
    for kind in ("", "-wal", "-shm"):
        beside = path.with_name(path.name + kind)
        if beside.exists():
            beside.rename(path.with_name(path.name + mark + kind))
    return path.with_name(path.name + mark)


def _keep_settings(part: Path, home: Path) -> Path | None:
    if not (part / backup.SETTINGS).is_file():
        return None
    return Path(shutil.move(part / backup.SETTINGS, home / "repwatch.toml.of-backup"))
