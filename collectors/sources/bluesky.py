"""Bluesky through the server of an account of yours: a search, or the mentions of the account."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from collectors import atproto
from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.dates import instant
from collectors.errors import RefusedError, SetupError
from collectors.fields import Fields, described, document, listed
from collectors.options import whole
from collectors.sweep import Listed, Sweep, by_window, walk
from triage.mention import Item, ReplyVisibility, Target

_PDS = "https://bsky.social"
_PASSWORD = "BLUESKY_APP_PASSWORD"  # noqa: S105 -- the name of a credential
_PAGE_SIZE = 100
_PAGES_OF_MENTIONS = 10
_HISTORY_DAYS = 30
_REASONS = ("mention", "reply", "quote")


class BlueskySource:
    """The account of a target is who signs in, the query what to search for; without a query it reads mentions."""

    name = "bluesky"
    platform = atproto.PLATFORM
    needs: tuple[str, ...] = (_PASSWORD,)
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Sign in and read one post as a pull would."""
        account = _Account.of(http, target)
        found = account.search(limit=1) if target.query else account.mentions(limit=1)
        return f"{target.account} can read; it is shown {'posts' if found.views else 'no post yet'}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Search back to the newest post known, or tell the mentions from those that were there before."""
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))
        account = _Account.of(http, target)
        if not target.query:
            return _mentions(account, _Heard.of(since, until=until, history=history), until=until, overlap=self.overlap)

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            return by_window(sweep, _list(account, sweep))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one post."""
        return atproto.item_of(Fields.of(record.body, where="bluesky post"), seen_at=record.seen_at)

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Look posts up again."""
        return atproto.recheck(http, target, known)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All posts below this one."""
        return atproto.answers(http, target, post)


SOURCE: Source = BlueskySource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One page of a list, the newest first."""

    views: Sequence[Mapping[str, object]]
    cursor: str

    @classmethod
    def of(cls, answer: Mapping[str, object], *, name: str) -> "_Shown":
        views, cursor = listed(answer, source="Bluesky", name=name), answer.get("cursor")
        return cls(
            views=[view if isinstance(view, dict) else {"unreadable": view} for view in views],
            cursor=cursor if isinstance(cursor, str) else "",
        )


@dataclass(slots=True, kw_only=True)
class _Account:
    """Somebody who has signed in. An app password is exchanged once a pull; a token that expires is renewed."""

    http: Http
    target: Target
    base: str
    access: str
    refresh: str

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Account":
        if not target.account:
            raise SetupError(
                f"Target {target.id} names no account", fix="Put the handle that signs in: care.example.com"
            )
        base = target.option("pds", _PDS).rstrip("/")
        password = http.secret(target.option("password", _PASSWORD))
        said = {"identifier": target.account.lstrip("@"), "password": password}
        response = http.post(f"{base}/xrpc/com.atproto.server.createSession", json=said)
        access, refresh = _tokens(described(document(response, source=base), source=base))
        return cls(http=http, target=target, base=base, access=access, refresh=refresh)

    def search(self, *, limit: int, **params: str) -> _Shown:
        """The newest posts that match the query of the target."""
        asked = {"q": self.target.query, "sort": "latest", "limit": str(limit)} | params
        return _Shown.of(self._ask("app.bsky.feed.searchPosts", list(asked.items())), name="posts")

    def mentions(self, *, limit: int, cursor: str = "") -> _Shown:
        """The newest mentions, replies and quotes that the account was told of."""
        asked = [("reasons", reason) for reason in _REASONS] + [("limit", str(limit))]
        asked += [("cursor", cursor)] if cursor else []
        return _Shown.of(self._ask("app.bsky.notification.listNotifications", asked), name="notifications")

    def _ask(self, method: str, params: Sequence[tuple[str, str]]) -> dict[str, object]:
        answer = atproto.ask(self.http, self.base, method, params=params, headers=_bearer(self.access))
        if answer.get("error") == atproto.EXPIRED:
            address = f"{self.base}/xrpc/com.atproto.server.refreshSession"
            renewed = document(self.http.post(address, headers=_bearer(self.refresh)), source=self.base)
            self.access, self.refresh = _tokens(described(renewed, source=self.base))
            answer = atproto.ask(self.http, self.base, method, params=params, headers=_bearer(self.access))
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """Which mentions were there before, as the cursor of a pull.

    A mention that its author dates back lies deep in the list, and the stop at a known one would never see it.
    """

    start: datetime
    """What was written before the history of the first pull is not wanted later either."""
    until: datetime | None
    newest: datetime | None
    known: frozenset[str]

    @classmethod
    def of(cls, cursor: str | None, *, until: datetime, history: timedelta) -> "_Heard":
        if cursor is None:
            return cls(start=until - history, until=None, newest=None, known=frozenset())
        told = json.loads(cursor)
        start, last = datetime.fromisoformat(told["start"]), datetime.fromisoformat(told["until"])
        newest = told.get("newest")
        return cls(
            start=start,
            until=last,
            newest=datetime.fromisoformat(newest) if newest else None,
            known=frozenset(told["known"]),
        )

    def is_new(self, view: Mapping[str, object]) -> bool:
        """Whether a mention is wanted and was not there before."""
        uri = view.get("uri")
        if not isinstance(uri, str):
            return True
        written_at = atproto.written_at(uri)
        is_recent = any(moment is None or moment >= self.start for moment in (_shown_at(view), written_at))
        return is_recent and _in_short(uri) not in self.known

    def after(self, seen: Sequence[str], *, newest: datetime | None, until: datetime) -> str:
        """The cursor when all of `seen` is stored."""
        moments = [moment for moment in (newest, self.newest) if moment]
        told = {
            "start": self.start.isoformat(),
            "until": max(until, self.until or until).isoformat(),
            "newest": max(moments).isoformat() if moments else None,
            "known": sorted(set(seen)),
        }
        return json.dumps(told)


