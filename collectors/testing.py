"""The promises every source keeps, as checks that a test joins with a small server of its shape.

A check builds nothing of the source itself: it tells a `World` (a server on loopback) what to hold and how to fail, and
looks at what a runner has in the end. tests/collectors/servers holds the worlds of our own sources.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from collectors.base import Gone, Http, Known, Record, Source
from collectors.errors import BadRecordError, CollectError, RefusedError, RetryLaterError
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
    is_cut: bool = False
    """The true body, cut in the middle."""


class World(Protocol):
    """A loopback server that speaks a source's shape; small pages, so that bursts stay small."""

    source: Source
    page_cap: int
    can_recheck: bool
    """Whether the source can be asked for one post again."""
    has_threads: bool

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
        self.quarantine: list[Record] = []
        self.pages = 0

    def collect(self, http: Http, *, until: datetime, crash_after: int | None = None) -> int:
        """Pull once; with `crash_after`, die when so many pages are stored. Returns the pages."""
        count = 0
        for page in self.source.pull(http, self.target, since=self.cursor, until=until):
            for record in page.records:
                self.store(record)
            self.cursor = page.cursor if page.cursor is not None else self.cursor
            count += 1
            if count == crash_after:
                break
            _promise(count < MOST_PAGES, "a pull comes to an end")
        self.pages += count
        return count

    def store(self, record: Record) -> None:
        """Map a record, or put it aside."""
        try:
            item = self.source.map(record)
        except BadRecordError:
            self.quarantine.append(record)
            return
        _promise(item == self.source.map(record), "map gives the same item for the same record")
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


def _promise(holds: bool, what: str) -> None:
    if not holds:
        raise ContractError(what)


@contextmanager
def _raises(expected: type[CollectError], what: str) -> Iterator[None]:
    try:
        yield
    except expected:
        return
    raise ContractError(what)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """A world, a runner and a client that belong together."""

    world: World
    runner: MemoryRunner
    http: HttpClient
    clock: Clock

    def publish(self, count: int, *, step: timedelta = timedelta(seconds=30)) -> set[str]:
        first = START - timedelta(hours=4)
        return {self.world.publish(text=f"Parcel {n} is late", at=first + n * step) for n in range(count)}

    def collect(self, *, until: datetime = START) -> int:
        return self.runner.collect(self.http, until=until)

    def has(self, expected: set[str], what: str) -> None:
        missing, strange = expected - self.runner.ids(), self.runner.ids() - expected
        _promise(not missing and not strange, f"{what}: {len(missing)} missing, {len(strange)} not expected")


def an_empty_source_yields_one_empty_page(stage: _Stage) -> None:
    """The ledger shows that somebody looked."""
    for _ in range(2):
        _promise(stage.collect() == 1, "an empty pull yields one page")
    stage.has(set(), "nothing is nothing")


def a_burst_beyond_the_page_cap_is_read_whole(stage: _Stage) -> None:
    """More new posts than a page, or all pages, can hold."""
    published = stage.publish(stage.world.page_cap * 4 + 2)
    stage.collect()
    stage.has(published, "a burst is read whole")
    published.add(stage.world.publish(text="One more", at=START - timedelta(minutes=1)))
    stage.collect()
    stage.has(published, "what came after a burst is read")


def a_crash_after_any_page_loses_nothing(stage: _Stage) -> None:
    """Resume from the last cursor that was stored."""
    published = stage.publish(stage.world.page_cap * 3 + 1)
    pages = MemoryRunner(stage.world.source, stage.world.target).collect(stage.http, until=START)
    for crash_after in range(1, pages + 1):
        runner = MemoryRunner(stage.world.source, stage.world.target)
        runner.collect(stage.http, until=START, crash_after=crash_after)
        runner.collect(stage.http, until=START)
        _promise(runner.ids() == published, f"a crash after page {crash_after} of {pages} loses nothing")


def a_late_post_is_found(stage: _Stage) -> None:
    """Written before the newest post known, shown after it."""
    published = stage.publish(3)
    stage.collect()
    published.add(stage.world.publish(text="Late", at=START - timedelta(hours=4) + timedelta(seconds=10)))
    stage.collect()
    stage.has(published, "a late post is found")


