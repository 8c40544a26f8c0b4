"""A migrated desk and lake for each test, embedded and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import places
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
    if request.param == "embedded":
        return places.template()
    home = tmp_path_factory.mktemp("template") / "home"
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


_ASK_THE_LAKE_ALONE = {
    "test_erasing",
    "test_feed",
    "test_hours",
    "test_outcomes",
    "test_pages",
    "test_retention",
    "test_sources",
    "test_threads",
    "test_upkeep",
}
"""What they try is done by DuckDB, whichever database keeps the catalog: the second one is tried in the long run."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the long run what the second catalog hardly changes."""
    for item in items:
        if item.path.stem in _ASK_THE_LAKE_ALONE and "[postgresql" in item.name:
            item.add_marker(pytest.mark.long)
