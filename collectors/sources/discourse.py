"""A Discourse forum, keyless where it is public: all its posts, or those that a search finds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import Fields, by_name, described, document, encode, listed
from collectors.options import whole
from collectors.sweep import Listed, Sweep, Told, by_place, page_of, walk
from collectors.text import plain
from triage.mention import Item, Kind, ReplyVisibility, State, Target

_HISTORY_DAYS = 30
_MOST_SEARCH_PAGES = 10
_IDS_IN_A_WINDOW = 50
_POSTS_ASKED_TOGETHER = 20
_GONE = frozenset({404, 410})
_REGULAR = 1
_LIKES = 2
# what another said, repeated; a post that quotes praise need not praise
_QUOTE = re.compile(r'<aside class="quote.*?</aside>', re.DOTALL)


class DiscourseSource:
    """The account of a target is the forum's address; without a query it reads every public post."""

    name = "discourse"
    platform = "discourse"
    needs: tuple[str, ...] = ()
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Read one page as a pull would, without the texts."""
        forum = _Forum.of(http, target)
        shown = len(forum.search(target.query, place="1")) if target.query else len(forum.latest(place=""))
        return f"{forum.base} can be read; it shows {shown} posts"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the newest post back to what is known."""
        forum = _Forum.of(http, target)
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            return by_place(sweep, _found(forum, target.query, sweep) if target.query else _latest(forum, sweep))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one post."""
        post = Fields.of(record.body, where="discourse post")
        base, topic, number = record.noted("base"), post.number("topic_id"), post.number("post_number")
        answered = (post.maybe_number("reply_to_post_number") or 1) if number > 1 else None
        state, text = _state(post.values), plain(_QUOTE.sub("", post.text("cooked")))
        title = post.maybe_text("topic_title") or "" if number == 1 else ""
        is_edited = (post.maybe_number("version") or 1) > 1
        try:
            return Item(
                platform=self.platform,
                native_id=_native_id(base, topic, number),
                kind=Kind.MENTION if number == 1 else Kind.REPLY,
                created_at=post.instant("created_at"),
                seen_at=record.seen_at,
                updated_at=post.maybe_instant("updated_at") if is_edited else None,
                text=None if state.is_gone else "\n\n".join(part for part in (title, text) if part),
                url=_native_id(base, topic, number),
                author_id=f"{base.partition('://')[2]}/{post.number('user_id')}",
                author_name=post.maybe_text("name") or post.maybe_text("username"),
                likes=_likes(post.values.get("actions_summary")),
                replies=post.maybe_number("reply_count"),
                parent_id=None if answered is None else _native_id(base, topic, answered),
                root_id=None if number == 1 else _native_id(base, topic, 1),
                state=State.EDITED if is_edited and state is State.LIVE else state,
            )
        except ValueError as error:
            raise BadRecordError(f"discourse post in topic {topic}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each post again."""
        forum = _Forum.of(http, target)
        for post in known:
            if not (post.noted("id") and post.noted("topic")):
                continue
            found = forum.post(post.noted("id"), topic=post.noted("topic"), is_first=post.noted("number") == "1")
            state = State.DELETED if found is None else _state(found)
            if state.is_gone:
                yield Gone(key=post.key, seen_at=http.now(), state=state)
            elif _is_shown(found):
                yield forum.record(found)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All posts of the topic that came after this one: an answer need not name what it answers."""
        forum = _Forum.of(http, target)
        for other in forum.topic(post.noted("topic", "0"), after=post.noted("id")):
            number = other.get("post_number")
            if _is_shown(other) and isinstance(number, int) and number > int(post.noted("number", "0")):
                yield forum.record(other)


SOURCE: Source = DiscourseSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forum:
    """One forum, and what is asked of it."""

    base: str
    http: Http

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Forum":
        if not target.account:
            raise SetupError(f"Target {target.id} names no forum", fix="Put its address into the account.")
        base = target.account if "://" in target.account else f"https://{target.account}"
        return cls(base=base.rstrip("/"), http=http)

    def latest(self, *, place: str) -> list[object]:
        """Public posts up to the id `place`, newest first."""
        answer = self._get("posts.json", **({"before": place} if place else {}))
        return listed(described(answer, source=self.base), source=self.base, name="latest_posts")

    def search(self, query: str, *, place: str) -> list[object]:
        """Posts found on one page of the search; `place` is the page and the day to look before."""
        page, _, day = place.partition("@")
        words = f"{query} order:latest{f' before:{day}' if day else ''}"
        answer = described(self._get("search.json", q=words, page=page), source=self.base)
        # a search that finds nothing leaves out the list
        is_empty = "posts" not in answer and "grouped_search_result" in answer
        return [] if is_empty else listed(answer, source=self.base, name="posts")

    def post(self, post_id: str, *, topic: str, is_first: bool) -> dict[str, object] | None:
        """One post, the first of a topic with its title; None where it is gone."""
        if is_first:
            return next((one for one in self._stream(topic)[0] if one.get("post_number") == 1), None)
        response = self.http.get(f"{self.base}/posts/{int(post_id)}.json", allow_status=_GONE)
        if response.status in _GONE:
            return None
        return described(document(response, source=self.base), source=self.base)

    def topic(self, topic: str, *, after: str) -> Iterator[dict[str, object]]:
        """The posts that a topic shows first, and those behind the id `after`."""
        shown, ids = self._stream(topic)
        yield from shown
        seen, told = {post.get("id") for post in shown}, [str(one) for one in ids]
        left = [one for one in ids[told.index(after) + 1 if after in told else 0 :] if one not in seen]
        for start in range(0, len(left), _POSTS_ASKED_TOGETHER):
            wanted = urlencode([("post_ids[]", str(one)) for one in left[start : start + _POSTS_ASKED_TOGETHER]])
            more = self._get(f"t/{int(topic)}/posts.json?{wanted}")
            yield from _posts(described(more, source=self.base), source=self.base)

    def record(self, post: object) -> Record:
        """The post, and where it lies."""
        values = post if isinstance(post, dict) else {"unreadable": post}
        note = {"id": values.get("id"), "topic": values.get("topic_id"), "number": values.get("post_number")}
        told = tuple((name, str(value)) for name, value in note.items() if isinstance(value, int))
        return Record(
            body=encode(post),
            content_type="application/json",
            seen_at=self.http.now(),
            note=(("base", self.base), *told),
        )

    def _stream(self, topic: str) -> tuple[list[dict[str, object]], list[object]]:
        """The first posts of a topic and the ids of all; nothing where it is gone."""
        response = self.http.get(f"{self.base}/t/{int(topic)}.json", allow_status=_GONE)
        if response.status in _GONE:
            return [], []
        answer = described(document(response, source=self.base), source=self.base)
        stream = described(answer.get("post_stream"), source=self.base)
        title, ids = answer.get("title"), stream.get("stream")
        posts = [
            {**post, "topic_title": title} if post.get("post_number") == 1 else post
            for post in _posts(answer, source=self.base)
        ]
        return posts, ids if isinstance(ids, list) else []

    def _get(self, path: str, **params: str) -> object:
        return document(self.http.get(f"{self.base}/{path}", params=params or None), source=self.base)


def _latest(forum: _Forum, sweep: Sweep) -> Listed:
    posts = forum.latest(place=sweep.place)
    ids = [post["id"] for post in posts if isinstance(post, dict) and isinstance(post.get("id"), int)]
    # older versions show what is public among fifty ids: an empty window is not the end
    below = min(ids) - 1 if ids else int(sweep.place or 0) - _IDS_IN_A_WINDOW
    told = [_told(post, [forum.record(post)] if _is_shown(post) else []) for post in posts]
    return page_of(told, sweep=sweep, then=str(below) if below > 0 else "")


def _found(forum: _Forum, query: str, sweep: Sweep) -> Listed:
    """A page of the search, with the whole posts: what it shows itself is cut at 200 characters."""
    place = sweep.place or "1"
    day = f" after:{datetime.fromtimestamp(sweep.floor or 0, tz=UTC) - timedelta(days=1):%Y-%m-%d}"
    hits = forum.search(f"{query}{day}", place=place)
    told = [_told(hit, []) for hit in hits]
    floor = sweep.floor or 0
    whole_posts = [
        Told(second=one.second, records=_whole(forum, hit) if one.second is None or one.second >= floor else [])
        for one, hit in zip(told, hits, strict=True)
    ]
    seconds = [one.second for one in told if one.second]
    return page_of(whole_posts, sweep=sweep, then=_next(place, seconds), has_more=bool(seconds))


def _next(place: str, seconds: Sequence[int]) -> str:
    """The next page of a search; behind the last page that a forum gives, the first one of the days before."""
    page, _, day = place.partition("@")
    if not seconds:
        return ""
    if int(page) < _MOST_SEARCH_PAGES:
        return f"{int(page) + 1}{f'@{day}' if day else ''}"
    before = f"{datetime.fromtimestamp(min(seconds), tz=UTC) + timedelta(days=1):%Y-%m-%d}"
    return f"1@{before}" if before != day else ""


def _whole(forum: _Forum, hit: object) -> list[Record]:
    if not isinstance(hit, dict):
        return [forum.record(hit)]
    post_id, topic = hit.get("id"), hit.get("topic_id")
    if not isinstance(post_id, int) or not isinstance(topic, int):
        return [forum.record(hit)]
    post = forum.post(str(post_id), topic=str(topic), is_first=hit.get("post_number") == 1)
    return [forum.record(post)] if post is not None and _is_shown(post) else []


def _told(post: object, records: Sequence[Record]) -> Told:
    fields = Fields(values=post if isinstance(post, dict) else {}, where="discourse post")
    try:
        second = int(fields.instant("created_at").timestamp())
    except BadRecordError:
        return Told(second=None, records=records)
    return Told(second=second, records=records)


def _posts(answer: Mapping[str, object], *, source: str) -> list[dict[str, object]]:
    posts = listed(answer.get("post_stream"), source=source, name="posts")
    return list(by_name(posts, name="post_number", source=source).values())


def _is_shown(post: object) -> bool:
    """Whether it shows what a person wrote: not that a topic was moved, nor a post hidden until it is looked at."""
    if not isinstance(post, dict):
        return True
    kind = post.get("post_type")
    return not (isinstance(kind, int) and kind != _REGULAR) and post.get("hidden") is not True


def _state(post: Mapping[str, object]) -> State:
    if post.get("user_deleted") is True:
        return State.DELETED
    return State.REMOVED if isinstance(post.get("deleted_at"), str) else State.LIVE


def _likes(summary: object) -> int | None:
    actions = [one for one in summary if isinstance(one, dict)] if isinstance(summary, list) else []
    counts = [one.get("count") for one in actions if one.get("id") == _LIKES]
    return next((count for count in counts if isinstance(count, int)), None)


def _native_id(base: str, topic: int, number: int) -> str:
    """Its lasting address: a forum answers by numbers within the topic."""
    return f"{base}/t/{topic}/{number}"