def posts_of_one_instant_are_all_found(stage: _Stage) -> None:
    """Across pages, and across pulls."""
    published = stage.publish(stage.world.page_cap + 2, step=timedelta(0))
    stage.collect()
    stage.has(published, "posts of one instant are all found")
    published.add(stage.world.publish(text="The same instant", at=START - timedelta(hours=4)))
    stage.collect()
    stage.has(published, "a post of the newest instant known is found")


def a_short_limit_is_waited_out(stage: _Stage) -> None:
    """In every dialect."""
    published = stage.publish(2)
    for headers in limit_dialects(now=START, wait=timedelta(seconds=20)):
        stage.clock.moment, stage.clock.slept = START, timedelta(0)
        stage.world.fail(Fault(status=429, headers=headers))
        stage.collect()
        _promise(timedelta(seconds=19) <= stage.clock.slept <= timedelta(seconds=21), f"{headers} is a wait of 20 s")
    stage.has(published, "a limit loses nothing")


def a_long_limit_ends_the_pull_and_keeps_what_is_stored(stage: _Stage) -> None:
    """In every dialect; the next pull goes on."""
    published = stage.publish(2)
    stage.collect()
    published.add(stage.world.publish(text="After the limit", at=START - timedelta(minutes=5)))
    for headers in limit_dialects(now=START, wait=timedelta(minutes=30)):
        stage.world.fail(Fault(status=429, headers=headers))
        try:
            stage.collect()
        except RetryLaterError as later:
            _promise(timedelta(minutes=29) <= later.after <= timedelta(minutes=31), f"{headers} is a wait of 30 min")
        else:
            raise ContractError(f"{headers} ends the pull")
    _promise(stage.clock.slept == timedelta(0), "a long wait is not slept out")
    stage.collect()
    stage.has(published, "the next pull goes on")


def limit_dialects(*, now: datetime, wait: timedelta) -> list[dict[str, str]]:
    """One wait, as the platforms say it: the date pins the server's clock to the test's."""
    date, until = {"Date": _http_date(now)}, now + wait
    said = [
        {"Retry-After": f"{wait.total_seconds():.0f}"},
        {"Retry-After": _http_date(until)},
        {"X-RateLimit-Reset": until.isoformat().replace("+00:00", "Z"), "X-RateLimit-Remaining": "0"},
        {"RateLimit-Reset": f"{until.timestamp():.0f}", "RateLimit-Remaining": "0"},
        {"x-rate-limit-reset": f"{until.timestamp():.0f}", "x-rate-limit-remaining": "0"},
        {"X-Ratelimit-Reset": f"{wait.total_seconds():.1f}", "X-Ratelimit-Remaining": "0.0"},
    ]
    return [date | headers for headers in said]


def _http_date(moment: datetime) -> str:
    return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")


def trouble_of_the_server_is_retried_then_left_for_later(stage: _Stage) -> None:
    """5xx passes, or the task ends with its cursor kept."""
    published = stage.publish(2)
    stage.world.fail(Fault(status=503), Fault(status=500))
    stage.collect()
    stage.has(published, "two failures are retried")
    stage.world.fail(*[Fault(status=502)] * 20)
    with _raises(RetryLaterError, "lasting trouble is left for later"):
        stage.collect()


def a_cut_body_is_left_for_later(stage: _Stage) -> None:
    """Half a page is not a page."""
    published = stage.publish(3)
    stage.world.fail(*[Fault(is_cut=True)] * 20)
    with _raises(RetryLaterError, "a cut body is left for later"):
        stage.collect()
    stage.world.fail()
    stage.collect()
    stage.has(published, "a cut body loses nothing")
    _promise(not stage.runner.quarantine, "half a record is not stored")


def a_refusal_is_told_and_makes_no_tombstone(stage: _Stage) -> None:
    """401 and 403 are about us, never about the post."""
    stage.publish(2)
    stage.collect()
    for status in (401, 403):
        stage.world.fail(*[Fault(status=status)] * 20)
        with _raises(RefusedError, f"{status} is told to a person"):
            stage.collect()
        if stage.world.can_recheck:
            with _raises(RefusedError, f"{status} is no deletion"):
                _recheck(stage)
    stage.world.fail(*[Fault(status=500)] * 20)
    if stage.world.can_recheck:
        with _raises(RetryLaterError, "500 is no deletion"):
            _recheck(stage)


