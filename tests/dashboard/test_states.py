"""What the console says where it cannot save or read, or is late; nothing that somebody wrote is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import backend, remembering
from repwatch import clock
from tests.dashboard.cases import installation
from tests.dashboard.looking import buttons, opened, page, words
from warehouse.case_file import case_file

APP = str(Path(dashboard.__file__).with_name("app.py"))


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The ids of two open cases, soonest due first."""
    ids = installation(tmp_path, cases=range(1, 3), now=clock.now())
    for _ in opened(tmp_path, monkeypatch):
        yield ids


@contextmanager
def locked() -> Iterator[None]:
    """The desk, held by another writer for longer than the console waits."""
    engine = backend.app().desk.engine

    @event.listens_for(engine, "checkout")
    def impatient(raw: sqlite3.Connection, *_: object) -> None:
        raw.execute("pragma busy_timeout = 20")

    with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


def test_act_that_cannot_be_saved_says_so_and_is_tried_again_by_one_key(queue: list[str]) -> None:
    at = page()
    at.button(key="act_dismiss").click().run()

    with locked():
        at.button(key="step_2").click().run()
    said, stays = words(at), at.session_state["case"]
    at.button(key="step_2").click().run()

    assert f"Could not save; nothing was changed. Try again. (Case {queue[0]})" in said
    assert stays == queue[0]
    assert not at.exception
    assert [one.kind.value for one in case_file(backend.app().desk, queue[0]).events] == ["opened", "dismissed"]


def test_note_that_cannot_be_saved_stays_in_its_box(queue: list[str]) -> None:
    at = page()
    at.button(key="act_note").click().run()
    box = f"note_{queue[0]}"
    at.text_area(key=box).set_value("Called, no answer").run()

    with locked():
        at.button(key="note_save").click().run()
    said, kept = words(at), at.text_area(key=box).value
    at.button(key="note_save").click().run()

    assert "Could not save; nothing was changed. Try again." in said
    assert kept == "Called, no answer"
    assert case_file(backend.app().desk, queue[0]).notes == {2: "Called, no answer"}


def test_draft_that_cannot_be_saved_comes_back_with_its_case_and_is_saved_when_it_can_be(queue: list[str]) -> None:
    at = page()
    box = f"draft_{queue[0]}"

    with locked():
        at.text_area(key=box).set_value("Dear customer").run()
    said = words(at)
    at.button(key="move_J").click().run()
    elsewhere = words(at)
    at.button(key="move_K").click().run()
    back = at.text_area(key=box).value
    at.button(key="reply_again").click().run()

    assert "Not saved: the draft is only on this page. Try again, or copy it before you close the page." in said
    assert "Not saved" not in elsewhere
    assert back == "Dear customer"
    assert case_file(backend.app().desk, queue[0]).draft == "Dear customer"
    assert "reply_again" not in buttons(at)


@pytest.mark.parametrize(("view", "says"), [("queue", "collection is 4 h"), ("people", "collection is late by 4 h")])
def test_late_data_says_from_when_it_is_and_how_late(queue: list[str], view: str, says: str) -> None:
    app = backend.app()
    at = app.now() - timedelta(hours=4) - timedelta(minutes=app.settings.collect_every_minutes + 5)
    app.lake.transaction(
        lambda cursor: cursor.execute(
            "insert into raw.coverage by name select 't' as target_id, 1 as token, 1 as page, $at as collected_at,"
            " 1 as items, 0 as quarantined, false as is_capped, true as is_overlap_reached",
            {"at": at},
        )
    )

    assert says in words(page(view))


def test_desk_that_cannot_be_read_is_told_and_nothing_else_is_shown(queue: list[str]) -> None:
    with backend.app().desk.write() as connection:
        connection.exec_driver_sql("alter table desk_case rename to gone")

    at = AppTest.from_file(APP, default_timeout=20).run()

    assert not at.exception
    [said] = [str(error.value) for error in at.error]
    assert said.startswith("The data cannot be read right now. Nothing is lost: what you wrote is kept.")


@pytest.mark.parametrize("is_open", [True, False], ids=["breaks while it is open", "is broken from the start"])
def test_queue_is_worked_from_the_desk_while_the_lake_cannot_be_read(queue: list[str], is_open: bool) -> None:
    catalog = Path(backend.settings().catalog.removeprefix("sqlite:"))
    if is_open:
        page()
        remembering.forget()
    else:
        backend.close()
    catalog.write_bytes(b"no catalog" * 1_000)

    at = AppTest.from_file(APP, default_timeout=20)
    at.query_params["as"] = "ann"
    broken = words(at.run())
    at.button(key="act_claim").click().run()
    claimed = words(at)
    at.button(key="move_J").click().run()
    following = words(at)

    assert (list(at.exception), list(at.error)) == ([], [])
    assert "Post number 1: where is my parcel?" in broken
    assert "The conversation cannot be read right now: this is the post as the case keeps it." in broken
    assert "What was posted cannot be read right now; cases can be worked on." in broken
    assert "Claimed: it is yours." in claimed
    assert "Post number 2: where is my parcel?" in following
    assert case_file(backend.app().desk, queue[0]).case.owner == "ann"
