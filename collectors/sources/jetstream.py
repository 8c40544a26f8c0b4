"""Bluesky's stream of all posts, keyless: what has the target's words or account in it is kept, and nothing else."""

import json
import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from collectors import atproto
from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import RefusedError, RetryLaterError, SetupError
from collectors.fields import Fields, decode
from collectors.options import whole
from triage.mention import Item, MentionKey, ReplyVisibility, Target

_BASE = "https://jetstream2.us-east.bsky.network"
_LOOKBACK = timedelta(hours=36)
_HISTORY_HOURS = 24
_MINUTES = 10
_QUIET_SECONDS = 30
_PAGE_SIZE = 200
_MOST_EVENTS = 20_000
_MANY = 100
_LATE = timedelta(hours=1)
_UNSPACED = "\u2e80"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class JetstreamSource:
    """A pull plays the stream from where the last one ended up to its own beginning, for some minutes at most."""

    name = "jetstream"
    platform = atproto.PLATFORM
    needs: tuple[str, ...] = ()
    overlap = timedelta(seconds=10)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Wait for one event."""
        _Wanted.of(target)
        quiet = timedelta(seconds=whole(target, "quiet_seconds", default=_QUIET_SECONDS))
        said = next(_stream(http, target, cursor=_micros(http.now()), quiet=quiet, lasts=quiet), None)
        return "The stream is open" if said else "The stream is open, and nothing came"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Play the stream from the cursor up to `until`; where it breaks off, open it again while it gets on."""
        wanted, top = _Wanted.of(target), _micros(until)
        quiet = timedelta(seconds=whole(target, "quiet_seconds", default=_QUIET_SECONDS))
        ends = time.monotonic() + 60 * whole(target, "minutes", default=_MINUTES)
        history = timedelta(hours=whole(target, "history_hours", default=_HISTORY_HOURS))
        start = int(since) if since else _micros(until - history)
        heard = _Heard(
            http=http,
            wanted=wanted,
            top=top,
            size=whole(target, "page_size", default=_PAGE_SIZE),
            start=start,
            newest=start,
            is_capped=start < _micros(until - _LOOKBACK),
        )
        cursor = start - self.overlap // _MICROSECOND
        while not heard.is_done and (left := ends - time.monotonic()) > 0:
            before = heard.newest
            try:
                for message in _stream(http, target, cursor=cursor, quiet=quiet, lasts=timedelta(seconds=left)):
                    heard.take(message)
                    if heard.is_done:
                        break
                    if heard.is_full:
                        yield heard.page()
                else:
                    break
            except RetryLaterError:
                if heard.newest == before:
                    yield heard.page()
                    raise
            cursor = heard.newest
        yield heard.page()

    def map(self, record: Record) -> Item:
        """Read one event of the stream, or one post that was looked up."""
        values = Fields.of(record.body, where="bluesky post")
        if "commit" not in values.values:
            return atproto.item_of(values, seen_at=record.seen_at)
        commit, did = values.fields("commit"), values.text("did")
        view: dict[str, object] = {
            "uri": _uri(did, commit.text("rkey")),
            "author": {"did": did},
            "record": commit.fields("record").values,
        }
        return atproto.item_of(Fields(values=view, where=values.where), seen_at=record.seen_at)

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Look posts up again."""
        return atproto.recheck(http, target, known)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All posts below this one."""
        return atproto.answers(http, target, post)


