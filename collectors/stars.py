"""The scale that a column of ratings goes by: what nearly all its rows say, so that one slip moves no other row."""

from collections.abc import Iterable

MOST = 10
_USUAL = 5
_STRAY_IN = 50
"""One rating beyond five among so many is a slip of the pen; more of them, and the scale goes to ten."""


def number(value: str) -> float:
    """A rating as it is written, with a point or a comma; ValueError where it is none."""
    return float(value.strip().replace(",", "."))


def scale(values: Iterable[str]) -> int:
    """The best rating of a column, five or ten, by its values; those that are no ratings count for nothing."""
    rated = beyond = 0
    for value in values:
        try:
            stars = number(value)
        except ValueError:
            continue
        rated += 0 <= stars <= MOST
        beyond += _USUAL < stars <= MOST
    return MOST if beyond * _STRAY_IN > rated else _USUAL
