"""Durations as people write them: 45m, 4h, 2d, 1h30m."""

import re
from datetime import timedelta

_PART = re.compile(r"(\d+)\s*([smhdw])")
_LONGEST = timedelta(days=3650)
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


def parse(text: str) -> timedelta:
    """Read a duration of up to ten years; ValueError shows how to write one.

    A day is 24 hours of the calendar it is counted in.
    """
    compact = text.strip().lower()
    if not compact or _PART.sub("", compact).strip():
        raise ValueError(f"{text!r} is no duration; write one like 45m, 4h, 2d or 1h30m")
    try:
        total = sum((int(count) * _UNITS[unit] for count, unit in _PART.findall(compact)), timedelta())
    except OverflowError:
        total = timedelta.max
    if total > _LONGEST:
        raise ValueError(f"{text!r} is longer than ten years")
    return total


def told(seconds: float) -> str:
    """A length of time as people write it, such as 1d2h30m; nothing at all is 0m."""
    left, parts = round(seconds), []
    for name, unit in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)):
        count, left = divmod(left, unit)
        if count:
            parts.append(f"{count}{name}")
    return "".join(parts) or "0m"
