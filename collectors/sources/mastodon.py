"""Mastodon: the public posts of a hashtag, keyless, or the mentions of an account, with its token."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import Fields, described, document, encode, listed
from collectors.options import whole
from collectors.repeats import has, kind_of
from collectors.text import plain
from triage.mention import Item, ReplyVisibility, State, Target

_PAGE_SIZE = "40"
_HISTORY_DAYS = 30
_GONE = frozenset({404, 410})
_CLOSED = frozenset({"private", "direct"})
_MOST_ANONYMOUS_ANSWERS = 60
_MOST_CONTEXTS = 25
_FIRST_YEAR, _LAST_YEAR = 2016, 2100


class MastodonSource:
    """The account of a target is its instance, the query a hashtag; without a query it reads mentions."""

    name = "mastodon"
    platform = "mastodon"
    needs: tuple[str, ...] = ()
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Read one post as a pull would."""
        timeline = _Timeline.of(http, target)
        return (
            f"{timeline.instance.base} can be read; it shows {'posts' if timeline.page(limit='1') else 'no post yet'}"
        )

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk forward from the cursor, the oldest page first, until a page is empty."""
        timeline = _Timeline.of(http, target)
        threads = _Threads(instance=timeline.instance)
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))
        start = timeline.start(since=since, earliest=until - history, overlap=self.overlap)
        cursor, is_first = since, True
        while True:
            entries = timeline.page(min_id=start, limit=_PAGE_SIZE)
            newest = max([start, *map(_id, entries)], key=_order)
            # a server that ignores min_id, or repeats a page, would be read for ever
            is_stuck = bool(entries) and newest == start
            if entries:
                cursor = max([_not_ahead(newest, of=until), cursor or ""], key=_order)
            if entries or is_first:
                statuses = [timeline.status(entry) for entry in reversed(entries)]
                records = [threads.record(status) for status in statuses if _is_public(status)]
                yield Page(records=records, cursor=cursor, capped=is_stuck)
            if not entries or is_stuck:
                return
            start, is_first = newest, False

    def map(self, record: Record) -> Item:
        """Read one status."""
        status = Fields.of(record.body, where="mastodon status")
        account = status.fields("account")
        uri = status.text("uri")
        warning, content = status.maybe_text("spoiler_text"), plain(status.text("content"))
        text = f"{plain(warning)}\n\n{content}" if warning else content
        is_reply = status.maybe_text("in_reply_to_id") is not None
        is_repost, is_quote = has(status.values.get("reblog")), has(status.values.get("quote"))
        edited_at = status.maybe_instant("edited_at")
        try:
            return Item(
                platform=self.platform,
                native_id=uri,
                kind=kind_of(text, is_reply=is_reply, is_repost=is_repost, is_quote=is_quote),
                created_at=status.instant("created_at"),
                seen_at=record.seen_at,
                updated_at=edited_at,
                text=text,
                url=status.maybe_text("url") or uri,
                author_id=account.maybe_text("uri") or account.text("url"),
                author_name=account.maybe_text("display_name") or account.maybe_text("acct"),
                author_followers=account.maybe_number("followers_count"),
                lang=(status.maybe_text("language") or "").split("-")[0].lower() or None,
                likes=status.maybe_number("favourites_count"),
                shares=status.maybe_number("reblogs_count"),
                replies=status.maybe_number("replies_count"),
                parent_id=record.noted("parent") or None,
                root_id=record.noted("root") or None,
                state=State.LIVE if edited_at is None else State.EDITED,
            )
        except ValueError as error:
            raise BadRecordError(f"mastodon status {uri}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each post again, by the id its instance knows it by."""
        for post in known:
            if (place := _Place.of(http, target, post)) is None:
                continue
            status = place.instance.find(f"v1/statuses/{place.id}")
            if status is None:
                yield Gone(key=post.key, seen_at=http.now())
            else:
                yield Record(body=encode(status), content_type="application/json", seen_at=http.now(), note=post.note)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All public posts below this one, asking deeper where the instance cuts the thread off."""
        if (place := _Place.of(http, target, post)) is None:
            return
        threads = _Threads(instance=place.instance)
        threads.seen[place.id] = (post.key.native_id, post.noted("root") or post.key.native_id)
        waiting, told = [place.id], set[str]()
        for _ in range(_MOST_CONTEXTS):
            if not waiting:
                return
            below = threads.context(waiting.pop(0), part="descendants")
            for status in below:
                if _id(status) not in told and _is_public(status):
                    told.add(_id(status))
                    yield threads.record(status)
            if len(below) >= _MOST_ANONYMOUS_ANSWERS:
                waiting += [_id(status) for status in below if _has_unseen(status, below)]


SOURCE: Source = MastodonSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Instance:
    """Where a target reads, and with which right."""

    base: str
    headers: Mapping[str, str]
    http: Http

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Instance":
        if not target.account:
            raise SetupError(
                f"Target {target.id} names no instance", fix="Put its host into the account: mastodon.social"
            )
        base = target.account if "://" in target.account else f"https://{target.account}"
        token = target.option("token", "" if target.query else "MASTODON_TOKEN")
        headers = {"Authorization": f"Bearer {http.secret(token)}"} if token else {}
        return cls(base=base.rstrip("/"), headers=headers, http=http)

    def get(self, path: str, **params: str) -> object:
        """The JSON at `path`."""
        response = self.http.get(f"{self.base}/api/{path}", params=params or None, headers=self.headers)
        return document(response, source=self.base)

    def find(self, path: str) -> dict[str, object] | None:
        """The object at `path`; None where it is gone."""
        response = self.http.get(f"{self.base}/api/{path}", headers=self.headers, allow_status=_GONE)
        if response.status in _GONE:
            return None
        return described(document(response, source=self.base), source=self.base)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timeline:
    """The posts of a hashtag, or the notifications of mentions."""

    instance: _Instance
    path: str
    fixed: Mapping[str, str]

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Timeline":
        instance, tag = _Instance.of(http, target), target.query.lstrip("#")
        if tag:
            return cls(instance=instance, path=f"v1/timelines/tag/{quote(tag, safe='')}", fixed={})
        return cls(instance=instance, path="v1/notifications", fixed={"types[]": "mention"})

    def page(self, **params: str) -> list[Mapping[str, object]]:
        found = self.instance.get(self.path, **self.fixed, **params)
        entries = listed(found, source=self.instance.base, name="posts")
        return [entry if isinstance(entry, dict) else {"unreadable": entry} for entry in entries]

    def status(self, entry: Mapping[str, object]) -> Mapping[str, object]:
        """The status itself, which a notification wraps."""
        inner = entry.get("status")
        return inner if isinstance(inner, dict) else entry

    def start(self, *, since: str | None, earliest: datetime, overlap: timedelta) -> str:
        """The id to read above: late posts get the id of the time they were written at, so an hour is read again."""
        if self.fixed:
            return since or "0"
        if since is not None:
            return _shifted(since, by=overlap)
        newest = next(map(_id, self.page(limit="1")), "0")
        return str(_snowflake(earliest)) if _is_snowflake(newest) else "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The instance that showed us a post, and the id it has there."""

    instance: _Instance
    id: str

    @classmethod
    def of(cls, http: Http, target: Target, post: Known) -> "_Place | None":
        instance, base, local_id = _Instance.of(http, target), post.noted("instance"), post.noted("id")
        if not local_id:
            # an id of its own instance is the end of its URI
            parts = urlsplit(post.key.native_id)
            base, local_id = f"{parts.scheme}://{parts.netloc}", parts.path.rpartition("/")[2]
        if not local_id.isalnum():
            return None
        if base != instance.base:
            # the token of one instance is not shown to another
            instance = _Instance(base=base, headers={}, http=http)
        return cls(instance=instance, id=local_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Threads:
    """Who answers whom: a status names its parent by a local id, a mention key is made of URIs."""

    instance: _Instance
    seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    """(URI, URI of the root or nothing) by local id."""

    def record(self, status: Mapping[str, object]) -> Record:
        """The status with what its body does not tell: its parent and root, and where it was seen."""
        parent_id = status.get("in_reply_to_id")
        if isinstance(parent_id, str) and parent_id not in self.seen:
            for ancestor in self.context(_id(status), part="ancestors"):
                self._place(ancestor)
        parent, root = self._place(status)
        note = {"instance": self.instance.base, "id": _id(status), "parent": parent, "root": root}
        return Record(
            body=encode(status),
            content_type="application/json",
            seen_at=self.instance.http.now(),
            note=tuple((name, value) for name, value in note.items() if value),
        )

    def context(self, local_id: str, *, part: str) -> list[Mapping[str, object]]:
        found = self.instance.find(f"v1/statuses/{quote(local_id, safe='')}/context")
        statuses = listed(found, source=self.instance.base, name=part) if found is not None else []
        return [status for status in statuses if isinstance(status, dict)]

    def _place(self, status: Mapping[str, object]) -> tuple[str, str]:
        """(parent, root) of a status, nothing where they are unknown or it has none."""
        uri, parent_id = str(status.get("uri") or ""), status.get("in_reply_to_id")
        if not isinstance(parent_id, str):
            self.seen[_id(status)] = (uri, uri)
            return "", ""
        parent, root = self.seen.get(parent_id, ("", ""))
        self.seen[_id(status)] = (uri, root)
        return parent, root


def _id(entry: Mapping[str, object]) -> str:
    value = entry.get("id")
    return value if isinstance(value, str) else ""


def _order(local_id: str) -> tuple[int, str]:
    """Numbers in text: the longer is the larger."""
    return len(local_id), local_id


def _is_snowflake(local_id: str) -> bool:
    """Whether the id tells its time, as Mastodon's own do; its relatives number otherwise."""
    if not local_id.isdecimal():
        return False
    milliseconds = int(local_id) >> 16
    return _FIRST_YEAR <= 1970 + milliseconds / 31_556_952_000 <= _LAST_YEAR


def _snowflake(moment: datetime) -> int:
    return int(moment.timestamp() * 1000) << 16


def _not_ahead(local_id: str, *, of: datetime) -> str:
    """An id from ahead of our clock would hide, as a cursor, all that is written until then."""
    return min(local_id, str(_snowflake(of)), key=_order) if _is_snowflake(local_id) else local_id


def _shifted(local_id: str, *, by: timedelta) -> str:
    return str(int(local_id) - (int(by.total_seconds() * 1000) << 16)) if _is_snowflake(local_id) else local_id


def _is_public(status: Mapping[str, object]) -> bool:
    """A mention in private is between two people; it is not stored."""
    return str(status.get("visibility")) not in _CLOSED


def _has_unseen(status: Mapping[str, object], below: Sequence[Mapping[str, object]]) -> bool:
    said = status.get("replies_count")
    return isinstance(said, int) and said > sum(other.get("in_reply_to_id") == status.get("id") for other in below)