def a_record_of_another_shape_is_put_aside(stage: _Stage) -> None:
    """Its neighbours are read, its bytes are kept."""
    for how in Spoil:
        spoilt = stage.world.publish(text="Spoilt", at=START - timedelta(hours=1))
        stage.world.spoil(spoilt, how)
    published = stage.publish(3)
    stage.collect()
    stage.has(published, "the neighbours of a spoilt record are read")
    _promise(len(stage.runner.quarantine) >= len(Spoil), "a spoilt record is put aside, not dropped")


def a_post_from_ahead_of_our_clock_is_not_lost(stage: _Stage) -> None:
    """Their clock and ours differ."""
    published = stage.publish(2) | {stage.world.publish(text="From ahead", at=START + timedelta(hours=2))}
    stage.collect()
    published.add(stage.world.publish(text="From now", at=START + timedelta(minutes=10)))
    stage.collect(until=START + timedelta(hours=3))
    stage.has(published, "a post from ahead of our clock is not lost")


def an_edit_keeps_the_key(stage: _Stage) -> None:
    """The new text is seen, by a pull or by a recheck."""
    published = stage.publish(2)
    stage.collect()
    edited = min(published)
    stage.world.edit(edited, text="It came, thanks", at=START - timedelta(minutes=1))
    stage.collect()
    for found in _recheck(stage):
        if isinstance(found, Record):
            stage.runner.store(found)
    stage.has(published, "an edit keeps the key")
    texts = {item.text for item in stage.runner.items.values() if item.native_id == edited}
    _promise(texts == {"It came, thanks"}, "an edit is seen")


def only_a_deletion_makes_a_tombstone(stage: _Stage) -> None:
    """And where a source cannot tell, absence makes none."""
    published = stage.publish(3)
    stage.collect()
    deleted = max(published)
    stage.world.delete(deleted)
    gone = {found.key.native_id for found in _recheck(stage) if isinstance(found, Gone)}
    _promise(gone == ({deleted} if stage.world.can_recheck else set()), "only a deletion makes a tombstone")
    stage.collect()
    _promise(stage.runner.ids() == published, "absence from a list is no deletion")


def answers_are_read_to_the_full_depth(stage: _Stage) -> None:
    """An answer to an answer belongs to the thread; each names its parent."""
    if not stage.world.has_threads:
        return
    post = stage.world.publish(text="Where is it?", at=START - timedelta(hours=2))
    stage.collect()
    chain = [post]
    for depth in range(3):
        at = START - timedelta(minutes=90 - depth)
        chain.append(stage.world.publish(text=f"Answer {depth}", at=at, parent=chain[-1]))
    stage.collect()
    for known in stage.runner.known():
        for record in stage.world.source.answers(stage.http, stage.world.target, known):
            stage.runner.store(record)
    stage.has(set(chain), "all answers are read")
    parents = {item.native_id: item.parent_id for item in stage.runner.items.values()}
    _promise([parents[one] for one in chain[1:]] == chain[:-1], "an answer names its parent")


def a_page_that_repeats_ends_the_pull(stage: _Stage) -> None:
    """A server may give the same page for ever."""
    stage.publish(stage.world.page_cap * 2)
    stage.world.repeat()
    stage.collect()
    _promise(bool(stage.runner.items), "what the page held is stored")


def _recheck(stage: _Stage) -> list[Record | Gone]:
    known = stage.runner.known()
    return list(stage.world.source.recheck(stage.http, stage.world.target, known))


CHECKS: tuple[Callable[[_Stage], None], ...] = (
    an_empty_source_yields_one_empty_page,
    a_burst_beyond_the_page_cap_is_read_whole,
    a_crash_after_any_page_loses_nothing,
    a_late_post_is_found,
    posts_of_one_instant_are_all_found,
    a_short_limit_is_waited_out,
    a_long_limit_ends_the_pull_and_keeps_what_is_stored,
    trouble_of_the_server_is_retried_then_left_for_later,
    a_cut_body_is_left_for_later,
    a_refusal_is_told_and_makes_no_tombstone,
    a_record_of_another_shape_is_put_aside,
    a_post_from_ahead_of_our_clock_is_not_lost,
    an_edit_keeps_the_key,
    only_a_deletion_makes_a_tombstone,
    answers_are_read_to_the_full_depth,
    a_page_that_repeats_ends_the_pull,
)


def run(check: Callable[[_Stage], None], world: World) -> None:
    """One check against one world that holds nothing yet."""
    clock = Clock()
    with open_http(clock) as http:
        check(_Stage(world=world, runner=MemoryRunner(world.source, world.target), http=http, clock=clock))
