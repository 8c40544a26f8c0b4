"""A JSON object whose values must be what they are said to be: BadRecordError names the one that is not."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from collectors.base import Response
from collectors.dates import instant
from collectors.errors import BadRecordError, RefusedError, RetryLaterError
from collectors.text import clean

CHANGED = "The format of the source may have changed: update repwatch, or report the collector."
"""What to do about a record that has another shape than it had."""
_SORTS = {
    type(None): "nothing",
    bool: "true or false",
    str: "text",
    int: "a whole number",
    float: "a number with a fraction",
    list: "a list",
}
TRUNCATED_WAIT = timedelta(minutes=10)


def decode(body: bytes | str) -> object:
    """The JSON of `body`; ValueError for whatever is wrong with it."""
    try:
        return json.loads(body)
    except RecursionError:
        msg = "it is nested too deeply"
    except json.JSONDecodeError as error:
        msg = f"it is no JSON from character {error.pos + 1} on"
    except UnicodeDecodeError:
        msg = "it is no JSON: it is not UTF-8"
    # in words of ours: what Python says of it may quote it
    raise ValueError(msg)


def sort_of(value: object) -> str:
    """What a value is, in words that tell nothing of what it says."""
    return _SORTS.get(type(value), "an object")


def encode(value: object) -> bytes:
    """The same bytes for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def document(response: Response, *, source: str) -> object:
    """The JSON of a whole response: half a document is worth another try."""
    try:
        return decode(response.body)
    except ValueError:
        raise RetryLaterError(f"{source} answered something that is not JSON", after=TRUNCATED_WAIT) from None


def described(value: object, *, source: str) -> dict[str, object]:
    """`value` if it is an object: nothing else may pass for the absence of a post."""
    if not isinstance(value, dict):
        raise RefusedError(f"{source} answered something that is no post: its format has changed; update the collector")
    return value


def listed(value: object, *, source: str, name: str) -> list[object]:
    """`value` if it is a list; a response without it has a new format, and that is for a person to see."""
    if isinstance(value, dict):
        value = value.get(name)
    if not isinstance(value, list):
        raise RefusedError(
            f"{source} answered without its list of {name}: its format has changed; update the collector"
        )
    return value


def by_name(posts: Iterable[object], *, name: str, source: str, inside: str = "") -> dict[str, dict[str, object]]:
    """Posts by the value called `name`: one without it would pass for the absence of another."""
    named = {}
    for post in posts:
        values = described(post, source=source)
        told = (described(values.get(inside), source=source) if inside else values).get(name)
        if isinstance(told, bool) or not isinstance(told, int | str) or not told:
            raise RefusedError(
                f"{source} answered a post without its {name}: its format has changed; update the collector"
            )
        named[str(told)] = values
    return named


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The object of one record; `where` opens every complaint about it."""

    values: dict[str, object]
    where: str

    @classmethod
    def of(cls, body: bytes, *, where: str) -> "Fields":
        """The object in `body`."""
        try:
            values = decode(body)
        except ValueError as error:
            raise BadRecordError(f"{where}: {error}. {CHANGED}") from error
        if not isinstance(values, dict):
            raise BadRecordError(f"{where}: it should be an object, but it is {sort_of(values)}. {CHANGED}")
        return cls(values=values, where=where)

    def text(self, name: str) -> str:
        """A text that must be there."""
        value = self.maybe_text(name)
        if value is None:
            raise self._missing(name)
        return value

    def maybe_text(self, name: str) -> str | None:
        """A text, or None where the source says nothing."""
        match self.values.get(name):
            case None:
                return None
            case str() as value:
                return clean(value)
            case other:
                raise self._wrong(name, other, should="text")

    def number(self, name: str) -> int:
        """A whole number that must be there."""
        value = self.maybe_number(name)
        if value is None:
            raise self._missing(name)
        return value

    def maybe_number(self, name: str) -> int | None:
        """A whole number, or None where the source says nothing."""
        match self.values.get(name):
            case None:
                return None
            case int() as value if not isinstance(value, bool):
                return value
            case other:
                raise self._wrong(name, other, should="a whole number")

    def instant(self, name: str) -> datetime:
        """An ISO instant that must be there."""
        value = self.maybe_instant(name)
        if value is None:
            raise self._missing(name)
        return value

    def maybe_instant(self, name: str) -> datetime | None:
        """An ISO instant, or None where the source says nothing."""
        value = self.maybe_text(name)
        if value is None:
            return None
        try:
            return instant(value)
        except ValueError:
            raise self._wrong(name, value, should="an instant") from None

    def epoch(self, name: str) -> datetime:
        """An instant in seconds since 1970 that must be there."""
        value = self.maybe_epoch(name)
        if value is None:
            raise self._missing(name)
        return value

    def maybe_epoch(self, name: str) -> datetime | None:
        """An instant in seconds since 1970, whole or not, or None where the source says nothing."""
        match self.values.get(name):
            case None:
                return None
            case int() | float() as value if not isinstance(value, bool):
                try:
                    return datetime.fromtimestamp(value, tz=UTC)
                except (OSError, OverflowError, ValueError):
                    raise self._wrong(name, value, should="seconds since 1970") from None
            case other:
                raise self._wrong(name, other, should="seconds since 1970")

    def flag(self, name: str) -> bool:
        """Whether the source says so; silence is no."""
        match self.values.get(name):
            case None:
                return False
            case bool() as value:
                return value
            case other:
                raise self._wrong(name, other, should="true or false")

    def fields(self, name: str) -> "Fields":
        """An object that must be there."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self._wrong(name, value, should="an object")
        return Fields(values=value, where=f"{self.where}: {name}")

    def _missing(self, name: str) -> BadRecordError:
        return BadRecordError(f"{self.where}: it has no {name!r}. {CHANGED}")

    def _wrong(self, name: str, value: object, *, should: str) -> BadRecordError:
        return BadRecordError(f"{self.where}: {name!r} should be {should}, but it is {sort_of(value)}. {CHANGED}")