SOURCE: Source = JetstreamSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which posts are kept: those with one of the words, and those in which the account is named."""

    words: re.Pattern[str] | None
    account: str

    @classmethod
    def of(cls, target: Target) -> "_Wanted":
        words = [word for part in target.query.split(",") if (word := part.strip().strip('"'))]
        if not words and not target.account:
            raise SetupError(
                f"Target {target.id} asks for nothing", fix="Put words into the query (maple finch, #maplefinch)."
            )
        if target.account and not target.account.startswith("did:"):
            raise SetupError(
                f"Target {target.id} names an account by its handle", fix="The stream only has DIDs: did:plc:..."
            )
        pattern = re.compile("|".join(map(_whole_word, words)), re.IGNORECASE) if words else None
        return cls(words=pattern, account=target.account)

    def has(self, message: bytes, *, did: object, record: object) -> bool:
        """Whether a post is kept. Of the account itself only what it answers is: the rest is its own publicity."""
        if self.account and self.account.encode() in message:
            return did != self.account or (isinstance(record, dict) and "reply" in record)
        return self.words is not None and self.words.search(_said(record)) is not None


@dataclass(slots=True, kw_only=True)
class _Heard:
    """What was heard since the last page; `newest` is how far the stream was played, in microseconds."""

    http: Http
    wanted: _Wanted
    top: int
    size: int
    start: int
    newest: int
    is_capped: bool
    is_done: bool = False
    records: list[Record] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    events: int = 0
    undated: int = 0
    stale: int = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time for a page: for what was kept, or for the cursor to be stored."""
        return len(self.records) >= self.size or self.events >= _MOST_EVENTS

    def take(self, message: bytes) -> None:
        """Keep what is wanted of an event, and know where the stream is."""
        event = _event(message)
        moment = event.get("time_us")
        self.events += 1
        if not isinstance(moment, int):
            self.undated += 1
            if self.undated > _MANY:
                raise RefusedError("The stream sends events without a time: its format has changed")
            return
        self.undated = 0
        if moment > self.newest:
            self.stale = 0
        else:
            self.stale += 1
        # a server that plays the same events over and over would be heard for ever
        self.is_capped |= self.stale > _MOST_EVENTS
        self.is_done = moment >= self.top or self.stale > _MOST_EVENTS
        if not self.is_done:
            self.newest = max(self.newest, moment)
            self._keep(event, message)

    def page(self) -> Page:
        """What was heard, and a new beginning."""
        page = Page(
            records=self.records,
            gone=self.gone,
            cursor=str(self.newest),
            reached=(_instant(self.start) - _LATE, _instant(self.newest)),
            capped=self.is_capped,
            overlap_reached=self.is_done,
        )
        self.records, self.gone, self.events = [], [], 0
        self.start, self.is_capped = self.newest, False
        return page

    def _keep(self, event: dict[str, object], message: bytes) -> None:
        commit, did = event.get("commit"), event.get("did")
        if not isinstance(commit, dict) or commit.get("collection") != atproto.POST:
            return
        uri = _uri(str(did), str(commit.get("rkey")))
        match commit.get("operation"):
            case "delete":
                key = MentionKey(platform=atproto.PLATFORM, native_id=uri)
                self.gone.append(Gone(key=key, seen_at=self.http.now()))
            # an update is passed over: Bluesky goes on showing what was written first
            case "create" if uri not in self.told and self.wanted.has(message, did=did, record=commit.get("record")):
                self.told.add(uri)
                self.records.append(Record(body=message, content_type="application/json", seen_at=self.http.now()))


def _stream(http: Http, target: Target, *, cursor: int, quiet: timedelta, lasts: timedelta) -> Iterator[bytes]:
    params = {"wantedCollections": atproto.POST, "cursor": str(cursor)}
    base = target.option("base", _BASE).rstrip("/")
    return http.stream(f"{base}/subscribe", params=params, quiet=quiet, lasts=lasts)


def _event(message: bytes) -> dict[str, object]:
    try:
        event = decode(message)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _said(record: object) -> str:
    """The words of a post; of one in another shape all there is, so that somebody sees it."""
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return json.dumps(record, ensure_ascii=False)
    tags = record.get("tags")
    words = [f"#{tag}" for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return unicodedata.normalize("NFC", "\n".join([record["text"], *words]))


def _whole_word(word: str) -> str:
    """The word where no other letter touches it; scripts that write without spaces know no such edges."""
    word = unicodedata.normalize("NFC", word)
    before, after = ("" if edge >= _UNSPACED else r"\w" for edge in (word[0], word[-1]))
    inner = r"\s+".join(map(re.escape, word.split()))
    return (f"(?<!{before})" if before else "") + inner + (f"(?!{after})" if after else "")


def _uri(did: str, key: str) -> str:
    return f"at://{did}/{atproto.POST}/{key}"


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _instant(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND
