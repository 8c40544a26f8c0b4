"""Responses that real servers sent, or their documentation shows, as an answer of a scripted server."""

import json

from tests.collectors.servers.loopback import Answer
from tests.yardstick import RECORDINGS


def recorded(name: str) -> Answer:
    """The body as it came, with its status and its type."""
    path = RECORDINGS / name
    meta = json.loads(path.with_suffix(".meta.json").read_text())
    kind = "application/json" if path.suffix == ".json" else "text/xml"
    return Answer(body=path.read_bytes(), status=meta.get("status", 200), headers={"Content-Type": kind})
