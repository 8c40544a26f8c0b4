"""What strangers wrote is shown in a terminal as it stands, and commands nothing there."""

import pytest
from rich.table import Table

from repwatch.commands import look, reports
from repwatch.commands.shared import out, say


@pytest.mark.parametrize("said", ["[/x]", "\\[/x]", "[red]late", "a[1]", "[link=https://evil.example]care[/link]"])
def test_brackets_mean_nothing(said: str) -> None:
    table = Table("what")
    table.add_row(look._cell(said))
    table.add_row(reports._cell("brand", {"brand": said}))

    with out.capture() as printed:
        out.print(table)
        say("done", {said: 1})

    assert printed.get().count(said) == 3


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x1b]0;title\x07", "\r", "\x9b31m", "\u202e"])
def test_no_sign_moves_the_terminal(sign: str) -> None:
    table = Table("what")
    table.add_row(look._cell(f"late{sign}again"))

    with out.capture() as printed:
        out.print(table)
        out.print(f"late{sign}again", markup=False)

    assert sign[0] not in printed.get()
