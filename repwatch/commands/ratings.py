"""The command that imports what customers rated."""

from pathlib import Path
from typing import Annotated

import typer

from repwatch import ratings
from repwatch.commands.shared import AsJson, Now, err, existing, opened, print_json, say

app = typer.Typer()
SHOWN = 20


@app.command("import-ratings")
def import_ratings(
    file: Annotated[list[Path], typer.Argument(help="CSV or JSON Lines with score, at, kind, and a case or post.")],
    *,
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Load CSAT and NPS from files; read again, they add nothing."""
    with opened(now=now) as running:
        done = [ratings.import_ratings(running.desk, running.lake, existing(path), now=running.now()) for path in file]
    if as_json:
        print_json({"files": [summary.as_dict() for summary in done]})
        return
    for summary in done:
        counts = {"new": summary.imported, "known": summary.known, "refused": summary.refused}
        say(f"imported {summary.file}", counts)
        for reason in summary.reasons[:SHOWN]:
            err.print(reason, markup=False)
        if summary.refused > SHOWN:
            err.print(f"and {summary.refused - SHOWN} more rows; --json tells all")
