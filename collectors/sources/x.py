"""X: the posts of the last seven days that a search finds, or the mentions of an account, with a paid token."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import CHANGED, Fields, described, document, encode, listed
from collectors.options import whole
from collectors.repeats import kind_of
from collectors.sweep import Listed, Sweep, Told, by_place, page_of, walk
from triage.mention import Item, ReplyVisibility, State, Target

_BASE = "https://api.x.com/2"
_TOKEN = "X_BEARER_TOKEN"  # noqa: S105 -- the name of a credential
_PAGE_SIZE = 100
_HISTORY_DAYS = 6
_SEARCHED = timedelta(days=7) - timedelta(minutes=1)
_MOST_PAGES_OF_A_THREAD = 10
_IDS_ASKED_TOGETHER = 100
_FIRST_MILLISECOND = 1_288_834_974_657
_FIELDS = {
    "tweet.fields": (
        "author_id,conversation_id,created_at,edit_history_tweet_ids,lang,note_tweet,public_metrics,referenced_tweets"
    ),
    "expansions": "author_id",
    "user.fields": "name,username,public_metrics",
}


class XSource:
    """The query of a target is X's own; without one, the account is the number of the account that is mentioned."""

    name = "x"
    platform = "x"
    needs: tuple[str, ...] = (_TOKEN,)
    # short: every post that is read again is paid for again
    overlap = timedelta(minutes=5)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Read the fewest posts that may be asked for."""
        shown, _ = _Api.of(http, target).page(max_results="10")
        return f"X can be read; it shows {'posts' if shown else 'no post yet'}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the newest post back to what is known, or to where a search ends."""
        api, history = _Api.of(http, target), timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))
        size, earliest = whole(target, "page_size", default=_PAGE_SIZE), int((until - _SEARCHED).timestamp())

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            floor = max(sweep.floor or 0, earliest) if api.is_search else sweep.floor or 0
            page, after = by_place(sweep, _list(api, sweep, floor=floor, size=size))
            is_cut = after.is_done and floor > (sweep.floor or 0)
            return replace(page, capped=page.capped or is_cut), after

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one post; an edit is a post of another number, and the first one is the key."""
        post = Fields.of(record.body, where="x post")
        number = post.text("id")
        first = _versions(post.values)[0]
        is_edited = first != number
        parent, root = _answered(post.values), post.maybe_text("conversation_id")
        author = post.fields("author") if "author" in post.values else Fields(values={}, where=post.where)
        followers = author.fields("public_metrics") if "public_metrics" in author.values else author
        counts = post.fields("public_metrics") if "public_metrics" in post.values else post
        text, kinds = unescape(_long_text(post) or post.text("text")), _referenced(post.values)
        shares = [counts.maybe_number("retweet_count"), counts.maybe_number("quote_count")]
        try:
            return Item(
                platform=self.platform,
                native_id=first,
                kind=kind_of(
                    text, is_reply=parent is not None, is_repost="retweeted" in kinds, is_quote="quoted" in kinds
                ),
                created_at=_moment(first),
                seen_at=record.seen_at,
                updated_at=_moment(number) if is_edited else None,
                text=text,
                url=f"https://x.com/i/web/status/{number}",
                author_id=post.maybe_text("author_id"),
                author_name=author.maybe_text("name") or author.maybe_text("username"),
                author_followers=followers.maybe_number("followers_count"),
                lang=_lang(post.maybe_text("lang")),
                likes=counts.maybe_number("like_count"),
                shares=sum(filter(None, shares)) if any(count is not None for count in shares) else None,
                replies=counts.maybe_number("reply_count"),
                parent_id=parent,
                root_id=root if root != first else None,
                state=State.EDITED if is_edited else State.LIVE,
            )
        except (ValueError, OverflowError) as error:
            raise BadRecordError(f"x post {first}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for all by their numbers, and for the newest version of what was edited meanwhile.

        Gone is what X calls not found. What it hides from us (an account that was closed to the public) is not.
        """
        api = _Api.of(http, target)
        for start in range(0, len(known), _IDS_ASKED_TOGETHER):
            together = known[start : start + _IDS_ASKED_TOGETHER]
            asked = {post.noted("id") or post.key.native_id: post for post in together}
            found, missing = api.by_ids(list(asked))
            newest = [_versions(post)[-1] for post in found]
            outdated = [one for one, post in zip(newest, found, strict=True) if one != post.get("id")]
            edited = {_versions(post)[-1]: post for post in api.by_ids(outdated)[0]} if outdated else {}
            yield from (api.record(edited.get(one, post)) for one, post in zip(newest, found, strict=True))
            yield from (Gone(key=post.key, seen_at=http.now()) for one, post in asked.items() if one in missing)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """What was said in the conversation since, as far back as a search reaches."""
        api = _Api.of(http, target)
        after = max(_moment(post.key.native_id), http.now() - _SEARCHED)
        yield from (
            api.record(one)
            for one in api.conversation(post.noted("conversation") or post.key.native_id, after=after)
            if _versions(one)[0] != post.key.native_id
        )


