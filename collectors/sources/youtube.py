"""YouTube: the comments of a channel or of a video, or the videos that a search finds, with an API key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from collectors.base import Gone, Http, Known, Page, Record, Response, Source
from collectors.errors import BadRecordError, RefusedError, RetryLaterError, SetupError
from collectors.fields import Fields, by_name, decode, described, document, encode, listed
from collectors.options import whole
from collectors.sweep import Listed, Sweep, Told, by_place, page_of, walk
from triage.mention import Item, Kind, ReplyVisibility, State, Target

_BASE = "https://www.googleapis.com/youtube/v3"
_HISTORY_DAYS = 30
_MOST_PER_PAGE = 100
_MOST_VIDEOS_PER_PAGE = 50
_MOST_PAGES_OF_A_THREAD = 50
_SPENT = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_CLOSED = "commentsDisabled"
_PACIFIC = ZoneInfo("America/Los_Angeles")
_A_MINUTE = timedelta(minutes=1)


class YouTubeSource:
    """The account of a target is a channel's id; without it and the option `video`, the query searches for videos."""

    name = "youtube"
    platform = "youtube"
    needs: tuple[str, ...] = ("YOUTUBE_API_KEY",)
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = timedelta(days=30)
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Read the least of what a pull would."""
        api = _Api.of(http, target)
        shown, _ = api.page(api.list_path(), {**api.list_params(target), "maxResults": "1"})
        return f"YouTube can be read; it shows {'posts' if shown else 'no post yet'}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the newest comment, or the newest video, back to what is known."""
        api = _Api.of(http, target)
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            return by_place(sweep, api.videos(target, sweep) if api.is_search else api.threads(target, sweep))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one comment, or one video."""
        post = Fields.of(record.body, where=f"youtube {record.noted('part', 'comment')}")
        try:
            return _video(post, record) if record.noted("part") == "video" else _comment(post, record)
        except ValueError as error:
            raise BadRecordError(f"{post.where}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for all by their ids: what the answer leaves out is gone."""
        api = _Api.of(http, target)
        for part in ("comment", "video"):
            posts = {post.key.native_id: post for post in known if post.noted("part", "comment") == part}
            found = by_name(api.by_ids(part, list(posts)), name="id", source="YouTube")
            for native_id, post in posts.items():
                if native_id in found:
                    yield api.record(found[native_id], part=part, video=post.noted("video"))
                else:
                    yield Gone(key=post.key, seen_at=http.now())

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All replies of the comment's thread; of a video, all its comments with all their replies."""
        api = _Api.of(http, target)
        if post.noted("part") == "video":
            yield from api.below_video(post.key.native_id)
        else:
            # the id of a reply begins with that of its thread
            thread = post.key.native_id.partition(".")[0]
            yield from api.replies(thread, video=post.noted("video"))


