"""Makes a table fit its page: columns as wide as there is room, and … where words are cut: the grid never says so."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

TEXT = "text"
"""The column that takes what the others leave."""
_LEAST = 220
"""Pixels below which a column of words says nothing: the table is scrolled instead."""
_PADDING = 20
_THIN, _USUAL, _WIDE, _FULL = 3.5, 6.2, 9.0, 13.0
"""Pixels of a letter in the grid's type, a little above what was measured."""
_PIXELS = dict.fromkeys("ijlI'\u2019.,;:|!()[]-ftr \u202f\u00a0", _THIN) | dict.fromkeys("mwMWOQ@%…\u2014", _WIDE)
_FROM_FULL = "\u2e80"


def fitted(columns: Mapping[str, Any], *, shown: Sequence[str], room: int) -> dict[str, Any]:
    """The columns that are shown, in sum as wide as the room where that can be."""
    widths = {name: columns[name]["width"] for name in shown if isinstance(columns.get(name, {}).get("width"), int)}
    total = sum(widths.values())
    if len(widths) < len(shown) or not total:
        return dict(columns)
    if TEXT in widths:
        widths[TEXT] = max(_LEAST, widths[TEXT] + room - total)
    elif total > room:
        widths = {name: width * room // total for name, width in widths.items()}
    else:
        # as the grid itself shares out what is left
        widths = {name: width + (room - total) // len(widths) for name, width in widths.items()}
    return {**columns, **{name: {**columns[name], "width": width} for name, width in widths.items()}}


def cut(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows with every word that their columns have no room for told by an ellipsis."""
    widths = {name: one["width"] for name, one in columns.items() if _is_text(one)}
    return [{name: _cut(value, widths.get(name)) for name, value in row.items()} for row in rows]


def _is_text(column: Mapping[str, Any]) -> bool:
    return (column.get("type_config") or {}).get("type") == "text" and isinstance(column.get("width"), int)


def _cut(value: object, width: int | None) -> object:
    return shortened(value, width - _PADDING) if width is not None and isinstance(value, str) else value


@lru_cache(maxsize=20_000)
def shortened(text: str, room: int) -> str:
    """The text, or as much of it as there is room for and an ellipsis."""
    used, fits = 0.0, 0
    for number, letter in enumerate(text):
        used += _pixels(letter)
        if used <= room - _WIDE:
            fits = number + 1
        if used > room:
            return text[:fits].rstrip() + "…"
    return text


def _pixels(letter: str) -> float:
    return _FULL if letter >= _FROM_FULL else _PIXELS.get(letter, 7.2 if letter.isupper() else _USUAL)
