"""The contract between a source and the runner that stores what it yields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from triage.mention import Item, MentionKey, ReplyVisibility, State, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The raw bytes of one post, as the source sent it."""

    body: bytes
    content_type: str
    seen_at: datetime
    note: tuple[tuple[str, str], ...] = ()
    """What `map`, `recheck` and `answers` need beside the body (a host, a local id), as (name, value) pairs.

    It never holds text or names, so that it may be kept when the body is erased.
    """

    def noted(self, name: str, default: str = "") -> str:
        """The value of one note."""
        return dict(self.note).get(name, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A stored post, as `recheck` and `answers` are told of it.

    The key alone does not always find a post again: a Mastodon post is named by its ActivityPub URI and asked
    for by the id that one instance gave it. That id is in the `note` of the record the post was stored from.
    """

    key: MentionKey
    url: str | None = None
    note: tuple[tuple[str, str], ...] = ()

    def noted(self, name: str, default: str = "") -> str:
        """The value of one note."""
        return dict(self.note).get(name, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A post that the platform says no longer exists (404, 410, absent where presence is promised)."""

    key: MentionKey
    seen_at: datetime
    state: State = State.DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Records read together, stored in one transaction with their cursor.

    A pull that finds nothing still yields one page without records: the coverage ledger shows that somebody looked.

    `cursor` is None while it is not yet safe to advance (an unfinished newest-first sweep). `reached` is the
    window of created_at this page covers, where the source can tell. `capped` says the platform refused
    to go further back; `overlap_reached` that the sweep met what was already stored. `gone` is what a stream tells of
    deletions; they may be of posts that were never stored.
    """

    records: Sequence[Record]
    cursor: str | None
    reached: tuple[datetime, datetime] | None = None
    capped: bool = False
    overlap_reached: bool = True
    gone: Sequence[Gone] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What `Http` returns: `status`, lower-cased `headers`, the whole `body` and the final `url`."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Http(Protocol):
    """The one door to the network: retries short waits, raises the errors of `collectors.errors`."""

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allow_status: frozenset[int] = frozenset(),
    ) -> Response:
        """Fetch `url`; a status of `allow_status` is returned, any other failure raised.

        A 403 that names a wait is raised even where 403 is allowed.
        304 is returned to a caller that sent If-None-Match or If-Modified-Since.
        """
        ...

    def post(
        self,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        allow_status: frozenset[int] = frozenset(),
    ) -> Response:
        """Send `json` or `form` to `url`, as `get` fetches; sent again only where it surely was not acted upon.

        It follows no redirect: what it carries is for the host that was named.
        """
        ...

    def stream(
        self, url: str, *, params: Mapping[str, str] | None = None, quiet: timedelta, lasts: timedelta
    ) -> Iterator[bytes]:
        """The messages of the websocket at `url` (https), until none came for `quiet` or `lasts` has passed.

        What a server refuses is raised as in `get`; RetryLaterError where it breaks off.
        """
        ...

    def now(self) -> datetime:
        """The instant that marks what is fetched as seen."""
        ...

    def secret(self, name: str) -> str:
        """The credential called `name`; SetupError says where to put it."""
        ...


class Source(Protocol):
    """A collector: code that reads one platform one way."""

    name: str
    platform: str
    needs: tuple[str, ...]
    """Names of the credentials it cannot do without; empty means that a newcomer can run it."""
    overlap: timedelta
    """How far behind its cursor a pull reads again, for late posts."""
    keep_text: timedelta | None
    """How long the platform allows its text to be stored; None is without limit."""
    reply_visibility: ReplyVisibility

    def check(self, http: Http, target: Target) -> str:
        """Ask the source for the least that proves it can be read; returns a line for people, raises otherwise."""
        ...

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Yield pages from the cursor `since` (None: from the beginning the source allows) up to `until`."""
        ...

    def map(self, record: Record) -> Item:
        """Read one stored record; pure. BadRecordError says what is missing."""
        ...

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Look at known posts again: edits come back as records, deletions as `Gone`."""
        ...

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """The public replies below one post, to the full depth of its thread."""
        ...
