"""What every test shares: sockets stay shut, but for loopback where a test says so."""

import pytest
from pytest_socket import socket_allow_hosts


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("loopback"):
        from pytest_socket import enable_socket  # noqa: PLC0415 -- only where a test asks

        enable_socket()
        socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
