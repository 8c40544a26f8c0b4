"""RSS and Atom feeds and Google Alerts, keyless; the target's query is the address of the feed."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import feedparser

from collectors.base import Gone, Http, Known, Page, Record, Response, Source
from collectors.errors import BadRecordError, RetryLaterError, SetupError
from collectors.fields import TRUNCATED_WAIT, Fields, encode
from collectors.text import clean, plain
from triage.mention import Item, Kind, ReplyVisibility, State, Target

ENTRIES_PER_PAGE = 200
_URI = re.compile(r"(?:https?|tag|urn|at|acct):\S+", re.IGNORECASE)
_END = re.compile(rb"</(?:rss|feed|(?:\w+:)?RDF)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL)


class FeedSource:
    """One document, read again only when its ETag or Last-Modified has moved."""

    name = "feeds"
    platform = "web"
    needs: tuple[str, ...] = ()
    overlap = timedelta(0)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.NEVER

    def check(self, http: Http, target: Target) -> str:
        """Read the feed once."""
        document = _parsed(http.get(_address(target)))
        return f"{plain(document.feed.get('title', '')) or 'A feed'}: {len(document.entries)} entries"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Yield every entry of the feed: entries carry no order to stop at, and an edit keeps its place."""
        seen = json.loads(since) if since else {}
        response = http.get(_address(target), headers=_conditions(seen))
        if response.status == 304:
            yield Page(records=[], cursor=since)
            return
        document = _parsed(response)
        parts = urlsplit(response.url)
        note = _note(document, origin=f"{parts.scheme}://{parts.netloc.lower()}")
        # feeds come newest first; the oldest are stored first, so that a parent is there before its answer
        records = [_record(entry, note=note, seen_at=http.now()) for entry in reversed(document.entries)]
        done = _validators(response, is_thread=("thread", "yes") in note)
        for start in range(0, max(len(records), 1), ENTRIES_PER_PAGE):
            is_last = start + ENTRIES_PER_PAGE >= len(records)
            # the ETag speaks for the whole document: kept too early, a crash would lose the rest behind a 304
            yield Page(records=records[start : start + ENTRIES_PER_PAGE], cursor=json.dumps(done) if is_last else None)

    def map(self, record: Record) -> Item:
        """Read one entry."""
        entry = Fields.of(record.body, where="feed entry")
        origin, is_thread = record.noted("origin"), record.noted("thread") == "yes"
        host = urlsplit(origin).netloc
        native_id = _native_id(entry, host=host)
        try:
            published, updated = _moment(entry, "published"), _moment(entry, "updated")
            text = _text(entry, is_thread=is_thread)
            author_name, author_page = _author(entry)
            parent = entry.values.get("thr_in-reply-to")
            parent_id = (
                _global(str(parent["ref"]), host=host) if isinstance(parent, Mapping) and "ref" in parent else None
            )
            # a comment server blanks a deleted comment that has answers, and keeps its place
            is_deleted = is_thread and not text
            is_edited = published is not None and updated is not None and updated > published
            return Item(
                platform=self.platform,
                native_id=native_id,
                kind=Kind.REPLY if parent_id else Kind.MENTION,
                created_at=published or updated,
                seen_at=record.seen_at,
                updated_at=updated,
                text=None if is_deleted else text,
                url=_unwrapped(entry.maybe_text("link"), origin=origin),
                author_id=author_page or author_name,
                author_name=author_name,
                lang=_language(entry.maybe_text("language") or record.noted("lang")),
                parent_id=parent_id,
                state=State.DELETED if is_deleted else State.EDITED if is_edited else State.LIVE,
                reply_visibility=ReplyVisibility.THREAD if is_thread else ReplyVisibility.NEVER,
            )
        except (TypeError, ValueError) as error:
            raise BadRecordError(f"feed entry {native_id}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Nothing: each pull reads all entries again, and an entry that left a feed is old, not deleted."""
        return iter(())

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """Nothing: where a feed has answers they are entries of it."""
        return iter(())


SOURCE: Source = FeedSource()


def _address(target: Target) -> str:
    if not target.query:
        raise SetupError(f"Target {target.id} names no feed", fix="Put the address of the feed into its query.")
    return target.query


def _conditions(seen: Mapping[str, str]) -> dict[str, str]:
    conditions = {"If-None-Match": seen.get("etag", ""), "If-Modified-Since": seen.get("modified", "")}
    return {name: value for name, value in conditions.items() if value}


def _validators(response: Response, *, is_thread: bool) -> dict[str, str]:
    """What to ask "not modified since?" with: nothing for a thread, whose ETag may name only the newest comment
    (isso 0.14 does), so that a 304 hides every edit and deletion."""
    if is_thread:
        return {}
    return {"etag": response.headers.get("etag", ""), "modified": response.headers.get("last-modified", "")}


def _parsed(response: Response) -> Any:  # noqa: ANN401 -- feedparser has no types
    # bytes behind read(): a text or a path is something that feedparser would fetch or open itself
    # no content-location: feedparser would rewrite ids by it
    headers = {"content-type": response.headers.get("content-type", "")}
    document = feedparser.parse(BytesIO(response.body), response_headers=headers)
    if document.bozo and b"<" in response.body and not _END.search(response.body) and document.get("version"):
        raise RetryLaterError(f"The feed of {urlsplit(response.url).netloc} broke off", after=TRUNCATED_WAIT)
    if not document.get("version"):
        raise SetupError(
            f"What {urlsplit(response.url).netloc} sends is no RSS or Atom feed",
            fix="Look for the page's feed address.",
        )
    return document


def _note(document: Any, *, origin: str) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 -- feedparser has no types
    """What an entry inherits from its feed."""
    # a feed that names its answers elsewhere (Blogger's thr:total, rel=replies) holds none itself
    is_elsewhere = any(
        "thr_total" in entry or any(link.get("rel") == "replies" for link in entry.get("links", ()))
        for entry in document.entries
    )
    is_thread = "thr" in document.namespaces and not is_elsewhere
    note = {"origin": origin, "lang": document.feed.get("language") or "", "thread": "yes" if is_thread else ""}
    return tuple((name, value) for name, value in note.items() if value)


def _record(entry: Any, *, note: tuple[tuple[str, str], ...], seen_at: datetime) -> Record:  # noqa: ANN401 -- feedparser has no types
    """The entry as feedparser read it: its XML alone could not be read again, for namespaces, base and encoding are
    said once, at the root of the document."""
    return Record(body=encode(entry), content_type="application/json", seen_at=seen_at, note=note)


def _native_id(entry: Fields, *, host: str) -> str:
    named = (entry.maybe_text("id") or entry.maybe_text("link") or "").strip()
    if named:
        return _global(named, host=host)
    said = f"{entry.maybe_text('title')}\n{entry.maybe_text('summary')}\n{entry.maybe_text('published')}"
    return f"{host}#{sha256(said.encode()).hexdigest()[:32]}"


def _global(name: str, *, host: str) -> str:
    """A guid that is no URI is only unique in its own feed."""
    return name if _URI.fullmatch(name) else f"{host}#{name}"


def _author(entry: Fields) -> tuple[str | None, str | None]:
    """(name, page); never the address that RSS puts beside the name."""
    detail = entry.values.get("author_detail")
    if not isinstance(detail, Mapping):
        return None, None
    name, page = detail.get("name"), detail.get("href")
    return plain(str(name or "")) or None, str(page) if page else None


def _moment(entry: Fields, name: str) -> datetime | None:
    parts = entry.values.get(f"{name}_parsed")
    if not isinstance(parts, list):
        return None
    year, month, day, hour, minute, second = parts[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _text(entry: Fields, *, is_thread: bool) -> str:
    contents = entry.values.get("content")
    content = contents[0] if isinstance(contents, list) and contents else entry.values.get("summary_detail")
    body = _seen(content)
    # comment servers title a comment "Comment #3": no words of the customer
    title = "" if is_thread else _seen(entry.values.get("title_detail"))
    return body if not title or body.startswith(title) else f"{title}\n\n{body}".strip()


def _seen(detail: object) -> str:
    if not isinstance(detail, Mapping):
        return ""
    # feedparser looks for markup where the type only claims to be plain, as RSS titles do
    value = str(detail.get("value") or "")
    return clean(value).strip() if detail.get("type") == "text/plain" else plain(value)


def _unwrapped(link: str | None, *, origin: str) -> str | None:
    """The page itself: Google Alerts wraps what it found in a redirect of its own."""
    if not link:
        return None
    link = urljoin(f"{origin}/", link)
    parts = urlsplit(link)
    if parts.path == "/url" and (parts.hostname or "").startswith("www.google."):
        inner = parse_qs(parts.query).get("url", [""])[0]
        return inner if inner.startswith(("http://", "https://")) else link
    return link


def _language(tag: str) -> str | None:
    return re.split(r"[-_]", tag)[0].lower() or None
