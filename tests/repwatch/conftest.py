"""An installation with the demo brand, set up once and copied for each test that changes it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from typer.main import get_command

from repwatch import business
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.repwatch.installed import START, Installed, at_work, judging
from tests.servers.places import Place, template


@pytest.fixture(scope="session", autouse=True)
def _commands_are_built_once() -> Iterator[None]:
    """The runner would build the whole command line for each command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.testing._get_command", cache(get_command))
        yield


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What `init` leaves, to be copied and never opened."""
    place = template().copied_to(tmp_path_factory.mktemp("installation") / "home")
    with at_work(place) as app:
        business.seed(app.desk, with_demo=True, now=START)
    return place


@pytest.fixture
def installed(installation: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    """A fresh installation in the working folder, and its command line."""
    place = installation.copied_to(tmp_path / ".repwatch")
    monkeypatch.chdir(tmp_path)
    return Installed(folder=tmp_path, home=place.home)


@pytest.fixture(scope="session")
def history(installation: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An installation that has read and judged a short thread, to be copied and never opened."""
    folder = tmp_path_factory.mktemp("history")
    place = installation.copied_to(folder / "home")
    with judging(place) as app:
        app.import_file(Installed(folder=folder, home=place.home).thread())
    return place


@pytest.fixture
def worked(history: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    """An installation of the test's own that has read and judged a short thread."""
    place = history.copied_to(tmp_path / ".repwatch")
    monkeypatch.chdir(tmp_path)
    return Installed(folder=tmp_path, home=place.home)


@pytest.fixture
def app(installed: Installed) -> Iterator[App]:
    """The use cases of a fresh installation."""
    running = App.open(Settings(home=installed.home), now=START)
    yield running
    running.close()
