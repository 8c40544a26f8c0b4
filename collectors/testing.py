"""What a check of a source stands on: a world it reads, a clock, and a runner that stores in memory.

The checks are in collectors/promises.py. They know nothing of the source: they tell a `World` (a server on loopback)
what to hold and how to fail, and look at what the runner has in the end. A new source joins with one small world:
tests/collectors/servers holds those of ours.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from collectors.base import Gone, Http, Known, Record, Source
from collectors.errors import BadRecordError
from collectors.guard import Guard
from collectors.http import Bounds, HttpClient
from triage.mention import Item, MentionKey, Target

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOST_PAGES = 200


class Spoil(StrEnum):
    """What a source does to a record when its format changes."""

    RENAMED = "renamed"
    WRONG_TYPE = "wrong type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a world answers instead of the truth."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    """What is said beside a status that is not 200."""
    is_cut: bool = False
    """The true body, cut in the middle."""
    is_silent: bool = False
    """No answer at all, on a connection that stays open."""


class World(Protocol):
    """A loopback server that speaks a source's shape; small pages, so that bursts stay small."""

    source: Source
    page_cap: int
    can_recheck: bool
    """Whether the source can be asked for one post again."""
    has_threads: bool
    answer_depth: int
    """How deep answers to answers go on the platform."""

    @property
    def secrets(self) -> Mapping[str, str]:
        """The credentials it lets in."""
        ...

    @property
    def target(self) -> Target:
        """What to pull from it."""
        ...

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        """A new post; returns its native id."""
        ...

    def edit(self, native_id: str, *, text: str, at: datetime) -> None:
        """Change the text of a post."""
        ...

    def delete(self, native_id: str) -> None:
        """Take a post away."""
        ...

    def spoil(self, native_id: str, how: Spoil) -> None:
        """Break the shape of one post."""
        ...

    def fail(self, *faults: Fault) -> None:
        """Answer the next requests with these."""
        ...

    def repeat(self) -> None:
        """From now on, answer every page with the first one."""
        ...


class Clock:
    """A clock that only sleep moves."""

    def __init__(self, now: datetime = START) -> None:
        self.moment = now
        self.slept = timedelta(0)

    def now(self) -> datetime:
        """The instant it shows."""
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        """Move on while nobody waits."""
        self.moment += time

    def sleep(self, seconds: float) -> None:
        """Move on without waiting."""
        self.moment += timedelta(seconds=seconds)
        self.slept += timedelta(seconds=seconds)


def open_http(clock: Clock, *, secrets: Mapping[str, str] | None = None, bounds: Bounds | None = None) -> HttpClient:
    """The real client, allowed to talk to loopback, on a clock of the test."""
    return HttpClient(
        contact="tests@example.com",
        now=clock.now,
        sleep=clock.sleep,
        secrets=(secrets or {}).get,
        guard=Guard(allow_hosts=("127.0.0.1",)),
        bounds=bounds,
    )


class MemoryRunner:
    """Stores pages as the real runner does, in dictionaries: merge on the key, the cursor with its page."""

    def __init__(self, source: Source, target: Target) -> None:
        self.source, self.target = source, target
        self.cursor: str | None = None
        self.items: dict[MentionKey, Item] = {}
        self.notes: dict[MentionKey, tuple[tuple[str, str], ...]] = {}
        self.gone: set[MentionKey] = set()
        self.quarantine: list[Record] = []
        self.reasons: list[str] = []
        self.pages = 0

    def collect(self, http: Http, *, until: datetime, crash_after: int | None = None) -> int:
        """Pull once; with `crash_after`, die when so many pages are stored. Returns the pages."""
        count = 0
        for page in self.source.pull(http, self.target, since=self.cursor, until=until):
            for record in page.records:
                self.store(record)
            self.gone |= {post.key for post in page.gone} & self.items.keys()
            self.cursor = page.cursor if page.cursor is not None else self.cursor
            count += 1
            if count == crash_after:
                break
            promise(count < MOST_PAGES, "a pull comes to an end")
        self.pages += count
        return count

    def store(self, record: Record) -> None:
        """Map a record, or put it aside."""
        try:
            item = self.source.map(record)
        except BadRecordError as error:
            promise(bool(str(error).strip()), "what is put aside says why")
            self.quarantine.append(record)
            self.reasons.append(str(error))
            return
        promise(item == self.source.map(record), "map gives the same item for the same record")
        self.items[item.key] = item
        self.notes[item.key] = record.note

    def known(self) -> list[Known]:
        """What is stored, as recheck and answers are told of it."""
        return [Known(key=key, url=item.url, note=self.notes[key]) for key, item in self.items.items()]

    def ids(self) -> set[str]:
        """The native ids of all items."""
        return {key.native_id for key in self.items}


class ContractError(AssertionError):
    """A source broke a promise."""


class NotApplicableError(Exception):
    """A promise is about what the source's platform does not have; the message says what."""


def promise(holds: bool, what: str) -> None:
    """Raise ContractError unless it holds."""
    if not holds:
        raise ContractError(what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A world, a runner and a client that belong together: what a check is given."""

    world: World
    runner: MemoryRunner
    http: HttpClient
    clock: Clock

    def publish(self, count: int, *, step: timedelta = timedelta(seconds=30)) -> set[str]:
        first = START - timedelta(hours=4)
        return {self.world.publish(text=f"Parcel {n} is late", at=first + n * step) for n in range(count)}

    def collect(self, *, until: datetime = START) -> int:
        return self.runner.collect(self.http, until=until)

    def recheck(self) -> list[Record | Gone]:
        return list(self.world.source.recheck(self.http, self.world.target, self.runner.known()))

    def has(self, expected: set[str], what: str) -> None:
        missing, strange = expected - self.runner.ids(), self.runner.ids() - expected
        promise(not missing and not strange, f"{what}: {len(missing)} missing, {len(strange)} not expected")


def run(check: Callable[[Stage], None], world: World) -> str:
    """One check against one world that holds nothing yet; returns why it does not apply, where it does not."""
    clock = Clock()
    with open_http(clock, secrets=world.secrets) as http:
        try:
            check(Stage(world=world, runner=MemoryRunner(world.source, world.target), http=http, clock=clock))
        except NotApplicableError as why:
            return str(why)
    return ""
