"""A backup is taken while the product works, is whole or not there, and comes back as it was; never with a secret."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from repwatch import archive, backup, restore
from repwatch.archive import ArchiveError
from repwatch.restore import RestoreError
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.repwatch import steps
from tests.repwatch.installed import NOW, START, Installed
from tests.servers.places import Place
from tests.servers.processes import Child, Say
from warehouse.outbox import OutboxState
from warehouse.tables import alert_outbox, desk_case

LATER = START + timedelta(days=1)


def taken(home: Path, to: Path, *, say: Say = lambda _word: None) -> backup.Backup:
    """A backup of the stores below a home; `say` hears "writing" in the middle of it."""
    app = App.open(Settings(home=home), now=LATER)
    heard: list[str] = []

    def progress(done: int, whole: int) -> None:
        if done > whole / 2 and not heard:
            heard.append("writing")
            say("writing")

    try:
        return backup.backup(
            app.settings, app.desk, app.lake, to=to, config=home.parent / "repwatch.toml", now=LATER, progress=progress
        )
    finally:
        app.close()


def take(say: Say, home: Path, to: Path) -> None:
    """The same in a process of its own."""
    taken(home, to, say=say)


def put_back(say: Say, file: Path, home: Path) -> None:
    """A restore in a process of its own; says "writing" when half of it is unpacked."""
    heard: list[int] = []

    def progress(done: int, whole: int) -> None:
        if done > whole / 2 and not heard:
            heard.append(done)
            say("writing")

    restore.restore(Settings(home=home), file, is_forced=True, now=LATER, progress=progress)


def restored(file: Path, home: Path, *, is_forced: bool = False) -> restore.Restored:
    return restore.restore(
        Settings(home=home), file, is_forced=is_forced, now=LATER, progress=lambda _done, _whole: None
    )


def rewritten(file: Path, name: str, content: bytes) -> Path:
    """The archive with one member's bytes changed behind its back."""
    changed = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return changed


def test_figures_of_a_restored_backup_are_those_of_then(
    worked: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, decided = worked.run("report", "coverage", "--json", "--now", NOW).stdout, worked.decided()
    other = Installed(folder=tmp_path / "other", home=tmp_path / "other" / ".repwatch")
    other.folder.mkdir()

    told = worked.json("backup", str(tmp_path / "copies" / "one.zip"))
    monkeypatch.chdir(other.folder)
    other.run("restore", told["file"])

    assert other.run("report", "coverage", "--json", "--now", NOW).stdout == before
    assert other.decided() == decided
    assert Path(told["file"]).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("steps_at_work", "threads"),
    [(("triage",), 40), pytest.param(("score", "triage", "build"), 2_000, marks=pytest.mark.long)],
)
def test_a_backup_of_a_product_at_work_agrees_with_itself(
    worked: Installed, tmp_path: Path, steps_at_work: tuple[str, ...], threads: int
) -> None:
    place = Place(home=worked.home)
    run(place, "import_file", steps.export(tmp_path / "export.csv", threads=threads))
    if "score" not in steps_at_work:
        run(place, "score")
    for step in steps_at_work:
        with Child(steps.run, place, step) as child:
            child.hears("ready")
            child.go_on()

            found = taken(place.home, tmp_path / f"{step}.zip")

            child.result()
        restored(found.file, tmp_path / step)

        with Place(home=tmp_path / step).opened() as (desk, lake):
            assert (steps.doubles(lake), steps.unfolded(desk)) == ([], [])
            with desk.read() as connection:
                rows = connection.execute(select(desk_case.c.case_id, desk_case.c.version))
                versions = {row.case_id: row.version for row in rows}
            known = lake.query("select case_id, version from marts.flagged_post")
            assert all(row["version"] <= versions[row["case_id"]] for row in known)


def run(place: Place, step: str, *arguments: object) -> None:
    """A step in a process of its own, to its end."""
    with Child(steps.run, place, step, *arguments) as child:
        child.hears("ready")
        child.go_on()
        child.result()


def test_a_backup_that_is_killed_leaves_no_file_and_the_next_one_is_whole(worked: Installed, tmp_path: Path) -> None:
    file = tmp_path / "copies" / "one.zip"
    with Child(take, worked.home, file) as child:
        child.hears("writing")
        child.kill()

    assert not file.exists()
    assert list(file.parent.iterdir()) != []

    taken(worked.home, file)

    assert [path.name for path in file.parent.iterdir()] == ["one.zip"]
    assert restored(file, tmp_path / "again").posts == 3