def _list(account: _Account, sweep: Sweep) -> Listed:
    """One page of the search, within the window of the walk."""
    size = whole(account.target, "page_size", default=_PAGE_SIZE)
    # the end of a window is not part of it
    window = {"since": _iso(sweep.floor or 0), "until": _iso(sweep.below + 1)}
    shown = account.search(limit=size, **window, **({"cursor": sweep.place} if sweep.place else {}))
    moments = [moment for moment in map(_shown_at, shown.views) if moment]
    return Listed(
        records=[atproto.record_of(view, http=account.http) for view in shown.views],
        seconds=[int(moment.timestamp()) for moment in moments],
        next=shown.cursor if shown.cursor != sweep.place else "",
        # a search stops listing after some thousand posts, with a full page and no cursor
        has_more=bool(shown.cursor) or len(shown.views) >= size,
    )


def _mentions(account: _Account, heard: _Heard, *, until: datetime, overlap: timedelta) -> Iterator[Page]:
    """Read past all that is new, past what may come late, and always so many pages; what was not there is new."""
    size = whole(account.target, "page_size", default=_PAGE_SIZE)
    depth = whole(account.target, "pages", default=_PAGES_OF_MENTIONS)
    earliest = heard.until - overlap if heard.until else heard.start
    # what comes late is dated from the newest that was there, which may be long before the last look
    late_from = min(earliest, heard.newest - overlap) if heard.newest else earliest
    seen, moments, cursors, number = list[str](), list[datetime](), {""}, 0
    cursor, is_last = "", False
    while not is_last:
        shown, number = account.mentions(limit=size, cursor=cursor), number + 1
        fresh = [view for view in shown.views if heard.is_new(view)]
        seen += [_in_short(uri) for view in shown.views if isinstance(uri := view.get("uri"), str)]
        shown_at = [moment for moment in map(_shown_at, shown.views) if moment]
        moments += shown_at
        is_past = not shown_at or min(shown_at) < late_from
        is_stuck = bool(shown.cursor) and shown.cursor in cursors
        is_last = not shown.cursor or is_stuck or (number >= depth and is_past and not fresh)
        cursor = shown.cursor
        cursors.add(cursor)
        if fresh or is_last:
            yield Page(
                records=[atproto.record_of(view, http=account.http) for view in reversed(fresh)],
                # newest first: until all is read, a crash must find nothing known that was not stored
                cursor=heard.after(seen, newest=max(moments, default=None), until=until) if is_last else None,
                reached=(min(earliest, until), until),
                capped=is_stuck,
                overlap_reached=is_last,
            )


def _tokens(session: Mapping[str, object]) -> tuple[str, str]:
    access, refresh = session.get("accessJwt"), session.get("refreshJwt")
    if not isinstance(access, str) or not isinstance(refresh, str):
        raise RefusedError("Bluesky signed us in without tokens: its format has changed; update the collector")
    return access, refresh


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _shown_at(view: Mapping[str, object]) -> datetime | None:
    """What lists are ordered by: the earlier of when a post was found and when its author says it was written."""
    value = view.get("indexedAt")
    try:
        return instant(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _iso(second: int) -> str:
    # as posts write it: a server that compares letters would put a second without its fraction behind the whole second
    return datetime.fromtimestamp(second, tz=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _in_short(uri: str) -> str:
    return sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()[:12]