SOURCE: Source = YouTubeSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Api:
    """The API as one target asks it."""

    base: str
    key: str
    channel: str
    video: str
    http: Http

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Api":
        if not (target.account or target.query or target.option("video")):
            raise SetupError(
                f"Target {target.id} names nothing to read",
                fix="Name a channel's id (UC...) as the account, a video's as the option video, or words as the query.",
            )
        return cls(
            base=target.option("base", _BASE).rstrip("/"),
            key=http.secret("YOUTUBE_API_KEY"),
            channel=target.account,
            video=target.option("video"),
            http=http,
        )

    @property
    def is_search(self) -> bool:
        return not self.channel and not self.video

    def list_path(self) -> str:
        return "search" if self.is_search else "commentThreads"

    def list_params(self, target: Target) -> dict[str, str]:
        if self.is_search:
            return {"part": "snippet", "type": "video", "order": "date", "q": target.query}
        where = {"videoId": self.video} if self.video else {"allThreadsRelatedToChannelId": self.channel}
        words = {"searchTerms": target.query} if target.query else {}
        return {"part": "snippet,replies", "order": "time", "textFormat": "plainText", **where, **words}

    def threads(self, target: Target, sweep: Sweep) -> Listed:
        """A page of comments, the newest first, with those of their replies that are shown."""
        params = self.list_params(target) | ({"pageToken": sweep.place} if sweep.place else {})
        size = whole(target, "page_size", default=_MOST_PER_PAGE)
        shown, then = self.page("commentThreads", {**params, "maxResults": str(size)})
        return page_of([self._told(thread) for thread in shown], sweep=sweep, then=then)

    def videos(self, target: Target, sweep: Sweep) -> Listed:
        """A page of videos, asked for once more by their ids: a search cuts their descriptions."""
        params = self.list_params(target) | ({"pageToken": sweep.place} if sweep.place else {})
        after = datetime.fromtimestamp(sweep.floor or 0, tz=UTC).isoformat().replace("+00:00", "Z")
        size = whole(target, "page_size", default=_MOST_VIDEOS_PER_PAGE)
        shown, then = self.page("search", {**params, "publishedAfter": after, "maxResults": str(size)})
        ids = [_hit_id(hit) for hit in shown]
        found = self.by_ids("video", [one for one in ids if one])
        told = [
            Told(second=_published(video), records=[self.record(video, part="video", video=str(video.get("id") or ""))])
            for video in found
        ]
        told += [
            Told(second=None, records=[self.record(hit, part="video")])
            for hit, one in zip(shown, ids, strict=True)
            if not one
        ]
        return page_of(told, sweep=sweep, then=then)

    def by_ids(self, part: str, ids: Sequence[str]) -> list[dict[str, object]]:
        """Those of the comments or videos that still exist."""
        if not ids:
            return []
        path, parts = ("comments", "snippet") if part == "comment" else ("videos", "snippet,statistics")
        plain = {"textFormat": "plainText"} if part == "comment" else {}
        shown, _ = self.page(path, {"part": parts, "id": ",".join(ids), **plain})
        return [described(one, source="YouTube") for one in shown]

    def below_video(self, video: str) -> Iterator[Record]:
        params = {"part": "snippet,replies", "videoId": video, "order": "time", "textFormat": "plainText"}
        for thread in self._all("commentThreads", **params):
            told = self._told(thread).records
            yield from told
            if len(told) - 1 < _replies_of(thread):
                yield from self.replies(str(thread.get("id") if isinstance(thread, dict) else ""), video=video)

    def replies(self, thread: str, *, video: str) -> Iterator[Record]:
        """All replies of a thread, which names its answered comment in each."""
        for reply in self._all("comments", part="snippet", parentId=thread, textFormat="plainText"):
            yield self.record(reply, part="comment", video=video)

    def record(self, post: object, *, part: str, video: str = "") -> Record:
        note = (("part", part), ("video", video)) if video else (("part", part),)
        return Record(body=encode(post), content_type="application/json", seen_at=self.http.now(), note=note)

    def page(self, path: str, params: Mapping[str, str], *, may_be_gone: bool = False) -> tuple[list[object], str]:
        """(what one page lists, the token of the next); nothing below what `may_be_gone` or was closed to comments."""
        # the key goes into a header: addresses are logged by whoever they pass
        headers, allowed = {"X-Goog-Api-Key": self.key}, {403, 404} if may_be_gone else {403}
        response = self.http.get(f"{self.base}/{path}", params=params, headers=headers, allow_status=frozenset(allowed))
        is_closed = response.status == 403 and _CLOSED in _reasons(response.body)
        if response.status == 404 or (may_be_gone and is_closed):
            return [], ""
        if response.status == 403:
            raise _refusal(response, now=self.http.now())
        answer = described(document(response, source="YouTube"), source="YouTube")
        then = answer.get("nextPageToken")
        return listed(answer, source="YouTube", name="items"), then if isinstance(then, str) else ""

    def _all(self, path: str, **params: str) -> Iterator[object]:
        token = ""
        for _ in range(_MOST_PAGES_OF_A_THREAD):
            more = {"pageToken": token} if token else {}
            shown, then = self.page(path, {**params, "maxResults": str(_MOST_PER_PAGE), **more}, may_be_gone=True)
            yield from shown
            if not then or then == token:
                return
            token = then

    def _told(self, thread: object) -> Told:
        """The comment that opens a thread, and the replies shown with it."""
        snippet = thread.get("snippet") if isinstance(thread, dict) else None
        top = snippet.get("topLevelComment") if isinstance(snippet, dict) else None
        if not isinstance(thread, dict) or not isinstance(snippet, dict) or not isinstance(top, dict):
            return Told(second=None, records=[self.record(thread, part="comment", video="")])
        video, shown = str(snippet.get("videoId") or ""), thread.get("replies")
        replies = shown.get("comments") if isinstance(shown, dict) else None
        counted = {**top, "totalReplyCount": snippet.get("totalReplyCount")}
        posts = [counted, *(replies if isinstance(replies, list) else [])]
        return Told(second=_published(top), records=[self.record(post, part="comment", video=video) for post in posts])


