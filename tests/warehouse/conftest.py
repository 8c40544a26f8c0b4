"""A migrated desk and lake for each test, embedded and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.places import Place
from tests.servers.postgresql import Server, running
from tests.warehouse.stores import Stores

BACKENDS = [
    pytest.param("embedded", id="embedded"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.loopback),
]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(params=BACKENDS)
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where stores may be made."""
    if request.param == "embedded":
        return Place(home=tmp_path / "empty")
    server: Server = request.getfixturevalue("postgresql")
    return Place(home=tmp_path / "empty", server=server, database=server.create())


@pytest.fixture(scope="session", params=BACKENDS)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Migrated stores, to be copied and never opened."""
    home = tmp_path_factory.mktemp("template") / "home"
    if request.param == "embedded":
        return Place(home=home).migrated()
    server: Server = request.getfixturevalue("postgresql")
    return Place(home=home, server=server, database=server.create()).migrated()


@pytest.fixture
def place(template: Place, tmp_path: Path) -> Place:
    """Migrated stores of the test's own, for processes to open."""
    return template.copied_to(tmp_path / "home")


@pytest.fixture
def stores(place: Place) -> Iterator[Stores]:
    """Migrated stores of the test's own, open."""
    with place.opened() as (desk, lake):
        yield Stores(desk=desk, lake=lake)
