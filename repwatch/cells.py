"""Cells of CSV that no spreadsheet runs as a formula."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """A cell of CSV: a spreadsheet runs texts that start so, and a quote before them makes them text."""
    if isinstance(value, datetime):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS) else value


def csv_of(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as CSV below the names of the first; each cell harmless."""
    text = io.StringIO()
    writer = csv.writer(text)
    if rows:
        writer.writerow(rows[0])
    writer.writerows([harmless(value) for value in row.values()] for row in rows)
    return text.getvalue()
