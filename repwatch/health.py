"""Which parts of a running installation do not answer yet."""

import json
from http.client import HTTPConnection, HTTPException

from repwatch.installation import RunSettings, execution_port
from repwatch.ports import LOOPBACK

AIRFLOW_PARTS = ("metadatabase", "scheduler", "dag_processor")
ANSWER_WITHIN = 3.0  # seconds


def unhealthy(settings: RunSettings) -> list[str]:
    """The names of the parts that are not ready, in the order in which they start."""
    missing = _airflow(settings.airflow_port)
    if not answers_to(execution_port(settings), "/execution/health"):
        missing.append("execution API")
    if not answers_to(settings.dashboard_port, "/_stcore/health"):
        missing.append("dashboard")
    return missing


def _airflow(port: int) -> list[str]:
    body = answers_to(port, "/api/v2/monitor/health")
    if not body:
        return ["Airflow API"]
    health = json.loads(body)
    return [f"Airflow {part}" for part in AIRFLOW_PARTS if health[part]["status"] != "healthy"]


def answers_to(port: int, path: str) -> bytes:
    """The body of a 200 from a port of this machine, else nothing."""
    connection = HTTPConnection(LOOPBACK, port, timeout=ANSWER_WITHIN)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
    except (OSError, HTTPException):
        return b""
    else:
        return body if response.status == 200 else b""
    finally:
        connection.close()
