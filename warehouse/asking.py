"""Answers a report: the rows that it counts, and the figures over exactly these rows, from one view of the lake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile
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

    def work(cursor: Cursor) -> Rows:
        _stage(cursor, question)
        # in one query, so that nothing is read, sorted or kept that no figure asks for
        return rows_of(_execute(cursor, _over(question.rows, question.figures), question.values))

    return lake.read(work)


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


def _stage(cursor: Cursor, question: Question) -> None:
    # DuckDB takes staged rows for few, and would compare each of them with every window of a calendar
    cursor.execute("set asof_loop_join_threshold = 0")
    for name, table in question.staged.items():
        cursor.register(name, table)
    if "desk_events" in question.staged:
        cursor.execute(f"create or replace temp view standing_events as {_bare('standing_events')}")


def _tell(cursor: Cursor, question: Question) -> pa.Table:
    """Run the queries of the rows; the last result stays readable as `told` as long as the cursor lives."""
    _stage(cursor, question)
    told: pa.Table | None = None
    for name in question.rows:
        told = _run(cursor, name, question.values).to_arrow_table()
        cursor.register("told", told)
    if told is None:
        raise ValueError("a report counts the rows of at least one query")
    return told


@cache
def _over(rows: Sequence[str], figures: str) -> str:
    """The query of the figures over those of the rows, each of which knows the one before as `told`."""
    text = _bare(rows[0])
    for name in (*rows[1:], figures):
        query = _bare(name)
        known = f"with told as (\n{text}\n)"
        text = f"{known},\n{query[5:]}" if query.startswith("with ") else f"{known}\n{query}"
    return text


def _bare(name: str) -> str:
    """A query without what it says of itself at its head."""
    lines = sql.load("queries", name).splitlines()
    return "\n".join(dropwhile(lambda line: line.startswith("--"), lines))


def _run(cursor: Cursor, name: str, values: Mapping[str, Any]) -> Cursor:
    return _execute(cursor, sql.load("queries", name), values)


def _execute(cursor: Cursor, text: str, values: Mapping[str, Any]) -> Cursor:
    # DuckDB refuses values that a query does not ask for
    return cursor.execute(text, {key: value for key, value in values.items() if f"${key}" in text})
