"""A backup holds what servers hold, as it holds files, and goes back into either."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, select, text

from repwatch import backup, business, restore
from repwatch.restore import RestoreError
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.repwatch import steps
from tests.repwatch.installed import START, Installed
from tests.servers.places import Place
from tests.servers.postgresql import Server, running
from tests.servers.processes import Child
from tests.servers.s3 import BUCKET, shelving
from warehouse.errors import DeskError
from warehouse.server_copies import still
from warehouse.tables import desk_case, host_pause

LATER = START + timedelta(days=1)
pytestmark = pytest.mark.loopback


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as found:
        yield found


def taken(settings: Settings, to: Path) -> Path:
    app = App.open(settings, now=LATER)
    try:
        done = backup.backup(
            settings, app.desk, app.lake, to=to, config=to.parent / "none.toml", now=LATER, progress=lambda *_: None
        )
    finally:
        app.close()
    return done.file


def restored(settings: Settings, file: Path, *, is_forced: bool = False) -> restore.Restored:
    return restore.restore(settings, file, is_forced=is_forced, now=LATER, progress=lambda *_: None)


@pytest.mark.long
def test_what_files_held_goes_through_a_server_and_comes_back_as_it_was(
    worked: Installed, server: Server, tmp_path: Path
) -> None:
    before = worked.decided()
    away = Place(home=tmp_path / "away", server=server, database=server.create())

    there = restored(away.settings, taken(Settings(home=worked.home), tmp_path / "one.zip"))
    back = restored(Settings(home=tmp_path / "back"), taken(away.settings, tmp_path / "two.zip"))

    assert (there.posts, there.set_aside) == (back.posts, []) == (3, [])
    assert replace(worked, home=tmp_path / "back").decided() == before
    with away.opened() as (desk, lake):
        assert (steps.doubles(lake), steps.unfolded(desk)) == ([], [])


@pytest.mark.long
def test_a_server_that_holds_something_keeps_it(worked: Installed, server: Server, tmp_path: Path) -> None:
    file = taken(Settings(home=worked.home), tmp_path / "one.zip")
    away = Place(home=tmp_path / "away", server=server, database=server.create()).migrated()
    with away.opened() as (desk, _), desk.write() as connection:
        connection.execute(insert(host_pause).values(host="kept.example", until=START))

    with pytest.raises(RestoreError, match=r"is there already.*--force"):
        restored(away.settings, file)
    done = restored(away.settings, file, is_forced=True)

    [schema] = {name.split()[1] for name in done.set_aside if name.startswith("schema ")}
    with away.opened() as (desk, lake), desk.read() as connection:
        assert connection.execute(select(host_pause)).all() == []
        kept = connection.execute(text(f"select host from {schema}.host_pause")).scalars()
        assert list(kept) == ["kept.example"]
        assert len(lake.query("select * from raw.mention")) == 3


@pytest.mark.long
def test_a_server_that_refuses_says_why_and_keeps_what_it_holds(
    worked: Installed, server: Server, tmp_path: Path
) -> None:
    file = taken(Settings(home=worked.home), tmp_path / "one.zip")
    away = Place(home=tmp_path / "away", server=server, database=server.create()).migrated()
    with psycopg.connect(server.connection(away.database)) as connection:
        connection.execute("create role guest login password 'of-the-test'")
        connection.execute("grant all on all tables in schema public to guest")
        connection.execute("grant all on schema public to guest")
    as_guest = {
        "desk_url": away.settings.desk_url.replace("://postgres:", "://guest:"),
        "lake_catalog": away.settings.lake_catalog.replace("user=postgres", "user=guest"),
    }

    with pytest.raises(RestoreError, match="refused: permission denied"):
        restored(away.settings.model_copy(update=as_guest), file, is_forced=True)

    with away.opened() as (desk, lake), desk.read() as connection_of_desk:
        assert connection_of_desk.execute(select(host_pause)).all() == []
        assert lake.query("select * from raw.mention") == []


def test_nobody_writes_into_a_desk_on_a_server_while_it_is_held_still(server: Server, tmp_path: Path) -> None:
    place = Place(home=tmp_path / "away", server=server, database=server.create()).migrated()
    with place.opened() as (desk, _):
        with still(desk), desk.write() as connection:
            connection.execute(text("set local lock_timeout = '50ms'"))
            with pytest.raises(DeskError, match="lock timeout"):
                connection.execute(insert(host_pause).values(host="a.example", until=START))

        with desk.write() as connection:
            connection.execute(insert(host_pause).values(host="a.example", until=START))


@pytest.mark.long
def test_a_backup_of_a_server_at_work_agrees_with_itself(server: Server, tmp_path: Path) -> None:
    place = Place(home=tmp_path / "away", server=server, database=server.create()).migrated()
    with place.opened() as (desk, _):
        business.seed(desk, with_demo=False, now=START)
    for step, arguments in (("import_file", [steps.export(tmp_path / "export.csv", threads=400)]), ("score", [])):
        with Child(steps.run, place, step, *arguments) as child:
            child.hears("ready")
            child.go_on()
            child.result()
    with Child(steps.run, place, "triage") as child:
        child.hears("ready")
        child.go_on()

        file = taken(place.settings, tmp_path / "at work.zip")

        child.result()
    restored(Settings(home=tmp_path / "back"), file)

    with Place(home=tmp_path / "back").opened() as (desk, lake):
        assert (steps.doubles(lake), steps.unfolded(desk)) == ([], [])
        with desk.read() as connection:
            rows = connection.execute(select(desk_case.c.case_id, desk_case.c.version))
            versions = {row.case_id: row.version for row in rows}
        known = lake.query("select case_id, version from marts.flagged_post")
        assert all(row["version"] <= versions[row["case_id"]] for row in known)


@pytest.mark.long
def test_data_in_a_bucket_is_in_the_backup_and_goes_back_into_a_bucket_or_a_folder(
    worked: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = worked.decided()
    with shelving() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        far = Settings(home=tmp_path / "far", lake_data=f"s3://{BUCKET}/lake/")
        restored(far, taken(Settings(home=worked.home), tmp_path / "one.zip"))
        app = App.open(far, now=LATER)
        app.import_file(worked.write_rows("more.csv", [{"id": "9", "text": "It leaks", "brand": "acme"}]))
        app.close()

        file = taken(far, tmp_path / "two.zip")

    back = restored(Settings(home=tmp_path / "back"), file)
    assert back.posts == 4
    assert replace(worked, home=tmp_path / "back").decided().keys() == before.keys()
