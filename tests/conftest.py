"""What every test shares: sockets stay shut, but for loopback where a test says so."""

import pytest

LOOPBACK = ["127.0.0.1", "localhost", "::1"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Open loopback before fixtures run: a test's servers start before the test is set up."""
    for item in items:
        if item.get_closest_marker("loopback"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
