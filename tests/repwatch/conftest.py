"""An installation with the demo brand, set up once and copied for each test that changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from repwatch import business
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.repwatch.installed import START, Installed
from tests.servers.places import Place


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What `init` leaves, to be copied and never opened."""
    place = Place(home=tmp_path_factory.mktemp("installation") / "home").migrated()
    app = App.open(place.settings, now=START)
    try:
        business.seed(app.desk, with_demo=True, now=START)
    finally:
        app.close()
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
    app = App.open(place.settings, now=START)
    try:
        app.import_file(Installed(folder=folder, home=place.home).thread())
        app.score()
        app.triage()
        app.build()
    finally:
        app.close()
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
