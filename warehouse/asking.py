"""Answers a report: the rows that it counts, and the figures over exactly these rows, from one view of the lake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from warehouse import sql
from warehouse.lake import Cursor, Lake, rows_of, staged

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Queries by name: `rows` run one after the other, each reading the one before as `told`; `figures` reads the last.

    `staged` are rows of other places, by the name under which the queries read them.
    """

    rows: Sequence[str]
    figures: str
    values: Mapping[str, Any]
    staged: Mapping[str, pa.Table]


def figures(lake: Lake, question: Question) -> Rows:
    """One row per figure."""
    [rows] = several(lake, question, question.figures)
    return rows


def several(lake: Lake, question: Question, *names: str) -> list[Rows]:
    """What several queries make of the same rows."""

    def work(cursor: Cursor) -> list[Rows]:
        _tell(cursor, question)
        return [rows_of(_run(cursor, name, question.values)) for name in names]

    return lake.read(work)


def opened(lake: Lake, question: Question, *, limit: int, with_text: bool = False, of_posts: bool = True) -> Rows:
    """The rows that the figures count, in their order; those of posts with their links, and texts where asked for."""

    def work(cursor: Cursor) -> Rows:
        told = _tell(cursor, question).slice(0, limit)
        if not of_posts:
            return [dict(row) for row in told.to_pylist()]
        with staged(cursor, "told", told):
            return rows_of(_run(cursor, "report_opened", {"with_text": with_text}))

    return lake.read(work)


def _tell(cursor: Cursor, question: Question) -> pa.Table:
    """Run the queries of the rows; the last result stays readable as `told` as long as the cursor lives."""
    # DuckDB takes staged rows for few, and would compare each of them with every window of a calendar
    cursor.execute("set asof_loop_join_threshold = 0")
    for name, table in question.staged.items():
        cursor.register(name, table)
    told: pa.Table | None = None
    for name in question.rows:
        told = _run(cursor, name, question.values).to_arrow_table()
        cursor.register("told", told)
    if told is None:
        raise ValueError("a report counts the rows of at least one query")
    return told


def _run(cursor: Cursor, name: str, values: Mapping[str, Any]) -> Cursor:
    text = sql.load("queries", name)
    # DuckDB refuses values that a query does not ask for
    return cursor.execute(text, {key: value for key, value in values.items() if f"${key}" in text})
