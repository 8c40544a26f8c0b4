"""What every source promises of values: whichever of them is one day null or of another type, no post is dropped."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from collectors.base import Gone, Http, Response
from collectors.errors import CollectError
from collectors.fields import decode, encode
from collectors.testing import START, MemoryRunner, NotApplicableError, Stage, promise

Path = tuple[str | int, ...]


def no_null_drops_a_post(stage: Stage) -> None:
    """Every value a pull is told, null in its turn: all is stored, a row says what is not, or the pull ends so.

    A stream carries everybody's posts: a value that is lost there may be what named the brand, but the others are read.
    """
    _spoil_each(stage, _null)


def no_value_of_another_type_drops_a_post(stage: Stage) -> None:
    """The same with an object for a word, and a word for an object."""
    _spoil_each(stage, _of_another_type)


def no_spoilt_value_makes_a_tombstone(stage: Stage) -> None:
    """What comes back in another shape was not deleted."""
    if not stage.world.can_recheck:
        raise NotApplicableError("it cannot be asked for one post again, and makes no tombstones")
    stage.publish(2)
    stage.collect()
    told = SpoiltHttp(inner=stage.http)
    promise(not _gone(stage, told), "what exists is not gone")
    for number, body in enumerate(told.heard):
        for path in _first_places(body):
            for other in (_null, _of_another_type):
                where = _where(path, number)
                http = SpoiltHttp(inner=stage.http, number=number, change=_change(path, other))
                with suppress(CollectError):
                    promise(not _gone(stage, http), f"with another value as {where}, a post is taken for deleted")


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Every value inside a JSON value, by its path."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from places(part, (*path, name))


def found(value: object, path: Path) -> object:
    """The value at a path."""
    for name in path:
        value = value[name]  # type: ignore[index]  # the path was found in it
    return value


def changed(value: object, path: Path, other: object) -> object:
    """The value with another one at its path."""
    if not path:
        return other
    name, *rest = path
    if isinstance(value, dict):
        return value | {name: changed(value[name], tuple(rest), other)}
    if isinstance(value, list):
        return [changed(part, tuple(rest), other) if n == name else part for n, part in enumerate(value)]
    raise LookupError(f"there is nothing at {path}")


@dataclass(eq=False, kw_only=True)
class SpoiltHttp:
    """A client that hands on what it is told, one body of it changed."""

    inner: Http
    number: int = -1
    change: Callable[[bytes], bytes] = lambda body: body
    heard: list[bytes] = field(default_factory=list)
    messages: set[int] = field(default_factory=set)
    """Which of what was heard came by a stream."""

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allow_status: frozenset[int] = frozenset(),
    ) -> Response:
        """Fetch, and hand on."""
        said = self.inner.get(url, params=params, headers=headers, allow_status=allow_status)
        return replace(said, body=self._handed_on(said.body))

    def post(
        self,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allow_status: frozenset[int] = frozenset(),
    ) -> Response:
        """Send, and hand on."""
        said = self.inner.post(url, json=json, form=form, headers=headers, allow_status=allow_status)
        return replace(said, body=self._handed_on(said.body))

    def stream(
        self, url: str, *, params: Mapping[str, str] | None = None, quiet: timedelta, lasts: timedelta
    ) -> Iterator[bytes]:
        """Listen, and hand on."""
        for message in self.inner.stream(url, params=params, quiet=quiet, lasts=lasts):
            self.messages.add(len(self.heard))
            yield self._handed_on(message)

    def now(self) -> datetime:
        """The inner client's."""
        return self.inner.now()

    def secret(self, name: str) -> str:
        """The inner client's."""
        return self.inner.secret(name)

    def _handed_on(self, body: bytes) -> bytes:
        self.heard.append(body)
        return self.change(body) if len(self.heard) - 1 == self.number else body


def _spoil_each(stage: Stage, other: Callable[[object], object]) -> None:
    stage.publish(2)
    told = SpoiltHttp(inner=stage.http)
    stage.runner.collect(told, until=START)
    spoilt = [(number, path) for number, body in enumerate(told.heard) for path in _first_places(body)]
    if not spoilt:
        raise NotApplicableError("it reads no JSON: there is no null, and every value is text")
    for number, path in spoilt:
        runner = MemoryRunner(stage.world.source, stage.world.target)
        least = len(stage.runner.items) - (1 if number in told.messages else 0)
        with suppress(CollectError):
            http = SpoiltHttp(inner=stage.http, number=number, change=_change(path, other))
            runner.collect(http, until=START)
            promise(
                len(runner.items) >= least or bool(runner.quarantine),
                f"with another value as {_where(path, number)}, a post is dropped and no row says why",
            )


def _gone(stage: Stage, http: Http) -> bool:
    found = stage.world.source.recheck(http, stage.world.target, stage.runner.known())
    return any(isinstance(one, Gone) for one in found)


def _null(_value: object) -> object:
    return None


def _of_another_type(value: object) -> object:
    return "other" if isinstance(value, dict | list) else {"other": 7}


def _change(path: Path, other: Callable[[object], object]) -> Callable[[bytes], bytes]:
    def change(body: bytes) -> bytes:
        value = decode(body)
        return encode(changed(value, path, other(found(value, path))))

    return change


def _first_places(body: bytes) -> list[Path]:
    """The places of a body; of a list only those of its first entry, which stands for the others."""
    try:
        value = decode(body)
    except ValueError:
        return []
    return [path for path in places(value) if not any(isinstance(name, int) and name > 0 for name in path)]


def _where(path: Path, number: int) -> str:
    return f"{'.'.join(map(str, path)) or 'all'} of answer {number + 1}"