SOURCE: Source = XSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Api:
    """The API as one target asks it, with its right."""

    base: str
    path: str
    query: str
    headers: Mapping[str, str]
    http: Http

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Api":
        if not target.query and not target.account.isdecimal():
            raise SetupError(
                f"Target {target.id} has no query and names no account",
                fix="Put what to search for into the query, or the account's number (not its name) into the account.",
            )
        return cls(
            base=target.option("base", _BASE).rstrip("/"),
            path="tweets/search/recent" if target.query else f"users/{target.account}/mentions",
            query=target.query,
            headers={"Authorization": f"Bearer {http.secret(_TOKEN)}"},
            http=http,
        )

    @property
    def is_search(self) -> bool:
        return bool(self.query)

    def page(self, **params: str) -> tuple[list[object], str]:
        """(posts of one page, the token of the next)."""
        # a retweet says nothing of its own, and is paid for
        what = self.query if "is:retweet" in self.query else f"({self.query}) -is:retweet"
        return self._posts(self.path, **({"query": what} if self.is_search else {}), **params)

    def conversation(self, root: str, *, after: datetime) -> Iterator[dict[str, object]]:
        token = ""
        for _ in range(_MOST_PAGES_OF_A_THREAD):
            more = {"next_token": token} if token else {}
            params = {"query": f"conversation_id:{root}", "start_time": _iso(after), "max_results": str(_PAGE_SIZE)}
            shown, token = self._posts("tweets/search/recent", **params, **more)
            yield from (post for post in shown if isinstance(post, dict))
            if not token:
                return

    def by_ids(self, ids: Sequence[str]) -> tuple[list[dict[str, object]], set[str]]:
        """(posts that can be read, numbers that are not found)."""
        answer = self._ask("tweets", ids=",".join(ids))
        problems = answer.get("errors")
        told = [one for one in problems if isinstance(one, dict)] if isinstance(problems, list) else []
        missing = {str(one.get("value")) for one in told if str(one.get("type")).endswith("/resource-not-found")}
        posts = listed(answer, source="X", name="data") if "data" in answer or not told else []
        return [_whole(post, answer) for post in posts if isinstance(post, dict)], missing

    def record(self, post: object) -> Record:
        values = post if isinstance(post, dict) else {"unreadable": post}
        note = {"id": values.get("id"), "conversation": values.get("conversation_id")}
        told = tuple((name, value) for name, value in note.items() if isinstance(value, str))
        return Record(body=encode(values), content_type="application/json", seen_at=self.http.now(), note=told)

    def _posts(self, path: str, **params: str) -> tuple[list[object], str]:
        answer = self._ask(path, **params)
        meta = described(answer.get("meta"), source="X")
        # an empty page leaves out the list
        posts = [] if meta.get("result_count") == 0 else listed(answer, source="X", name="data")
        then = meta.get("next_token")
        whole_posts = [_whole(post, answer) if isinstance(post, dict) else post for post in posts]
        return whole_posts, then if isinstance(then, str) else ""

    def _ask(self, path: str, **params: str) -> dict[str, object]:
        response = self.http.get(f"{self.base}/{path}", params={**_FIELDS, **params}, headers=self.headers)
        return described(document(response, source="X"), source="X")


def _list(api: _Api, sweep: Sweep, *, floor: int, size: int) -> Listed:
    place = {"next_token" if api.is_search else "pagination_token": sweep.place} if sweep.place else {}
    start = _iso(datetime.fromtimestamp(floor, tz=UTC))
    shown, then = api.page(start_time=start, max_results=str(size), **place)
    return page_of([Told(second=_second(post), records=[api.record(post)]) for post in shown], sweep=sweep, then=then)


def _whole(post: dict[str, object], answer: Mapping[str, object]) -> dict[str, object]:
    """The post with its author, who is told beside it."""
    includes = answer.get("includes")
    users = includes.get("users") if isinstance(includes, dict) else None
    told = [user for user in users if isinstance(user, dict)] if isinstance(users, list) else []
    author = next((user for user in told if user.get("id") == post.get("author_id")), None)
    return post if author is None else {**post, "author": author}


def _versions(post: Mapping[str, object]) -> list[str]:
    """The numbers of all versions, the first one first."""
    history = post.get("edit_history_tweet_ids")
    told = [one for one in history if isinstance(one, str)] if isinstance(history, list) else []
    return told or [str(post.get("id"))]


def _answered(post: Mapping[str, object]) -> str | None:
    return _referenced(post).get("replied_to")


def _referenced(post: Mapping[str, object]) -> dict[str, str]:
    """The posts that this one answers, quotes or passes on, by which of these it does."""
    referenced = post.get("referenced_tweets")
    told = [one for one in referenced if isinstance(one, dict)] if isinstance(referenced, list) else []
    return {str(one.get("type")): str(one.get("id")) for one in reversed(told)}


def _long_text(post: Fields) -> str | None:
    """The whole of a post that is longer than its first 280 characters."""
    return post.fields("note_tweet").maybe_text("text") if "note_tweet" in post.values else None


def _lang(told: str | None) -> str | None:
    """The language; X marks what is no language by codes of its own."""
    return None if told is None or told in {"und", "zxx"} or told.startswith("q") else told.split("-")[0].lower()


def _moment(number: str) -> datetime:
    """When a post was written: its number tells the millisecond."""
    if not number.isdecimal():
        raise BadRecordError(f"x post: its 'id' is text that is not the number of a post. {CHANGED}")
    milliseconds = (int(number) >> 22) + _FIRST_MILLISECOND
    return datetime.fromtimestamp(milliseconds // 1000, tz=UTC) + timedelta(milliseconds=milliseconds % 1000)


def _second(post: object) -> int | None:
    number = post.get("id") if isinstance(post, dict) else None
    try:
        return int(_moment(number).timestamp()) if isinstance(number, str) else None
    except (BadRecordError, OverflowError, OSError, ValueError):
        return None


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
