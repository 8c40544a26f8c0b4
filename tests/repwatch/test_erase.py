"""A person is erased from every store, file and note; figures stand, and what is erased does not come back."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from pyarrow import parquet
from sqlalchemy import insert, select

from repwatch import backup, custody, erasing, replies, restore
from repwatch.erasing import EraseError
from repwatch.replies import Reply
from repwatch.roles import Actor, Role
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.repwatch.installed import NOW, START, Installed, at_work, judging
from tests.servers.places import Place
from triage.mention import State
from warehouse import issue_book
from warehouse.tables import case_note, case_text, desk_case

PERSON = ("ann_lee", "Ann_Lee")
WORDS = ("waffle iron", "seventeen weeks")
ROWS = [
    {"id": "1", "author": "ann_lee", "text": "My waffle iron broke after a day, I want my money back!"},
    {
        "id": "2",
        "author": "acme",
        "role": "company",
        "parent_id": "1",
        "text": "We are sorry, Ann_Lee: we will replace the waffle one.",
    },
    {"id": "3", "author": "bo", "parent_id": "1", "text": "Same here as ann_lee, no refund either."},
    {"id": "4", "author": "ann_lee", "text": "Still waiting for seventeen weeks, this is awful service"},
    {"id": "5", "author": "bo", "text": "@ann_lee did they ever pay? Mine never came, please help me"},
    {"id": "6", "author": "cy", "text": "The store of Annabel Lee never answers, where is my order?"},
]


def rows() -> list[dict[str, str]]:
    at = {str(n): (START - timedelta(days=20, hours=-n)).isoformat() for n in range(1, 9)}
    return [{"brand": "acme", "role": "customer", "created_at": at[row["id"]], **row} for row in ROWS]


@pytest.fixture(scope="session")
def said(installation: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An installation with the conversations of a person, worked on; to be copied and never opened."""
    folder = tmp_path_factory.mktemp("said")
    place = installation.copied_to(folder / "home")
    with judging(place) as app:
        file = Installed(folder=folder, home=place.home).write_rows("said.csv", rows())
        app.import_file(file, source="forum", is_live=True)
    return place