def _refusal(response: Response, *, now: datetime) -> Exception:
    """What a 403 means: Google says by it that a day's quota is spent, too."""
    reasons = _reasons(response.body)
    if reasons & _SPENT:
        local = now.astimezone(_PACIFIC)
        turn = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
        return RetryLaterError("YouTube's quota of the day is spent", after=turn - now + _A_MINUTE)
    if reasons & _TOO_FAST:
        return RetryLaterError("YouTube asks for patience", after=_A_MINUTE)
    if _CLOSED in reasons:
        return RefusedError("The comments of this video are switched off", status=403)
    return RefusedError("YouTube refuses us: check the credential YOUTUBE_API_KEY and its rights", status=403)


def _reasons(body: bytes) -> set[str]:
    try:
        answer = decode(body)
    except ValueError:
        return set()
    error = answer.get("error") if isinstance(answer, dict) else None
    errors = error.get("errors") if isinstance(error, dict) else None
    return {str(one.get("reason")) for one in errors if isinstance(one, dict)} if isinstance(errors, list) else set()


def _hit_id(hit: object) -> str:
    """The video that a search found; nothing where it does not say."""
    named = hit.get("id") if isinstance(hit, dict) else None
    found = named.get("videoId") if isinstance(named, dict) else None
    return found if isinstance(found, str) else ""


def _published(post: Mapping[str, object]) -> int | None:
    snippet = post.get("snippet")
    try:
        fields = Fields(values=snippet if isinstance(snippet, dict) else {}, where="youtube post")
        return int(fields.instant("publishedAt").timestamp())
    except BadRecordError:
        return None


def _replies_of(thread: object) -> int:
    snippet = thread.get("snippet") if isinstance(thread, dict) else None
    count = snippet.get("totalReplyCount") if isinstance(snippet, dict) else None
    return count if isinstance(count, int) else 0


def _comment(post: Fields, record: Record) -> Item:
    snippet, native_id = post.fields("snippet"), post.text("id")
    created_at, updated_at = snippet.instant("publishedAt"), snippet.maybe_instant("updatedAt")
    is_edited = updated_at is not None and updated_at > created_at
    parent, video = snippet.maybe_text("parentId"), record.noted("video") or snippet.maybe_text("videoId")
    author = snippet.values.get("authorChannelId")
    return Item(
        platform=SOURCE.platform,
        native_id=native_id,
        kind=Kind.REPLY if parent else Kind.MENTION,
        created_at=created_at,
        seen_at=record.seen_at,
        updated_at=updated_at if is_edited else None,
        # the original is shown to few; what is displayed was asked for as plain text
        text=snippet.maybe_text("textOriginal") or snippet.text("textDisplay"),
        url=f"https://www.youtube.com/watch?v={video}&lc={native_id}" if video else None,
        author_id=Fields(values=author, where=post.where).maybe_text("value") if isinstance(author, dict) else None,
        author_name=snippet.maybe_text("authorDisplayName"),
        likes=snippet.maybe_number("likeCount"),
        replies=post.maybe_number("totalReplyCount"),
        parent_id=parent,
        root_id=native_id.partition(".")[0] if parent else None,
        state=State.EDITED if is_edited else State.LIVE,
    )


def _video(post: Fields, record: Record) -> Item:
    snippet, native_id = post.fields("snippet"), post.text("id")
    texts = [snippet.text("title"), snippet.maybe_text("description") or ""]
    counts = post.values.get("statistics")
    return Item(
        platform=SOURCE.platform,
        native_id=native_id,
        kind=Kind.MENTION,
        created_at=snippet.instant("publishedAt"),
        seen_at=record.seen_at,
        text="\n\n".join(text for text in texts if text),
        url=f"https://www.youtube.com/watch?v={native_id}",
        author_id=snippet.text("channelId"),
        author_name=snippet.maybe_text("channelTitle"),
        lang=(snippet.maybe_text("defaultAudioLanguage") or "").split("-")[0].lower() or None,
        likes=_count(counts, "likeCount"),
        replies=_count(counts, "commentCount"),
        # a comment below a video is a post of its own: what the brand says there answers no one in particular
        reply_visibility=ReplyVisibility.NEVER,
    )


def _count(counts: object, name: str) -> int | None:
    value = counts.get(name) if isinstance(counts, dict) else None
    return int(value) if isinstance(value, str) and value.isdecimal() else None
