"""A taken port is named together with its holder and the setting that moves us."""

import os
import socket

import pytest

from repwatch.ports import PortTakenError, require_free

pytestmark = pytest.mark.loopback


def test_a_free_port_passes() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    require_free(port, purpose="Airflow", setting="airflow_port")


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_names_holder_and_setting(address: str) -> None:
    with socket.socket() as listener:
        listener.bind((address, 0))
        listener.listen()
        port = listener.getsockname()[1]

        with pytest.raises(PortTakenError) as refused:
            require_free(port, purpose="the dashboard", setting="dashboard_port")

    message = str(refused.value)
    assert f"port {port} (the dashboard) is taken" in message
    assert f"process {os.getpid()} (" in message
    assert "dashboard_port in repwatch.toml or REPWATCH_DASHBOARD_PORT=" in message
