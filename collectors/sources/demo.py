"""The bundled demo brand: a month of posts behind its anchor, and new ones for ever after it."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from collectors.base import Gone, Http, Known, Page, Record
from collectors.demo_brand.content import BRAND, BRAND_NAME, Role, posts, root_of
from collectors.demo_brand.timeline import Event, between, cycle_start, history, native_id, parse_id
from collectors.errors import BadRecordError, SetupError
from triage.mention import Item, Kind, ReplyVisibility, State, Target

PAGE_SPAN = timedelta(days=4)
CONTENT_TYPE = "application/json"


class DemoSource:
    """Plays the demo brand's content against the clock; it never opens a connection."""

    name = "demo"
    platform = "demo"  # for people: each item carries its own (demo-social, demo-forum, demo-reviews)
    needs = ()
    overlap = timedelta()  # nothing ever arrives late here
    keep_text = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Say what there is to read."""
        anchor = _anchor(target)
        return f"{BRAND_NAME}: {len(posts())} posts every thirty days, anchored at {anchor.isoformat()}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Pages of what happened, oldest first; the cursor is the instant of the last event of its page.

        Reading goes on at that instant and not behind it: two posts may share it, the merge knows the first. Pages
        end at set instants, so that whoever reads on after a crash gets the same ones: of two versions of a post in one
        page only the later is stored.
        """
        anchor = _anchor(target)
        start = cycle_start(anchor, cycle=0) if since is None else datetime.fromisoformat(since)
        now = http.now()
        end = min(until, now)
        events = between(anchor, since=start, until=end)
        if not events:
            yield Page(records=(), cursor=since, reached=(start, end) if start <= end else None)
        pages = [list(page) for _, page in groupby(events, key=lambda event: (event.instant - anchor) // PAGE_SPAN)]
        for number, page in enumerate(pages, start=1):
            reached = end if number == len(pages) else page[-1].instant
            yield Page(
                records=[_record(event, anchor=anchor, now=now) for event in page],
                cursor=page[-1].instant.isoformat(),
                reached=(start, reached),
            )
            start = reached

    def map(self, record: Record) -> Item:
        """Read one event's JSON."""
        try:
            return _item(json.loads(record.body), seen_at=record.seen_at)
        except (ValueError, KeyError, TypeError) as error:
            raise BadRecordError(f"demo: {error!r}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """The posts as they stand now; what is not of the demo or not yet there is passed over."""
        anchor, now = _anchor(target), http.now()
        for post in known:
            try:
                cycle, n = parse_id(post.key.native_id)
            except ValueError:
                continue
            event = _latest(anchor, cycle=cycle, n=n, now=now)
            if event is None:
                continue
            record = _record(event, anchor=anchor, now=now)
            yield Gone(key=post.key, seen_at=record.seen_at) if event.state.is_gone else record

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All that stands below a post now, the brand's words and those of other customers, oldest first."""
        anchor, now = _anchor(target), http.now()
        try:
            cycle, above = parse_id(post.key.native_id)
        except ValueError:
            return
        below = {above}
        for other in posts().values():  # a parent always comes before its replies
            if other.parent not in below:
                continue
            below.add(other.n)
            event = _latest(anchor, cycle=cycle, n=other.n, now=now)
            if event is not None and not event.state.is_gone:
                yield _record(event, anchor=anchor, now=now)


def _anchor(target: Target) -> datetime:
    try:
        anchor = datetime.fromisoformat(target.option("anchor"))
    except ValueError as error:
        raise _bad_anchor(target) from error
    if anchor.utcoffset() != timedelta():
        raise _bad_anchor(target)
    return anchor


def _bad_anchor(target: Target) -> SetupError:
    return SetupError(
        f"Target {target.id!r} has no usable anchor: {target.option('anchor')!r}",
        fix="Set its option `anchor` to an instant in UTC, such as 2026-01-31T12:00:00+00:00.",
    )


def _latest(anchor: datetime, *, cycle: int, n: int, now: datetime) -> Event | None:
    """How post `n` stands at `now`; None where it is still to come."""
    told = [event for event in history(anchor, cycle=cycle, post=posts()[n]) if event.instant <= now]
    return told[-1] if told else None


def _seen_at(event: Event, *, anchor: datetime, now: datetime) -> datetime:
    """When we noticed it.

    A month of history is read in one go at the first pull. It carries the lag of a collector that had been running
    all along, one to four minutes, so that both clocks (posted and detected) have something to show. What comes after
    the anchor is seen when it is read.
    """
    if event.instant >= anchor:
        return now
    return min(event.instant + timedelta(minutes=1 + event.post.n % 4), now)


def _record(event: Event, *, anchor: datetime, now: datetime) -> Record:
    post = event.post
    gone = event.state.is_gone
    root = root_of(post.n)
    body = {
        "platform": post.platform,
        "id": event.native_id,
        "kind": post.kind,
        "created_at": event.created_at.isoformat(),
        "updated_at": event.instant.isoformat() if event.state is not State.LIVE else None,
        "state": event.state,
        "text": event.text,
        "lang": post.lang,
        "author_id": None if gone else post.author,
        "author_name": None if gone else post.name,
        "followers": None if gone else post.followers,
        "stars": post.stars,
        "likes": post.likes,
        "shares": post.shares,
        "parent_id": None if post.parent is None else native_id(cycle=event.cycle, n=post.parent),
        "root_id": None if root == post.n else native_id(cycle=event.cycle, n=root),
        "is_owned": post.role is Role.COMPANY,
    }
    return Record(
        body=json.dumps(body, ensure_ascii=False).encode(),
        content_type=CONTENT_TYPE,
        seen_at=_seen_at(event, anchor=anchor, now=now),
    )


def _item(body: dict[str, Any], *, seen_at: datetime) -> Item:
    updated_at, stars = body["updated_at"], body["stars"]
    return Item(
        platform=body["platform"],
        native_id=body["id"],
        kind=Kind(body["kind"]),
        created_at=datetime.fromisoformat(body["created_at"]),
        seen_at=seen_at,
        updated_at=None if updated_at is None else datetime.fromisoformat(updated_at),
        text=body["text"],
        author_id=body["author_id"],
        author_name=body["author_name"],
        author_followers=body["followers"],
        lang=body["lang"],
        rating=stars,
        rating_max=None if stars is None else 5,
        likes=body["likes"],
        shares=body["shares"],
        parent_id=body["parent_id"],
        root_id=body["root_id"],
        state=State(body["state"]),
        reply_visibility=ReplyVisibility.THREAD,
        brands=(BRAND,),
        is_owned=body["is_owned"],
    )


SOURCE = DemoSource()
