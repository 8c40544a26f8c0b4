"""How tools that write exports spell nothing, whole numbers, and who speaks."""

import re
from collections.abc import Mapping

_NOTHING = frozenset({"nan", "NaN", "NaT", "None", "null", "NULL", "<NA>", "N/A", "n/a", "#N/A"})
_AS_FRACTION = re.compile(r"(\d+)\.0+")
_CUT_SHORT = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_ROLES: Mapping[str, str] = {
    **dict.fromkeys(("customer", "client", "consumer", "user"), "customer"),
    **dict.fromkeys(("company", "agent", "brand", "business", "staff"), "company"),
}


def value(fields: Mapping[str, str], name: str) -> str | None:
    """A cell, or None where it says nothing: data frames write out what they do not have."""
    said = fields.get(name, "").strip()
    return None if not said or said in _NOTHING else said


def identity(fields: Mapping[str, str], name: str) -> str | None:
    """An id as its platform gave it; ValueError where a spreadsheet has cut it short.

    A column of whole numbers with one gap is written with fractions: 12.0 is the post that another column calls 12.
    """
    said = value(fields, name)
    if said is None:
        return None
    if _CUT_SHORT.fullmatch(said):
        msg = f"its {name} is a number that a spreadsheet has rounded; export that column as text"
        raise ValueError(msg)
    match = _AS_FRACTION.fullmatch(said)
    return match[1] if match else said


def role(fields: Mapping[str, str]) -> str:
    """`customer`, `company`, or nothing where the row does not tell."""
    said = (value(fields, "role") or "").lower()
    if said and said not in _ROLES:
        msg = "its role is text that is neither customer nor company"
        raise ValueError(msg)
    return _ROLES.get(said, "")
