"""Instants as people and exports write them, read only where they can be read in one way."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
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
_EPOCH = re.compile(r"(\d{10})(\d{3}|\d{6}|\d{9})?(?:\.(\d+))?")
"""Seconds, or thousandths, millionths or billionths of them, also as data frames write them: with a fraction."""
_HALF_DAY = re.compile(r"(.*\d)\s*([ap])\.?m\.?", re.IGNORECASE)
_UTC_NAMED = re.compile(r"(.*\d)\s*(?:UTC|GMT)", re.IGNORECASE)
_TWITTER = "%a %b %d %H:%M:%S %z %Y"


def instant(value: str, *, order: DayOrder | None = None) -> datetime:
    """The instant `value` names, in UTC; one without a zone is taken as UTC. ValueError where it could be two dates."""
    value = value.strip()
    if match := _EPOCH.fullmatch(value):
        micros = ((match[2] or "") + (match[3] or "")).ljust(6, "0")[:6]
        return datetime.fromtimestamp(int(match[1]), tz=UTC) + timedelta(microseconds=int(micros))
    if match := _HALF_DAY.fullmatch(value):
        return _of_half(instant(match[1], order=order), is_after_noon=match[2] in "pP")
    if (match := _UTC_NAMED.fullmatch(value)) and not value[0].isalpha():
        value = match[1]
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
        if (match := _SMALL_FIRST.fullmatch(_without_half(value.strip()))) and (order := _only_order(match)) is not None
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


def _without_half(value: str) -> str:
    match = _HALF_DAY.fullmatch(value)
    return match[1] if match else value


def _of_half(moment: datetime, *, is_after_noon: bool) -> datetime:
    """An instant whose hour runs from 12 over 1 to 11, twice a day."""
    if not 1 <= moment.hour <= 12:
        msg = "its hour is none of a half day"
        raise ValueError(msg)
    return moment.replace(hour=moment.hour % 12 + 12 * is_after_noon)


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
