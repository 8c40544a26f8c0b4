import csv
import io
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from repwatch.cells import csv_of, harmless


@given(st.text(max_size=20))
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = str(harmless(text))

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_figures_stay_figures_and_instants_are_written_out() -> None:
    rows = [{"net": -12.5, "text": "=1+1", "at": datetime(2026, 3, 4, 15, 0, tzinfo=UTC)}]

    [names, cells] = csv.reader(io.StringIO(csv_of(rows)))

    assert names == ["net", "text", "at"]
    assert cells == ["-12.5", "'=1+1", "2026-03-04T15:00:00+00:00"]


def test_nothing_is_an_empty_file() -> None:
    assert csv_of([]) == ""
