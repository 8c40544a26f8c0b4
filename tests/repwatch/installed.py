"""An installation as its command line sees it, and what its stores hold."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from repwatch.cli import app
from repwatch.settings import Settings
from repwatch.wiring import App
from tests.servers.places import Place

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
NOW = START.isoformat()
DECIDED = {
    "lake": (
        "raw.mention",
        "raw.content",
        "raw.mention_brand",
        "score.mention_score",
        "score.promise",
        "marts.post_answer",
    ),
    "desk": ("desk_case", "case_event", "case_mention", "case_text", "owned_account", "config", "answer_outcome"),
}
"""What people rely on; the run log (coverage, cursor, fence, sighting) grows with every run."""

THREAD = [
    {
        "id": "1",
        "text": "My order never came and nobody answers!",
        "author": "a",
        "role": "customer",
        "created_at": "2026-02-01T10:00:00Z",
    },
    {
        "id": "2",
        "text": "We are sorry, on it.",
        "author": "acme",
        "role": "company",
        "parent_id": "1",
        "created_at": "2026-02-01T12:00:00Z",
    },
    {
        "id": "3",
        "text": "The app crashes, please help",
        "author": "b",
        "role": "customer",
        "created_at": "2026-02-01T11:00:00Z",
    },
]


@contextmanager
def at_work(place: Place) -> Iterator[App]:
    """The use cases of a place until the block ends."""
    app = App.open(place.settings, now=START)
    try:
        yield app
    finally:
        app.close()


@contextmanager
def judging(place: Place) -> Iterator[App]:
    """The same; what the block brings in is scored, judged and reported."""
    with at_work(place) as app:
        yield app
        app.score()
        app.triage()
        app.build()


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The command line in the folder of an installation."""

    folder: Path
    home: Path

    def run(self, *words: str, code: int = 0) -> Result:
        """Run a command and hold it to its exit code."""
        result = CliRunner().invoke(app, words)
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    def json(self, *words: str, code: int = 0) -> Any:  # noqa: ANN401 -- whatever the command prints
        """What a command prints for a program."""
        return json.loads(self.run(*words, "--json", code=code).stdout)

    def write_rows(self, name: str, rows: Iterable[dict[str, str]]) -> Path:
        """A CSV file beside the installation."""
        listed = list(rows)
        names = list(dict.fromkeys(key for row in listed for key in row))
        with (self.folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(listed)
        return self.folder / name

    def thread(self) -> Path:
        """Two complaints to one brand, one of them answered after two hours."""
        return self.write_rows("thread.csv", ({**row, "brand": "acme"} for row in THREAD))

    def decided(self) -> dict[str, str]:
        """A hash of every table that must not change when nothing did."""
        running = App.open(Settings(home=self.home))
        try:
            tables = {name: running.lake.query(f"select * from {name} order by all") for name in DECIDED["lake"]}
            with running.desk.read() as connection:
                for name in DECIDED["desk"]:
                    rows = connection.exec_driver_sql(f"select * from {name}").mappings()
                    tables[name] = sorted((dict(row) for row in rows), key=str)
        finally:
            running.close()
        return {
            name: hashlib.sha256(repr(rows).encode()).hexdigest() + f" {len(rows)}" for name, rows in tables.items()
        }
