"""Rows of a CSV or JSON Lines file, each with its number and the bytes it can be read from again."""

import csv
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TextIO

from collectors import headings
from collectors.errors import SetupError
from collectors.fields import decode

REQUIRED = ("id", "text")
_DELIMITERS = (",", ";", "\t")
_LONGEST_FIELD = 64 * 1024 * 1024
_ROWS_LOOKED_AT = 50
_SAY = "Rename its columns; docs/collectors.md lists those that are read."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: a JSON object in `body`, or the lines as they stand where `problem` says why they are no row."""

    number: int
    body: bytes
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An export whose header and encoding were found good."""

    path: Path
    fingerprint: str
    columns: tuple[str, ...]
    delimiter: str | None
    """None in a JSON Lines file."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the file calls columns that have another name here."""

    def rows(self) -> Iterator[Row]:
        """Every row of data; the number is the row a spreadsheet, or the line an editor, would show."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            if self.delimiter is not None:
                yield from self._csv_rows(file, delimiter=self.delimiter)
                return
            for row in _json_rows(file):
                yield replace(row, body=headings.renamed_row(row.body, self.names))

    def _csv_rows(self, file: TextIO, *, delimiter: str) -> Iterator[Row]:
        for number, values, lines in _csv_values(file, delimiter=delimiter):
            if number == 1 or not values:
                continue
            if isinstance(values, csv.Error):
                problem = _problem(values)
                yield Row(number=number, body=lines.encode(), problem=problem)
            elif len(values) != len(self.columns):
                problem = f"it has {len(values)} fields and the header has {len(self.columns)}"
                yield Row(number=number, body=lines.encode(), problem=problem)
            else:
                fields = dict(zip(self.columns, values, strict=True))
                yield Row(number=number, body=json.dumps(fields, ensure_ascii=False).encode())


def open_table(path: Path, *, required: Collection[str] = REQUIRED, names: Mapping[str, str] | None = None) -> Table:
    """The table in `path`; SetupError says what to do about a file that is none, or lacks a required column.

    `names` are ours by those that the file's header has; None where nobody can give any.
    """
    fingerprint, fix = _fingerprint(path), _SAY if names is None else ""
    names = names or {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(4096).lstrip()[:1]
        file.seek(0)
        if start == "[":
            raise SetupError(f"{path} is one JSON array", fix="Put one object on a line: jq -c '.[]' FILE > FILE.jsonl")
        wanted = {*required, *names}
        delimiter, theirs = (None, _json_columns(file)) if start == "{" else _header(file, required=wanted)
    if absent := [name for name in names if name not in theirs]:
        raise SetupError(
            f"{path} has no column {' and no column '.join(map(repr, absent))}; it has {', '.join(theirs)}",
            fix="Write the names as they stand in its first row.",
        )
    columns = headings.renamed(theirs, names)
    missing = [name for name in required if name not in columns]
    if missing:
        raise SetupError(
            f"{path} has no column {' and no column '.join(missing)}; it has {', '.join(columns) or 'none'}",
            fix=fix or _how_to_name(theirs, required=required),
        )
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise SetupError(f"{path} has two columns called {', '.join(twice)}", fix="Rename or remove one of them.")
    if names:  # read under other names, it is another file
        fingerprint += "".join(f"-{ours}:{theirs}" for theirs, ours in sorted(names.items()))
    return Table(path=path, fingerprint=fingerprint, columns=columns, delimiter=delimiter, names=names)


def _how_to_name(columns: Collection[str], *, required: Collection[str]) -> str:
    listed = "docs/collectors.md lists the columns that are read."
    if guess := headings.guessed(tuple(columns), needed=required):
        return f"Say which column is which; it looks like {guess}. {listed}"
    return f'Say which column is which, as in --column text="Guest comment". {listed}'


def _fingerprint(path: Path) -> str:
    if not path.exists():
        raise SetupError(f"There is no file {path}", fix="Check the path; it is relative to the folder you are in.")
    if not path.is_file():
        raise SetupError(f"{path} is not a file", fix="Name one CSV or JSON Lines file.")
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        with path.open(encoding="utf-8-sig", newline="") as text:
            is_blank = True
            while part := text.read(1 << 20):
                is_blank = is_blank and not part.strip()
    except PermissionError:
        raise SetupError(f"{path} may not be read", fix=f"Give this user the right to: chmod u+r {path}") from None
    except UnicodeDecodeError as error:
        with path.open("rb") as file:
            if file.read(4).startswith((b"\x1f\x8b", b"PK\x03\x04")):
                raise SetupError(f"{path} is packed", fix="Unpack it: gunzip -k FILE, or unzip FILE.") from None
        raise SetupError(
            f"{path} is not UTF-8 (byte {error.start} of a block)",
            fix="Convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > FILE.utf8 (-f UTF-16 for Excel's Unicode text).",
        ) from None
    if is_blank:
        raise SetupError(f"{path} is empty", fix="Export it again.")
    return f"{path.stat().st_size}-{digest.hexdigest()}"


def _header(file: TextIO, *, required: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The delimiter under which the header names what is needed; else the one that finds most columns."""
    found = []
    for delimiter in _DELIMITERS:
        file.seek(0)
        _, values, _ = next(_csv_values(file, delimiter=delimiter))
        columns = () if isinstance(values, csv.Error) else tuple(value.strip().lower() for value in values)
        found.append((sum(name in columns for name in required), len(columns), delimiter, columns))
    _, _, delimiter, columns = max(found)
    return delimiter, columns


def _json_columns(file: TextIO) -> tuple[str, ...]:
    """Columns of the first rows: a bad line among them is quarantined later, not a reason to refuse the file."""
    columns: dict[str, None] = {}
    for row, _ in zip(_json_rows(file), range(_ROWS_LOOKED_AT), strict=False):
        try:
            fields = decode(row.body)
        except ValueError:
            continue
        if isinstance(fields, dict):
            columns |= dict.fromkeys(name.strip().lower() for name in fields)
    return tuple(columns)


def _problem(error: csv.Error) -> str:
    """What is wrong with a row, in words of ours."""
    match str(error):
        case "unexpected end of data":
            return "a quote in it is never closed"
        case said if "limit" in said:
            return "one of its fields is too long"
        case _:
            return "its quotes do not match: write one that is part of a field twice"


def _json_rows(file: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield Row(number=number, body=line.strip().encode())


def _csv_values(file: Iterable[str], *, delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error, str]]:
    """(row number, values or what is wrong with them, the lines they were read from)."""
    lines = _Lines(file)
    # strict: a stray quote makes a bad row that is told of; without it, it swallows the rows that follow in silence
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for number in count(1):
        lines.taken.clear()
        values: list[str] | csv.Error
        try:
            with _long_fields():
                values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            values = error
        yield number, values, "".join(lines.taken)


class _Lines:
    """Lines of a file, remembering those taken since they were last cleared."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken.append(line)
        return line


@contextmanager
def _long_fields() -> Iterator[None]:
    """csv's limit is of the whole process: ours holds only while a row is read."""
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)
