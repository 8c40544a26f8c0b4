"""A container's health check: leave with 0 when an address answers and the named part of Airflow is healthy."""

import json
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

ANSWER_WITHIN = 8.0  # seconds


def main() -> None:
    """`python -m repwatch.answers URL [PART]`."""
    url, *parts = sys.argv[1:]
    sys.exit(problem(url, part=parts[0] if parts else ""))


def problem(url: str, *, part: str) -> str | None:
    """What is wrong, in words; None when nothing is."""
    where = urlsplit(url)
    connection = HTTPConnection(str(where.hostname), where.port, timeout=ANSWER_WITHIN)
    try:
        connection.request("GET", where.path)
        response = connection.getresponse()
        body = response.read()
    except OSError as error:
        return f"{url} does not answer: {error}"
    finally:
        connection.close()
    if response.status != 200:
        return f"{url} answers {response.status}"
    status = json.loads(body)[part]["status"] if part else "healthy"
    return None if status == "healthy" else f"{part} is {status}"


if __name__ == "__main__":
    main()
