"""The documentation names every collector, and its example is a source."""

import re
from pathlib import Path
from typing import Any

import pytest

from collectors import load, ours
from collectors.promises import CHECKS
from collectors.testing import START, Clock, MemoryRunner, open_http
from tests.collectors import promised
from tests.collectors.servers.loopback import Answer
from tests.collectors.servers.scripted import ScriptedServer
from triage.mention import Target

DOCS = (Path(__file__).parents[2] / "docs" / "collectors.md").read_text()


def test_every_collector_has_a_row() -> None:
    assert re.findall(r"^\| `(\w+)` \| (?!\w+ \|)", DOCS.split("## What each keeps")[0], re.MULTILINE) == ours()


@pytest.mark.parametrize("name", ours())
def test_a_row_names_the_credentials_a_collector_needs(name: str) -> None:
    (row,) = re.findall(rf"^\| `{name}` \|.*$", DOCS.split("## What each keeps")[0], re.MULTILINE)

    assert all(need in row for need in load(name).needs)


def test_the_table_of_promises_was_written_since_the_last_promise_and_the_last_source() -> None:
    promises, sources = promised.written(DOCS)

    assert promises == [promised.promise_of(check) for check in CHECKS], promised.BEGIN
    assert sources == [row for name in ours() for row in promised.worlds(name)], promised.BEGIN
    assert promised.BROKEN not in DOCS


@pytest.mark.loopback
def test_the_example_reads_letters() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    scope: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, "docs/collectors.md", "exec"), scope)
    letter = b'{"letters": [{"number": 7, "written": "2026-02-01T10:00:00Z", "text": "Late again"}]}'
    with ScriptedServer({"/letters": Answer(body=letter)}) as server, open_http(Clock()) as http:
        runner = MemoryRunner(scope["SOURCE"], Target(id="l", collector="letters", brands=(), account=server.url))
        runner.collect(http, until=START)

    assert runner.ids() == {"7"}
    assert runner.cursor == "7"
