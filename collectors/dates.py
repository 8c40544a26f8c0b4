"""Instants as people and exports write them, read only where they can be read in one way."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum


class DayOrder(StrEnum):
    """Which of the two small numbers of 05-04-2021 comes first."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class AmbiguousError(ValueError):
    """A date that could be two."""

    def __init__(self, date: str) -> None:
        super().__init__(f"{date} could be two dates; write it as YYYY-MM-DD")


_SMALL_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?))?")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})(.*)")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_TWITTER = "%a %b %d %H:%M:%S %z %Y"


def instant(value: str, *, order: DayOrder | None = None) -> datetime:
    """The instant `value` names, in UTC; one without a zone is taken as UTC. ValueError where it could be two dates."""
    value = value.strip()
    if _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), tz=UTC)
    if match := _SMALL_FIRST.fullmatch(value):
        return _small_first(match, order=order)
    if match := _YEAR_FIRST.fullmatch(value):
        year, _, month, day, rest = match.groups()
        value = f"{year}-{month:0>2}-{day:0>2}{rest}"
    return _utc(_written_out(value))


def day_order(values: Iterable[str]) -> DayOrder | None:
    """What a whole column says of its day order: one 13-12-2019 settles every 05-04-2021 beside it."""
    orders = {
        order
        for value in values
        if (match := _SMALL_FIRST.fullmatch(value.strip())) and (order := _only_order(match)) is not None
    }
    return orders.pop() if len(orders) == 1 else None


def _only_order(match: re.Match[str]) -> DayOrder | None:
    first, separator, second = int(match[1]), match[2], int(match[3])
    if first > 12:
        return DayOrder.DAY_FIRST
    if second > 12:
        return DayOrder.MONTH_FIRST
    # nobody writes the month first with dots
    return DayOrder.DAY_FIRST if separator == "." else None


def _small_first(match: re.Match[str], *, order: DayOrder | None) -> datetime:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    order = _only_order(match) or order
    if order is None and first != second:
        raise AmbiguousError(match[0])
    month, day = (first, second) if order is DayOrder.MONTH_FIRST else (second, first)
    clock = match[5] or "00:00"
    return _utc(datetime.fromisoformat(f"{year}-{month:02}-{day:02}T{'0' if clock[1] == ':' else ''}{clock}"))


def _written_out(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value)
    except ValueError:
        pass
    try:
        return datetime.strptime(value, _TWITTER)  # noqa: DTZ007 -- _TWITTER holds %z
    except ValueError:
        msg = "it is no date that can be read; write it as YYYY-MM-DDTHH:MM:SSZ"
        raise ValueError(msg) from None


def _utc(value: datetime) -> datetime:
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:
        msg = "it is at the edge of time"
        raise ValueError(msg) from None
