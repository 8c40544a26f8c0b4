"""What customers wrote lies where its owner alone can read it."""

import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from repwatch.settings import Settings
from repwatch.wiring import App
from warehouse.desk import Desk
from warehouse.tables import case_text


def test_the_folder_of_all_state_is_closed_to_others(tmp_path: Path) -> None:
    home = tmp_path / "state"

    App.open(Settings(home=home)).close()

    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_statement_that_fails_tells_nobody_what_it_was_about(tmp_path: Path) -> None:
    desk = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}")
    said = {"case_id": "1", "excerpt": "my card is lost", "author_name": "Ann Lee"}

    with closing(desk), pytest.raises(OperationalError) as failed, desk.write() as connection:
        connection.execute(insert(case_text).values(said))

    assert "no such table" in str(failed.value)
    assert "my card" not in str(failed.value)
    assert "Ann" not in repr(failed.value)
