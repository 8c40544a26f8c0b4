"""Real servers of other projects, each in its own process on a free port of loopback."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

BIN = Path(sys.executable).parent


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def started(command: Sequence[str], *, ready: str, log: Path) -> Iterator[None]:
    """The process, once `ready` answers; it ends with the block."""
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as process:
        try:
            _wait(process, ready=ready, log=log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], *, ready: str, log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(ready, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"{ready} does not answer: {log.read_text()[-2_000:]}")


def send(
    method: str, url: str, value: Mapping[str, object] | None = None, *, headers: Mapping[str, str] | None = None
) -> tuple[Any, dict[str, str]]:
    """(the JSON answered, its headers) of a request that changes something."""
    body = json.dumps(value or {}).encode()
    request = Request(url, data=body, method=method, headers={"Content-Type": "application/json", **(headers or {})})
    with urlopen(request, timeout=10) as response:
        said = response.read()
        return (json.loads(said) if said else None), {name.lower(): value for name, value in response.headers.items()}
