"""What customers wrote lies where its owner alone can read it."""

import stat
from pathlib import Path

from repwatch.settings import Settings
from repwatch.wiring import App


def test_the_folder_of_all_state_is_closed_to_others(tmp_path: Path) -> None:
    home = tmp_path / "state"

    App.open(Settings(home=home)).close()

    assert stat.S_IMODE(home.stat().st_mode) == 0o700