@pytest.fixture
def home(said: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    """The same for a test of its own, and its command line."""
    place = said.copied_to(tmp_path / ".repwatch")
    monkeypatch.chdir(tmp_path)
    return Installed(folder=tmp_path, home=place.home)


@pytest.fixture(scope="session")
def erased(said: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same after the person was erased; to be read only."""
    place = said.copied_to(tmp_path_factory.mktemp("erased") / "home")
    with at_work(place) as app:
        erasing.erase(app, erasing.find(app, platform="forum", account="ann_lee"), by="mo")
    return place


def opened(installed: Installed) -> App:
    return App.open(Settings(home=installed.home), now=START)


def figures(installed: Installed) -> list[str]:
    return [
        installed.run("report", name, "--json", "--now", NOW).stdout
        for name in ("coverage", "sentiment", "topics", "replies")
    ]


def held(home: Path, *words: str) -> set[str]:
    """Files below a home that hold any of these words, data files as they are read."""
    found = set()
    for path in home.rglob("*"):
        if path.suffix == ".parquet":
            text = str(parquet.read_table(path).to_pydict())
        elif path.is_file():
            text = path.read_bytes().decode(errors="replace")
        else:
            continue
        found |= {path.relative_to(home).as_posix() for word in words if word.lower() in text.lower()}
    return found


def test_nothing_of_a_person_is_left_and_figures_stand(home: Installed) -> None:
    app = opened(home)
    with app.desk.write() as connection:
        own = connection.scalars(select(desk_case.c.case_id).where(desk_case.c.native_id == "1")).one()
        other = connection.scalars(select(desk_case.c.case_id).where(desk_case.c.native_id == "5")).one()
        connection.execute(
            insert(case_note),
            [
                {"case_id": own, "version": 1, "body": "called Ann back"},
                {"case_id": other, "version": 1, "body": "asks after @ann_lee, as Annabel did"},
            ],
        )
        connection.execute(
            case_text
            .update()
            .where(case_text.c.case_id == own)
            .values(draft="Dear Ann", draft_by="mo", sent="Dear Ann")
        )
    issue_book.fix(app.desk, "issue", on=date(2026, 3, 1), note="found by ann_lee", by="mo", now=START)
    kept = Reply(name="", title="For ann_lee", lang="en", body="Hello Ann_Lee, we look into it and write here tonight.")
    replies.save(app.desk, kept, by=Actor(name="mo", role=Role.LEAD), now=START, seen_version=0)
    app.close()
    before = figures(home)
    assert held(home.home, *PERSON, *WORDS)

    told = home.json("erase", "--author", "@Ann_Lee", "--source", "forum", "--by", "mo")

    assert (told["posts"], told["notes"], told["is_gone"], told["still_in"]) == (2, 1, True, [])
    assert figures(home) == before
    assert held(home.home, "ann_lee", *WORDS) == set()
    assert held(home.home, "called Ann", "Dear Ann") == set()


def test_the_words_of_others_lose_the_name_and_nothing_else(erased: Place) -> None:
    with erased.opened() as (_, lake):
        texts = {row["native_id"]: row["text"] for row in lake.query("select native_id, text from raw.content")}

    assert {key: text for key, text in texts.items() if key in {"1", "2", "3", "4", "5", "6"}} == {
        "1": None,
        "2": "We are sorry, [erased]: we will replace the waffle one.",
        "3": "Same here as [erased], no refund either.",
        "4": None,
        "5": "[erased] did they ever pay? Mine never came, please help me",
        "6": "The store of Annabel Lee never answers, where is my order?",
    }


def test_what_is_erased_does_not_come_back_and_its_cases_are_closed(home: Installed) -> None:
    home.run("erase", "--author", "ann_lee", "--source", "forum", "--yes")
    changed = [{**row, "text": row["text"] + " And more."} for row in rows()]

    app = opened(home)
    for again in (rows(), changed):
        app.import_file(home.write_rows("said.csv", again), source="forum", is_live=True)
    app.score()
    app.triage()

    query = "select native_id, text, author_id, raw from raw.content where native_id in ('1', '4') order by all"
    assert [tuple(row.values())[1:] for row in app.lake.query(query)] == [(None, None, None)] * 2
    states = app.lake.query("select state from raw.mention where native_id in ('1', '4')")
    assert {row["state"] for row in states} == {State.REMOVED.value}
    with app.desk.read() as connection:
        waiting = select(desk_case.c.is_waiting).where(desk_case.c.native_id.in_(["1", "4"]))
        assert connection.scalars(waiting).all() == [False, False]
    app.close()


@pytest.mark.long
def test_one_post_goes_and_the_others_of_its_author_stay(home: Installed) -> None:
    told = home.json("erase", "--post", "4", "--source", "forum")

    assert (told["posts"], told["answers"], told["still_in"]) == (1, 0, [])
    assert held(home.home, "seventeen weeks") == set()
    assert held(home.home, "waffle iron broke") != set()


def test_it_is_noted_that_it_was_done_and_not_for_whom(erased: Place) -> None:
    [noted] = custody.erasures(erased.home)

    assert (noted["by"], noted["posts"], noted["cases"]) == ("mo", 2, 2)
    assert "ann" not in str(noted).lower()


def test_a_no_changes_nothing(home: Installed) -> None:
    before = home.decided()

    home.run("erase", "--author", "ann_lee", "--source", "forum", code=1)

    assert home.decided() == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--author", "nobody"), "Nothing of it is stored on 'forum'. Platforms with posts: forum"),
        (("--author", "acme"), "an account of acme"),
        (("--author", "a", "--post", "1"), "say whose posts"),
        ((), "say whose posts"),
    ],
)
def test_what_cannot_be_erased_is_told(home: Installed, words: tuple[str, ...], why: str) -> None:
    result = home.run("erase", *words, "--source", "forum", "--yes", code=2 if "say" in why else 1)

    assert why in " ".join(result.stderr.split())


def test_a_lake_that_others_hold_is_left_to_the_daily_upkeep(home: Installed) -> None:
    app = opened(home)
    subject = erasing.find(app, platform="forum", account="ann_lee")
    with app.lake.cursor():
        report = erasing.erase(app, subject, by="mo", patience_seconds=0.0)

    assert (report.is_gone, report.erased.posts) == (False, 2)
    with pytest.raises(EraseError):
        erasing.find(app, platform="forum", account="ann_lee")
    app.close()


def test_a_backup_that_brings_a_person_back_is_told_and_loses_them_again(home: Installed, tmp_path: Path) -> None:
    app = opened(home)
    file = backup.backup(
        app.settings, app.desk, app.lake, to=tmp_path / "b.zip", config=tmp_path / "none", now=START,
        progress=lambda _done, _whole: None,
    ).file  # fmt: skip
    told = erasing.erase(app, erasing.find(app, platform="forum", account="ann_lee"), by="mo")
    app.close()
    assert told.backups == [file]
    done = restore.restore(
        Settings(home=home.home), file, is_forced=True, now=START + timedelta(hours=1), progress=lambda _d, _w: None
    )

    # nothing more need run: a crash from here on brings nobody back
    app = opened(home)
    texts = app.lake.query("select text from raw.content where native_id in ('1', '4')")
    app.close()
    assert done.erased == 1
    assert [row["text"] for row in texts] == [None, None]


def test_what_a_catalog_remembers_of_words_is_forgotten(erased: Place) -> None:
    with sqlite3.connect(erased.home / "lake" / "catalog.sqlite") as catalog:
        least = catalog.execute(
            "select min_value, max_value from ducklake_table_column_stats stats join ducklake_column told "
            "using (table_id, column_id) where column_name in ('text', 'author_id', 'author_name')"
        ).fetchall()
    catalog.close()
    assert set(least) <= {(None, None)}
