"""Labelled posts of a file, read as `repwatch import` reads files, whatever wrote it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from collectors import exports, headings, stars
from collectors.errors import SetupError
from collectors.fields import decode
from collectors.tables import Row, open_table

STARS = 5.0
"""The best rating; those of a file that goes to ten are brought to it."""
SENTIMENTS = ("negative", "neutral", "positive")
_SPELT: Mapping[str, Mapping[str, str]] = {
    "label_complaint": {
        **dict.fromkeys(("1", "1.0", "true", "yes", "oui"), "1"),
        **dict.fromkeys(("0", "0.0", "false", "no", "non"), "0"),
    },
    "label_sentiment": {
        **dict.fromkeys(("negative", "neg", "n\u00e9gatif", "negatif"), "negative"),
        **dict.fromkeys(("neutral", "neu", "neutre"), "neutral"),
        **dict.fromkeys(("positive", "pos", "positif"), "positive"),
        "irrelevant": "",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The rows of a file by column; `unread` numbers those that are none, `unclear` unknown labels and ratings."""

    path: Path
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    unread: Sequence[int]
    unclear: Sequence[int]


def read_labelled(path: Path, *, columns: Sequence[str] = ()) -> Labelled:
    """Read a CSV or JSON Lines file; ValueError says what to do about one that is none, or has no texts.

    `columns` say, as text=Comment, what the file calls those that have another name here. Labels are given as 1 and 0,
    and as negative, neutral and positive, however the file spells them; ratings as stars of five. What cannot be
    understood is blank.
    """
    try:
        names = headings.read(columns, known=(*headings.COLUMNS, *_SPELT))
        table = open_table(path, required=("text",), names=names)
    except SetupError as error:
        raise ValueError(str(error)) from error
    rows: list[dict[str, str]] = []
    numbers, unread = [], []
    for row in table.rows():
        said = _said(row)
        if not said:
            unread.append(row.number)
            continue
        numbers.append(row.number)
        rows.append(said)
    most = stars.scale(said.get("stars", "") for said in rows)
    told = [_told(said, most=most) for said in rows]
    unclear = [number for number, said, one in zip(numbers, rows, told, strict=True) if _is_unclear(said, one)]
    return Labelled(path=path, columns=table.columns, rows=told, unread=unread, unclear=unclear)


def _said(row: Row) -> dict[str, str]:
    """What a row says by column; nothing where it cannot be read, or has no text."""
    try:
        values = None if row.problem else decode(row.body)
    except ValueError:
        return {}
    named = {name.strip().lower(): value for name, value in values.items()} if isinstance(values, dict) else {}
    text = named.get("text")
    if not isinstance(text, str):
        return {}
    cells = {name: str(value) for name, value in named.items() if isinstance(value, str | int | float)}
    return {name: exports.value(cells, name) or "" for name in cells} | {"text": text}


def _told(said: Mapping[str, str], *, most: int) -> dict[str, str]:
    labels = {name: spelt.get(said.get(name, "").lower(), "") for name, spelt in _SPELT.items()}
    try:
        role = exports.role(said)
    except ValueError:
        role = ""
    return {**said, **labels, "role": role, "stars": _stars(said.get("stars", ""), most=most)}


def _is_unclear(said: Mapping[str, str], told: Mapping[str, str]) -> bool:
    """Whether a row has a label or a rating that cannot be understood."""
    has_unknown = any(said.get(name, "").lower() not in {"", *spelt} for name, spelt in _SPELT.items())
    return has_unknown or bool(said.get("stars", "") and not told["stars"])


def _stars(said: str, *, most: int) -> str:
    """A rating as stars of five; blank where it is none on a scale to `most`."""
    try:
        rating = stars.number(said)
    except ValueError:
        return ""
    if not 0 <= rating <= most:
        return ""
    return f"{rating if most == STARS else 1 + (rating - 1) * (STARS - 1) / (most - 1):g}"  # scales start at 1
