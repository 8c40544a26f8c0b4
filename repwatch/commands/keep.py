"""Commands that keep what people said safe, or let it go: backup, restore, erase."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from repwatch import clock
from repwatch.archive import ArchiveError
from repwatch.backup import BackupError, backup
from repwatch.commands.shared import AsJson, Exit, bar, existing, fail, opened, out, print_json, told
from repwatch.custody import AtWorkError
from repwatch.restore import Restored, RestoreError, restore
from repwatch.settings import config_path, load

app = typer.Typer()


@app.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="The file to write, or a folder to write one into.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Copy desk, lake, models, sentences and settings into one file while everything runs; no secrets."""
    with opened() as running:
        try:
            with bar("backing up", is_shown=not as_json) as move:
                done = backup(
                    running.settings,
                    running.desk,
                    running.lake,
                    to=file,
                    config=config_path(os.environ, folder=Path.cwd()),
                    now=running.now(),
                    progress=move,
                )
        except AtWorkError as error:
            fail(error, code=Exit.LATER)
        except BackupError as error:
            fail(error, code=Exit.SETUP)
        if as_json:
            print_json(done.as_dict())
            return
        size = done.file.stat().st_size / 1e6
        out.print(f"wrote {done.file}: {len(done.manifest.held)} files, {size:.1f} MB", markup=False)
        _list("not in it:", done.manifest.left_out)


@app.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(help="A file that `repwatch backup` wrote.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Set aside what is there, and take its place.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check a backup and put it in place; over an installation that holds something only with --force."""
    with told():
        settings = load()
        try:
            with bar("restoring", is_shown=not as_json) as move:
                done = restore(settings, existing(file), is_forced=force, now=clock.now(), progress=move)
        except AtWorkError as error:
            fail(error, code=Exit.LATER)
        except (ArchiveError, RestoreError) as error:
            fail(error, code=Exit.SETUP)
        print_json(done.as_dict()) if as_json else _tell_restored(done)


def _tell_restored(done: Restored) -> None:
    made_at = done.manifest.made_at.isoformat(timespec="seconds")
    out.print(f"restored the backup of {made_at}: {done.posts} posts, {done.cases} cases", markup=False)
    _list("brought up to this release:", done.migrated)
    _list("set aside, to delete when you are sure:", [str(path) for path in done.set_aside])
    if done.doubted:
        out.print(
            f"{done.doubted} alerts waited when the backup was made. They may have been sent since, so they are held: "
            "`repwatch notify --list` shows them, `--resend` sends them, `--arrived` says that they came.",
            markup=False,
        )
    if done.settings:
        out.print(f"the settings of then are in {done.settings}: compare them with yours", markup=False)
    out.print("credentials are in no backup: set REPWATCH_SECRET_… again where this is another machine", markup=False)


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        out.print(title, markup=False)
    for line in lines:
        out.print(f"  {line}", markup=False)
