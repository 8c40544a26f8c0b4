"""When each post of the demo appears, changes and goes, for ever: the cycle repeats every thirty days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from collectors.demo_brand.content import CYCLE, Post, posts
from triage.mention import State

PREFIX = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A post as it stands from `instant` on; `text` is None once it is deleted."""

    instant: datetime
    cycle: int
    post: Post
    created_at: datetime
    text: str | None
    state: State

    @property
    def native_id(self) -> str:
        """The id of the post on its platform."""
        return native_id(cycle=self.cycle, n=self.post.n)


def native_id(*, cycle: int, n: int) -> str:
    """The id of post `n` in one cycle."""
    return f"{PREFIX}-{cycle}-{n}"


def parse_id(text: str) -> tuple[int, int]:
    """The cycle and the number in a native id; ValueError where it names no post of the demo."""
    match text.split("-"):
        case [prefix, cycle, n] if prefix == PREFIX and int(n) in posts() and int(cycle) >= 0:
            return int(cycle), int(n)
        case _:
            msg = f"{text!r} is no post of the demo"
            raise ValueError(msg)


def cycle_start(anchor: datetime, *, cycle: int) -> datetime:
    """Cycle 0 ends at the anchor, so that a new installation has a month of history."""
    return anchor + (cycle - 1) * CYCLE


def between(anchor: datetime, *, since: datetime, until: datetime) -> list[Event]:
    """What happens from `since` to `until`, both included, oldest first."""
    origin = cycle_start(anchor, cycle=0)
    # An answer or an edit may come long after its post: look back as many cycles as the longest delay reaches.
    first = max((since - origin - _longest()) // CYCLE, 0)
    last = (until - origin) // CYCLE
    found = [
        event
        for cycle in range(first, last + 1)
        for post in posts().values()
        for event in history(anchor, cycle=cycle, post=post)
        if since <= event.instant <= until
    ]
    return sorted(found, key=lambda event: (event.instant, event.cycle, event.post.n))


def history(anchor: datetime, *, cycle: int, post: Post) -> Iterator[Event]:
    """All that happens to one post: it appears, is edited, is deleted."""
    created_at = cycle_start(anchor, cycle=cycle) + post.offset
    versions: list[tuple[timedelta, str | None, State]] = [(timedelta(), post.text, State.LIVE)]
    versions += [(edit.after, edit.text, State.EDITED) for edit in post.edits]
    if post.deleted_after is not None:
        versions.append((post.deleted_after, None, State.DELETED))
    for after, text, state in versions:
        yield Event(instant=created_at + after, cycle=cycle, post=post, created_at=created_at, text=text, state=state)


@cache
def _longest() -> timedelta:
    """From a cycle's start to the last thing that happens to one of its posts."""
    return max(
        post.offset + max([edit.after for edit in post.edits] + [post.deleted_after or timedelta()])
        for post in posts().values()
    )
