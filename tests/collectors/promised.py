"""Runs the kit over every source and writes into docs/collectors.md what each keeps, by `python -m` and its name."""

import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from collectors import ours
from collectors.promises import CHECKS
from collectors.testing import Stage, run

DOCS = Path(__file__).parents[2] / "docs" / "collectors.md"
BEGIN, END = "<!-- written by `python -m tests.collectors.promised` -->", "<!-- end -->"
NO_SERVER = {
    "demo": "plays a bundled script against the clock",
    "file": "reads a path; tests/collectors/test_file.py keeps the promises that a file can break",
}
KEPT, BROKEN, NOT_APPLICABLE = "✓", "**broken**", "-"


def promise_of(check: Callable[[Stage], None]) -> str:
    """The sentence that a check is called."""
    return check.__name__.replace("_", " ")


def table() -> str:
    """The promises by number, a row for each source, and why some do not apply."""
    numbered = [f"{number}. {promise_of(check)}" for number, check in enumerate(CHECKS, start=1)]
    head = ["| Collector | " + " | ".join(str(number) for number in range(1, len(CHECKS) + 1)) + " |"]
    head.append("|---|" + ":-:|" * len(CHECKS))
    reasons: dict[str, list[str]] = {}
    rows = [
        f"| {row} | {' | '.join(cells(row, world, reasons))} |"
        for name in ours()
        for row, world in worlds(name).items()
    ]
    told = [f"- {reason}: {', '.join(where)}" for reason, where in reasons.items()]
    return "\n".join([*numbered, "", *head, *rows, "", f"`{NOT_APPLICABLE}` does not apply:", "", *told])


def worlds(name: str) -> dict[str, Any]:
    """The servers of a source by the row they get: a source that reads in more than one way has one for each."""
    if name in NO_SERVER:
        return {f"`{name}`": None}
    module: Any = import_module(f"tests.collectors.servers.{name}")
    others = {f"`{name}`, {way}": world for way, world in getattr(module, "OTHER_WAYS", {}).items()}
    return {f"`{name}`": module.WORLD, **others}


def cells(row: str, world: Any, reasons: dict[str, list[str]]) -> Iterator[str]:  # noqa: ANN401 -- a class of worlds
    """What became of each promise; `reasons` gathers why some do not apply."""
    if world is None:
        reasons.setdefault(NO_SERVER[row.strip("`")], []).append(row)
        yield from [NOT_APPLICABLE] * len(CHECKS)
        return
    for number, check in enumerate(CHECKS, start=1):
        with world() as started:
            try:
                why_not = run(check, started)
            except Exception as error:  # noqa: BLE001 -- a table of what is kept tells what is not, too
                sys.stderr.write(f"{row}: {promise_of(check)}: {error}\n")
                yield BROKEN
                continue
        if why_not:
            reasons.setdefault(why_not, []).append(f"{number} of {row}")
        yield NOT_APPLICABLE if why_not else KEPT


def written(docs: str) -> tuple[list[str], list[str]]:
    """The promises, and the rows of sources, that the documentation tells of."""
    told = docs.partition(BEGIN)[2].partition(END)[0]
    return re.findall(r"^\d+\. (.*)$", told, re.MULTILINE), re.findall(r"^\| (`\w+`[^|]*) \|", told, re.MULTILINE)


def main() -> None:
    """Write the table between its marks."""
    before, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    DOCS.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
