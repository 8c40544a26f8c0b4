"""Walks a list from its newest post back to what is known, and takes up a walk that was broken off."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from collectors.base import Page, Record
from collectors.errors import RefusedError

_LAPSED = frozenset({400, 422})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A newest-first walk of the seconds from `below` down to `floor`; as the cursor, it is taken up where it stopped.

    `newest` is the newest second met, from which the next walk starts, less the overlap. `place` is where the
    source goes on (a page number, a token), nothing at the beginning of a list.
    """

    newest: int
    floor: int | None = None
    below: int = 0
    place: str = ""
    branch: int = 0
    """Which list of a source that has several."""
    last: str = ""
    """What the page before held, in short: a list that repeats itself would be read for ever."""

    @property
    def is_done(self) -> bool:
        """Whether all down to the floor was read."""
        return self.floor is None

    @classmethod
    def of(cls, cursor: str) -> "Sweep":
        """The walk a cursor tells of; a field that an older version wrote only costs a page read twice."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in json.loads(cursor).items() if name in known})

    def done(self) -> "Sweep":
        """The walk when nothing is left of it."""
        return Sweep(newest=self.newest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of a list, newest first."""

    records: Sequence[Record]
    seconds: Sequence[int]
    """What the list is ordered by, of the posts that tell it."""
    next: str = ""
    """The place of the next page; nothing where none can be asked for."""
    has_more: bool = False
    """Whether the list goes on, even where no next page can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One post as a list told it: the second that the list is ordered by, where it tells it, and its records."""

    second: int | None
    records: Sequence[Record]


def page_of(told: Sequence[Told], *, sweep: Sweep, then: str = "", has_more: bool | None = None) -> Listed:
    """One page of a walk; what lies before the floor is known, or older than the history that was asked for."""
    kept = [post for post in told if post.second is None or post.second >= (sweep.floor or 0)]
    return Listed(
        # a page is stored in reverse: a post comes before the answer that is told with it
        records=[record for post in kept for record in reversed(post.records)],
        seconds=[post.second for post in told if post.second is not None],
        next=then,
        has_more=bool(then) if has_more is None else has_more,
    )


Step = Callable[[Sweep], tuple[Page, Sweep]]


def walk(step: Step, *, since: str | None, until: datetime, history: timedelta, overlap: timedelta) -> Iterator[Page]:
    """Finish the walk that was broken off, then walk from `until` back to the newest post known."""
    top = int(until.timestamp())
    sweep = Sweep.of(since) if since else Sweep(newest=top - int(history.total_seconds()))
    is_resumed, is_new = bool(sweep.place), False
    while not is_new:
        is_new = sweep.is_done
        if is_new:
            sweep = Sweep(newest=sweep.newest, floor=sweep.newest - int(overlap.total_seconds()), below=top)
        while not sweep.is_done:
            page, sweep = _resumed(step, sweep) if is_resumed else step(sweep)
            is_resumed = False
            if page.records or sweep.is_done:
                yield page


def by_window(sweep: Sweep, listed: Listed) -> tuple[Page, Sweep]:
    """The page, and the walk after it, of a list that can be asked for the posts between two seconds."""
    floor = sweep.floor or 0
    newest, oldest = max([sweep.newest, *listed.seconds]), min([sweep.below, *listed.seconds])
    on, is_capped = replace(sweep, newest=newest), False
    if any(not floor <= second <= sweep.below for second in listed.seconds):
        # a server that does not keep to the window would be asked for ever
        is_capped, after = True, on.done()
    elif not listed.has_more:
        after = on.done()
    elif oldest < sweep.below:
        # from the oldest second and not behind it: its other posts may lie on the next page. Going on by time and
        # not by page, no cap of pages is met, and a post deleted meanwhile moves no other out of sight
        after = replace(on, below=oldest, place="")
    elif listed.next:
        after = replace(on, place=listed.next)
    else:
        # more posts in one second than the list gives, or posts that do not tell their second
        is_capped = True
        after = replace(on, below=oldest - 1, place="") if listed.seconds else on.done()
    return _page(listed, sweep, after, oldest=oldest, is_capped=is_capped), after


def by_place(sweep: Sweep, listed: Listed, *, branches: int = 1) -> tuple[Page, Sweep]:
    """The page, and the walk after it, of a list that only says where its next page is."""
    floor, last = sweep.floor or 0, _in_short(listed.records)
    # a clock ahead of ours would hide, as the newest second, all that is written until then
    newest = max([sweep.newest, *(min(second, sweep.below) for second in listed.seconds)])
    # the last of the page and not the oldest: what was pinned to the top is older than what follows it
    oldest = min([sweep.below, *listed.seconds[-1:]])
    is_known = oldest < floor
    is_stuck = bool(listed.records) and last == sweep.last
    if listed.next and not is_known and not is_stuck:
        after, is_capped = replace(sweep, newest=newest, place=listed.next, last=last), False
    else:
        after = replace(sweep, newest=newest, place="", last="", branch=sweep.branch + 1)
        is_capped = is_stuck or (listed.has_more and not is_known)
        after = after if after.branch < branches else after.done()
    return _page(listed, sweep, after, oldest=oldest, is_capped=is_capped), after


def _resumed(step: Step, sweep: Sweep) -> tuple[Page, Sweep]:
    """A place that another run left may have lapsed: where it shows nothing, its list is walked from the top again."""
    again = replace(sweep, place="", last="")
    try:
        page, after = step(sweep)
    except RefusedError as error:
        if error.status not in _LAPSED:
            raise
        return step(again)
    return (page, after) if page.records else step(again)


def _page(listed: Listed, sweep: Sweep, after: Sweep, *, oldest: int, is_capped: bool) -> Page:
    # the whole window that is being read: a post of it may be touched long after it was written, and its clock
    # starts when it was written. How much of the window was read is told by `overlap_reached`
    bottom = max(oldest, sweep.floor or 0) if is_capped else sweep.floor or 0
    return Page(
        records=list(reversed(listed.records)),
        cursor=json.dumps(asdict(after)),
        reached=(_instant(min(bottom, sweep.below)), _instant(sweep.below)),
        capped=is_capped,
        overlap_reached=after.is_done,
    )


def _in_short(records: Sequence[Record]) -> str:
    digest = sha256()
    for record in records:
        digest.update(record.body)
    return digest.hexdigest()[:16]


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, tz=UTC)
