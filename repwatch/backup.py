"""Takes a copy of everything that people and sources said, while the product runs; one file, and never a secret."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from repwatch import __version__, archive, custody
from repwatch.archive import FORMAT, Held, Manifest, Progress
from repwatch.redaction import without_passwords
from repwatch.settings import Settings
from warehouse import copying, migrate, objects
from warehouse.desk import Desk
from warehouse.errors import reason
from warehouse.lake import Lake

DESK, CATALOG, DATA, MODELS, PLAYBOOK, SETTINGS = (
    "desk.sqlite",
    "lake/catalog.sqlite",
    "lake/data/",
    "models/",
    "playbook/",
    "repwatch.toml",
)
LEFT_OUT = (
    "credentials (REPWATCH_SECRET_… in the environment; addresses in repwatch.toml have lost their passwords)",
    "airflow/ with its keys, passwords and history of runs",
    "logs/",
)


class BackupError(Exception):
    """A backup cannot be taken; the message says what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was taken."""

    file: Path
    manifest: Manifest

    def as_dict(self) -> dict[str, object]:
        """What is told of it."""
        manifest = self.manifest
        return {
            "file": str(self.file),
            "made_at": manifest.made_at,
            "release": manifest.release,
            "desk": manifest.desk,
            "lake": manifest.lake,
            "files": len(manifest.held),
            "bytes": self.file.stat().st_size,
            "left_out": manifest.left_out,
        }


def backup(
    settings: Settings, desk: Desk, lake: Lake, *, to: Path, config: Path, now: datetime, progress: Progress
) -> Backup:
    """Write a backup to `to`, or under a name of its own into a folder; nothing is there until all of it is.

    `config` is the settings' file, where there is one. BackupError where a store cannot be copied.
    """
    file = to / f"repwatch-{now:%Y%m%dT%H%M%SZ}.zip" if to.is_dir() else to
    if file.exists():
        raise BackupError(f"{file} exists already: name another file.")
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    with custody.alone(settings.home):
        archive.discard(part)  # what a backup that was killed has left
        part.mkdir(mode=0o700)
        try:
            desk_to, catalog_to = part / "desk.sqlite", part / "catalog.sqlite"
            copying.copy_both(
                desk, desk_url=settings.desk, catalog=settings.catalog, desk_to=desk_to, catalog_to=catalog_to
            )
            files = [(DESK, desk_to), (CATALOG, catalog_to)]
            files += _data(settings, copying.data_files(catalog_to), part)
            files += _rest(settings)
            files += _settings_without_passwords(config, part)

            def manifest(held: Sequence[Held]) -> Manifest:
                desk_version, lake_version = migrate.versions(desk, lake)
                return Manifest(
                    format=FORMAT,
                    made_at=now,
                    release=__version__,
                    desk=desk_version,
                    lake=lake_version,
                    held=tuple(held),
                    left_out=LEFT_OUT,
                )

            found = archive.write(part / "archive", files, manifest=manifest, progress=progress)
            (part / "archive").replace(file)
        finally:
            archive.discard(part)
        custody.note_backup(settings.home, file, now=now)
    return Backup(file=file, manifest=found)


def _data(settings: Settings, names: Sequence[str], part: Path) -> Iterator[tuple[str, Path]]:
    """The lake's data files; those in a bucket are fetched first."""
    if not objects.is_remote(settings.data):
        yield from ((DATA + name, Path(settings.data) / name) for name in names)
        return
    files = objects.Access.told().files()
    for name in names:
        try:
            objects.take(settings.data, name, files=files, to=part / DATA / name)
        except OSError as error:
            raise BackupError(f"{settings.data} cannot be read: {reason(error)}.") from error
        yield DATA + name, part / DATA / name


def _rest(settings: Settings) -> Iterator[tuple[str, Path]]:
    for prefix, folder in ((MODELS, settings.home / "models"), (PLAYBOOK, settings.playbook)):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and path.suffix != ".part":
                yield prefix + path.relative_to(folder).as_posix(), path


def _settings_without_passwords(config: Path, part: Path) -> list[tuple[str, Path]]:
    if not config.is_file():
        return []
    safe = part / "repwatch.toml"
    text = config.read_text(encoding="utf-8")
    safe.write_text(without_passwords(text), "utf-8")
    return [(SETTINGS, safe)]