def test_a_restore_that_is_killed_has_touched_nothing_and_the_next_one_is_whole(
    worked: Installed, tmp_path: Path
) -> None:
    file, before = taken(worked.home, tmp_path / "one.zip").file, worked.decided()
    with Child(put_back, file, worked.home) as child:
        child.hears("writing")
        child.kill()

    assert worked.decided() == before

    restored(file, worked.home, is_forced=True)

    assert worked.decided() == before
    assert not (worked.home / "restore.part").exists()


def test_what_is_there_is_never_lost(worked: Installed, tmp_path: Path) -> None:
    file = taken(worked.home, tmp_path / "one.zip").file
    before = worked.decided()

    with pytest.raises(RestoreError, match="--force"):
        restored(file, worked.home)
    done = restored(file, worked.home, is_forced=True)

    assert worked.decided() == before
    assert [Path(name).name.partition(".before-")[0] for name in done.set_aside] == [
        "desk.sqlite",
        "catalog.sqlite",
        "data",
    ]


@pytest.mark.parametrize("kind", ["a byte", "half of it", "no archive", "a file more"])
def test_what_is_not_the_backup_that_was_taken_is_refused_before_anything_is_touched(
    worked: Installed, tmp_path: Path, kind: str
) -> None:
    file = taken(worked.home, tmp_path / "one.zip").file
    match kind:
        case "a byte":
            with zipfile.ZipFile(file) as pack:
                name = next(name for name in pack.namelist() if name.endswith(".parquet"))
                content = pack.read(name)
            file = rewritten(file, name, bytes([content[0] ^ 1]) + content[1:])
        case "half of it":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        case "no archive":
            file.write_text("once upon a time")
        case _:
            with zipfile.ZipFile(file, "a") as pack:
                pack.writestr("../stranger", "boo")

    with pytest.raises(ArchiveError):
        restored(file, tmp_path / "again")

    assert [path.name for path in (tmp_path / "again").rglob("*")] in ([], ["custody.lock"])


def test_a_backup_of_a_newer_release_is_refused(worked: Installed, tmp_path: Path) -> None:
    app = App.open(Settings(home=worked.home))
    with app.desk.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    app.close()
    file = taken(worked.home, tmp_path / "one.zip").file

    with pytest.raises(RestoreError, match="newer"):
        restored(file, tmp_path / "again")

    assert not (tmp_path / "again" / "desk.sqlite").exists()


def test_no_secret_is_in_it(worked: Installed, tmp_path: Path) -> None:
    secrets = ("first-secret", "second-secret", "third-secret")
    (worked.folder / "repwatch.toml").write_text(
        f'airflow_database = "postgresql://airflow:{secrets[0]}@db/airflow"\n'
        f'lake_catalog = "sqlite:x?password={secrets[1]}"\n'
    )
    (worked.home / "airflow").mkdir()
    (worked.home / "airflow" / "passwords.json").write_text(json.dumps({"admin": secrets[2]}))

    file = taken(worked.home, tmp_path / "one.zip").file

    with zipfile.ZipFile(file) as pack:
        held = b"".join(pack.read(name) for name in pack.namelist())
        assert b"airflow:\xe2\x80\xa6@db" in pack.read("repwatch.toml")
    assert [secret for secret in secrets if secret.encode() in held] == []


def test_alerts_that_waited_then_are_held_and_not_sent_twice(worked: Installed, tmp_path: Path) -> None:
    app = App.open(Settings(home=worked.home), now=LATER)
    line = dict.fromkeys(("alert_id", "channel", "dedup_key", "kind", "subject"), "x")
    times = dict.fromkeys(("happened_at", "created_at", "next_try_at"), START)
    with app.desk.write() as connection:
        connection.execute(
            insert(alert_outbox).values(**line, **times, brands=[], facts={}, state="waiting", attempts=0)
        )
    app.close()

    done = restored(taken(worked.home, tmp_path / "one.zip").file, tmp_path / "again")

    assert done.doubted == 1
    with Place(home=tmp_path / "again").opened() as (desk, _), desk.read() as connection:
        assert connection.scalars(select(alert_outbox.c.state)).all() == [OutboxState.UNSURE.value]


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "evil").write_text("x")
    held = tmp_path / "held.zip"
    archive.write(
        held,
        [("../outside", tmp_path / "evil")],
        manifest=lambda files: archive.Manifest(
            format=archive.FORMAT, made_at=START, release="0", desk="", lake="", held=tuple(files)
        ),
        progress=lambda _done, _whole: None,
    )
    (tmp_path / "into").mkdir()

    with pytest.raises(ArchiveError, match="outside"):
        archive.unpack(held, into=tmp_path / "into", progress=lambda _done, _whole: None)

    assert not (tmp_path / "outside").exists()
