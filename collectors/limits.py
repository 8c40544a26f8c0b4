"""How long a source asks us to wait, in whichever dialect it says so."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from collectors import usage

_RESETS = ("x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset")
_REMAINING = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")
_APPLE = re.compile(r"(\w+)-hour-rem:\s*(\d+)")
_AN_EPOCH = 1_000_000_000.0
_MILLISECONDS = 1_000_000_000_000.0
_NONE, _LONGEST = timedelta(0), timedelta(days=1)


def asked_wait(headers: Mapping[str, str], body: bytes, *, now: datetime) -> timedelta | None:
    """The wait that a refusal (429, 503, a 403 over quota) names; None where it names none.

    Headers are lower-cased. An instant is read against the server's own Date where it sends one: clocks differ.
    """
    server_now = _http_date(headers.get("date", "")) or now
    wait = retry_after(headers, now=now)
    if wait is None:
        wait = _body_backoff(headers, body)
    for name in _RESETS:
        if wait is None and name in headers:
            wait = _reset(headers[name], now=server_now)
    if wait is None and _apple_is_spent(headers):
        # Apple counts a rolling hour and names no instant: an hour is the one wait that is surely enough
        wait = timedelta(hours=1)
    if wait is None:
        wait = usage.wait(headers)
    return None if wait is None else min(max(wait, _NONE), _LONGEST)


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """The wait of Retry-After alone: beside a server error, the reset of a budget says nothing of it."""
    value = headers.get("retry-after", "")
    seconds = _number(value)
    if seconds is not None:
        return _seconds(seconds)
    moment = _http_date(value)
    return None if moment is None else min(max(moment - (_http_date(headers.get("date", "")) or now), _NONE), _LONGEST)


def next_wait(headers: Mapping[str, str], body: bytes, *, now: datetime) -> timedelta:
    """The wait that a good response asks for before the next request: a spent budget, or `backoff` in its body."""
    backoff = _body_backoff(headers, body)
    if backoff is not None:
        return backoff
    asked = (asked_wait(headers, body, now=now) or _NONE) if is_spent(headers) else _NONE
    return min(max(asked, usage.breath(headers)), _LONGEST)


def is_spent(headers: Mapping[str, str]) -> bool:
    """Whether the budget these headers tell of is used up."""
    left = [_number(headers[name]) for name in _REMAINING if name in headers]
    return any(value is not None and value < 1 for value in left) or _apple_is_spent(headers)


def _reset(value: str, *, now: datetime) -> timedelta | None:
    """An epoch (Bluesky, X, GitHub), seconds left (Reddit, IETF) or an ISO instant (Mastodon), told apart by size."""
    number = _number(value)
    if number is None:
        moment = _iso(value)
        return None if moment is None else moment - now
    if number >= _MILLISECONDS:
        number /= 1000
    return _seconds(number - now.timestamp() if number >= _AN_EPOCH else number)


def _body_backoff(headers: Mapping[str, str], body: bytes) -> timedelta | None:
    """Stack Exchange says `backoff` in the body, beside a 200 as well."""
    if b'"backoff"' not in body or "json" not in headers.get("content-type", ""):
        return None
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    seconds = document.get("backoff") if isinstance(document, dict) else None
    return _seconds(float(seconds)) if isinstance(seconds, int | float) else None


def _apple_is_spent(headers: Mapping[str, str]) -> bool:
    return any(int(left) == 0 for _, left in _APPLE.findall(headers.get("x-rate-limit", "")))


def _seconds(value: float) -> timedelta:
    return timedelta(seconds=min(max(value, 0.0), _LONGEST.total_seconds()))


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if number == number else None  # noqa: PLR0124 -- NaN is the one number that is not itself


def _iso(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
