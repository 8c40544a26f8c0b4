"""Commands that keep what people said safe, or let it go: backup, restore, erase."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from repwatch import clock, erasing
from repwatch.archive import ArchiveError
from repwatch.backup import BackupError, backup
from repwatch.commands.shared import AsJson, Exit, bar, existing, fail, opened, out, print_json, told
from repwatch.custody import AtWorkError
from repwatch.erasing import EraseError, Report
from repwatch.restore import Restored, RestoreError, restore
from repwatch.settings import config_path, load
from warehouse.erasing import AmbiguousError

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
    if done.erased:
        with opened() as running:
            erasing.settle(running)
    print_json(done.as_dict()) if as_json else _tell_restored(done)


@app.command("erase")
def erase_command(
    *,
    source: Annotated[str, typer.Option("--source", help="The platform that the account or the post is on.")],
    author: Annotated[str, typer.Option("--author", help="The account: its id, or its name there.")] = "",
    post: Annotated[str, typer.Option("--post", help="One post: its id, or its address.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    by: Annotated[str, typer.Option("--by", help="Who does it, for the record.", envvar="USER")] = "operator",
    as_json: AsJson = False,
) -> None:
    """Erase what a person wrote, with their names: from posts, cases, notes, drafts and files. Counts stay."""
    if bool(author) == bool(post):
        fail("say whose posts (--author) or which post (--post)", code=Exit.USAGE)
    with opened() as running:
        try:
            subject = erasing.find(running, platform=source, account=author, post=post)
            if not (yes or as_json):
                of = "of this account" if author else ""
                typer.confirm(f"Erase {len(subject.post_ids)} posts {of}? There is no way back.", abort=True)
            report = erasing.erase(running, subject, by=by)
        except AtWorkError as error:
            fail(error, code=Exit.LATER)
        except (AmbiguousError, EraseError) as error:
            fail(error)
        print_json(report.as_dict()) if as_json else _tell_erased(report)


def _tell_erased(report: Report) -> None:
    erased = report.erased
    out.print(
        f"erased the words of {erased.posts} posts and {erased.cases} cases, {erased.notes} notes; the name in "
        f"{erased.answers} posts of others and {erased.mentions} notes, drafts and excerpts; "
        f"{erased.quarantined} unread records",
        markup=False,
    )
    out.print("ids, times, scores and counts stay, so that figures stand", markup=False)
    if not report.is_gone:
        out.print(
            "others kept the lake busy: cases close with the next triage, and files of earlier snapshots go with the "
            "daily upkeep within two days (`repwatch maintain`). On S3 they stay (docs/operations.md)",
            markup=False,
        )
    _list("something of it is still in:", [str(path) for path in report.still_in])
    _list("these backups hold it still; delete them and take another:", [str(path) for path in report.backups])


def _tell_restored(done: Restored) -> None:
    made_at = done.manifest.made_at.isoformat(timespec="seconds")
    out.print(f"restored the backup of {made_at}: {done.posts} posts, {done.cases} cases", markup=False)
    _list("brought up to this release:", done.migrated)
    _list("set aside, to delete when you are sure:", [str(path) for path in done.set_aside])
    if done.erased:
        out.print(f"erased again what had been erased since the backup: {done.erased} accounts or posts", markup=False)
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
