"""What every test shares: sockets stay shut, but for loopback where a test says so; no property has a deadline."""

import pytest
from hypothesis import HealthCheck, settings

LOOPBACK = ["127.0.0.1", "localhost", "::1"]

# how long an example takes says how busy the machine is, not whether the promise holds
settings.register_profile("repwatch", deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("repwatch"), max_examples=300)
settings.load_profile("repwatch")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Open loopback before fixtures run, since a test's servers start before it is set up; start what takes longest.

    A file's tests stay with one worker, which makes their servers and templates once; so the last file must be short.
    """
    for item in items:
        if item.get_closest_marker("loopback"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
    items.sort(key=_waits)


def _waits(item: pytest.Item) -> tuple[bool, bool, bool]:
    return (
        not item.get_closest_marker("airflow"),
        not item.get_closest_marker("browser"),
        item.path.parent.name in {"triage", "scoring", "compose"},
    )
