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
    rows = [f"| `{name}` | {' | '.join(cells(name, reasons))} |" for name in ours()]
    told = [f"- {reason}: {', '.join(where)}" for reason, where in reasons.items()]
    return "\n".join([*numbered, "", *head, *rows, "", f"`{NOT_APPLICABLE}` does not apply:", "", *told])


def cells(name: str, reasons: dict[str, list[str]]) -> Iterator[str]:
    """What became of each promise; `reasons` gathers why some do not apply."""
    if name in NO_SERVER:
        reasons.setdefault(NO_SERVER[name], []).append(f"`{name}`")
        yield from [NOT_APPLICABLE] * len(CHECKS)
        return
    world: Any = import_module(f"tests.collectors.servers.{name}").WORLD
    for number, check in enumerate(CHECKS, start=1):
        with world() as started:
            try:
                why_not = run(check, started)
            except Exception as error:  # noqa: BLE001 -- a table of what is kept tells what is not, too
                sys.stderr.write(f"{name}: {promise_of(check)}: {error}\n")
                yield BROKEN
                continue
        if why_not:
            reasons.setdefault(why_not, []).append(f"{number} of `{name}`")
        yield NOT_APPLICABLE if why_not else KEPT


def written(docs: str) -> tuple[list[str], list[str]]:
    """The promises and the sources that the documentation tells of."""
    told = docs.partition(BEGIN)[2].partition(END)[0]
    return re.findall(r"^\d+\. (.*)$", told, re.MULTILINE), re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE)


def main() -> None:
    """Write the table between its marks."""
    before, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    DOCS.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
