"""Reddit: the posts and comments of a subreddit, or the posts a search finds, with an application's credentials."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import Fields, by_name, described, document, encode, listed
from collectors.options import whole
from collectors.repeats import has, kind_of
from collectors.sweep import Listed, Sweep, Told, by_place, page_of, walk
from collectors.tokens import granted, kept
from triage.mention import Item, ReplyVisibility, State, Target

_BASE = "https://oauth.reddit.com"
_TOKENS = "https://www.reddit.com"
_SITE = "https://www.reddit.com"
_CREDENTIALS = ("REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET")
_PAGE_SIZE = 100
_HISTORY_DAYS = 30
_LISTING_HOLDS, _SEARCH_HOLDS = 900, 200
_MOST_REQUESTS_FOR_A_THREAD = 50
_IDS_ASKED_TOGETHER = 100
_GONE = frozenset({404, 410})


class RedditSource:
    """The account of a target is a subreddit; its query narrows it, or searches all of Reddit."""

    name = "reddit"
    platform = "reddit"
    needs: tuple[str, ...] = _CREDENTIALS
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Read one post as a pull would."""
        shown, _ = _Api.of(http, target).page(_lists(target)[0], limit="1")
        return f"Reddit can be read; it shows {'posts' if shown else 'no post yet'}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the newest back to what is known, through posts and through comments."""
        api, lists = _Api.of(http, target), _lists(target)
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))
        size = whole(target, "page_size", default=_PAGE_SIZE)

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            return by_place(sweep, _list(api, lists[sweep.branch], sweep, size=size), branches=len(lists))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one post, or one comment."""
        thing = Fields.of(record.body, where="reddit post")
        post, is_comment = thing.fields("data"), thing.text("kind") == "t1"
        state = _state(thing.values)
        # the instant of an edit, or that there was none; of very old ones, only that there was one
        edited_at = None if isinstance(post.values.get("edited"), bool) else post.maybe_epoch("edited")
        author, name = post.maybe_text("author"), post.text("name")
        texts = [post.text("body")] if is_comment else [post.text("title"), post.maybe_text("selftext") or ""]
        root = post.maybe_text("link_id") if is_comment else None
        try:
            return Item(
                platform=self.platform,
                native_id=name,
                # a crosspost has a title, which is the other post's unless somebody changed it, and no text
                kind=kind_of(texts[0], is_reply=is_comment, is_repost=has(post.values.get("crosspost_parent"))),
                created_at=post.epoch("created_utc"),
                seen_at=record.seen_at,
                updated_at=edited_at,
                text=None if state.is_gone else "\n\n".join(text for text in texts if text),
                url=_url(post, name=name, root=root),
                # a name on Reddit is for ever, and not every answer tells the account's number
                author_id=None if author == "[deleted]" else author,
                author_name=None if author == "[deleted]" else author,
                likes=post.maybe_number("score"),
                replies=None if is_comment else post.maybe_number("num_comments"),
                parent_id=post.text("parent_id") if is_comment else None,
                root_id=root,
                state=State.EDITED if edited_at is not None and state is State.LIVE else state,
            )
        except ValueError as error:
            raise BadRecordError(f"reddit {name}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for all by their names; a comment that its thread no longer shows was removed, though it is told."""
        api = _Api.of(http, target)
        for start in range(0, len(known), _IDS_ASKED_TOGETHER):
            asked = known[start : start + _IDS_ASKED_TOGETHER]
            shown = api.by_names([post.key.native_id for post in asked])
            found = by_name(shown, name="name", inside="data", source="Reddit")
            for post in asked:
                thing = found.get(post.key.native_id)
                state = State.DELETED if thing is None else _state(thing)
                if thing is not None and not state.is_gone and not api.is_shown(thing):
                    state = State.REMOVED
                if thing is None or state.is_gone:
                    yield Gone(key=post.key, seen_at=http.now(), state=state)
                else:
                    yield api.record(thing)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All comments below, to the full depth: what a thread folds away is asked for."""
        api = _Api.of(http, target)
        for thing in api.thread(post.noted("link") or post.key.native_id, below=post.key.native_id):
            yield api.record(thing)


SOURCE: Source = RedditSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Api:
    """The API, and how its token is asked for."""

    base: str
    tokens: str
    http: Http

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Api":
        if not target.account and not target.query:
            raise SetupError(
                f"Target {target.id} names nothing to read",
                fix="Put a subreddit into the account, or words into the query.",
            )
        base = target.option("base", _BASE).rstrip("/")
        return cls(base=base, tokens=target.option("base", _TOKENS).rstrip("/"), http=http)

    def page(self, where: "_List", **params: str) -> tuple[list[object], str]:
        """(what one page lists, the name of the last, if there are more)."""
        listing = _data(self._get(where.path, **where.params, **params))
        then = listing.get("after")
        return listed(listing, source="Reddit", name="children"), then if isinstance(then, str) else ""

    def by_names(self, names: Sequence[str]) -> list[dict[str, object]]:
        children = listed(_data(self._get("api/info", id=",".join(names))), source="Reddit", name="children")
        return [described(thing, source="Reddit") for thing in children]

    def is_shown(self, thing: Mapping[str, object]) -> bool:
        """Whether the thread of a comment still shows it; of posts, and where the answer is unclear, yes."""
        data, name = _inner(thing), _name(thing)
        link = data.get("link_id")
        if thing.get("kind") != "t1" or not isinstance(link, str):
            return True
        answer = self._thread(link, comment=name)
        return len(answer) < 2 or not _children(answer[0]) or bool(_children(answer[1]))

    def thread(self, link: str, *, below: str) -> Iterator[dict[str, object]]:
        """The comments below one post or comment, parents first."""
        answer = self._thread(link, comment=below if below != link else "")
        waiting = _children(answer[1]) if len(answer) > 1 else []
        left = _MOST_REQUESTS_FOR_A_THREAD
        seen = {below}
        # waiting grows while it is read: breadth first, parents before their children
        for thing in waiting:
            if thing.get("kind") == "more" and left > 0:
                left -= 1
                waiting += self._folded(link, _inner(thing))
            elif thing.get("kind") == "t1":
                replies = _inner(thing).get("replies")
                waiting += _children(replies) if isinstance(replies, dict) else []
                if _name(thing) not in seen:
                    seen.add(_name(thing))
                    yield thing

    def record(self, thing: object) -> Record:
        """The post without the replies below it, which are records of their own."""
        values = thing if isinstance(thing, dict) else {"unreadable": thing}
        data = {name: value for name, value in _inner(values).items() if name != "replies"}
        link = data.get("link_id")
        return Record(
            body=encode({**values, "data": data}),
            content_type="application/json",
            seen_at=self.http.now(),
            note=(("link", link),) if isinstance(link, str) else (),
        )

    def _folded(self, link: str, more: Mapping[str, object]) -> list[dict[str, object]]:
        """What "more comments" and "continue this thread" stand for."""
        children = more.get("children")
        names = [one for one in children if isinstance(one, str)] if isinstance(children, list) else []
        if not names:
            lists = self._thread(link, comment=str(more.get("parent_id") or ""))
            return _children(lists[1]) if len(lists) > 1 else []
        asked, later = names[:_IDS_ASKED_TOGETHER], names[_IDS_ASKED_TOGETHER:]
        answer = self._get("api/morechildren", api_type="json", link_id=link, children=",".join(asked))
        told = answer.get("json") if isinstance(answer, dict) else None
        things = listed(_data(told), source="Reddit", name="things")
        found = [thing for thing in things if isinstance(thing, dict)]
        return found + ([{"kind": "more", "data": {"children": later}}] if later else [])

    def _thread(self, link: str, *, comment: str) -> list[object]:
        """The two lists of a thread: its post, and comments; empty where it is gone."""
        params = {"limit": "500", "sort": "old", **({"comment": comment.removeprefix("t1_")} if comment else {})}
        answer = self._response(f"comments/{link.removeprefix('t3_')}", params=params, allow_status=_GONE)
        return [] if answer is None else listed(answer, source="Reddit", name="lists of a thread")

    def _get(self, path: str, **params: str) -> object:
        return self._response(path, params=params, allow_status=frozenset())

    def _response(self, path: str, *, params: Mapping[str, str], allow_status: frozenset[int]) -> object:
        headers = {"Authorization": f"Bearer {self._token()}"}
        response = self.http.get(
            f"{self.base}/{path}", params={"raw_json": "1", **params}, headers=headers, allow_status=allow_status
        )
        return None if response.status in allow_status else document(response, source="Reddit")

    def _token(self) -> str:
        name, secret = (self.http.secret(one) for one in _CREDENTIALS)
        right = {"Authorization": f"Basic {b64encode(f'{name}:{secret}'.encode()).decode()}"}
        return kept(
            self.http,
            f"{self.tokens} {name}",
            lambda: granted(
                self.http,
                f"{self.tokens}/api/v1/access_token",
                form={"grant_type": "client_credentials"},
                credential=_CREDENTIALS[1],
                headers=right,
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """One list that a target reads, and how many posts Reddit keeps in it."""

    path: str
    params: Mapping[str, str]
    holds: int


def _lists(target: Target) -> tuple[_List, ...]:
    subreddit = target.account.strip("/").removeprefix("r/")
    if not target.query:
        new, comments = (f"r/{subreddit}/{name}" for name in ("new", "comments"))
        return tuple(_List(path=path, params={}, holds=_LISTING_HOLDS) for path in (new, comments))
    params = {"q": target.query, "sort": "new", "t": "all", "type": "link"}
    if subreddit:
        params["restrict_sr"] = "1"
    return (_List(path=f"r/{subreddit}/search" if subreddit else "search", params=params, holds=_SEARCH_HOLDS),)


def _list(api: _Api, where: _List, sweep: Sweep, *, size: int) -> Listed:
    """A page of a list; one that ends behind as many as Reddit keeps, or behind a promised page, was cut off."""
    count, _, after = sweep.place.partition("@")
    things, then = api.page(where, limit=str(size), **({"after": after, "count": count} if after else {}))
    read = int(count or 0) + len(things)
    told = [Told(second=_second(thing), records=[api.record(thing)]) for thing in things]
    is_cut = read >= where.holds or (bool(after) and not things)
    return page_of(told, sweep=sweep, then=f"{read}@{then}" if then else "", has_more=bool(then) or is_cut)


def _second(thing: object) -> int | None:
    created = _inner(thing).get("created_utc")
    return int(created) if isinstance(created, int | float) and not isinstance(created, bool) else None


def _state(thing: Mapping[str, object]) -> State:
    """Reddit leaves the place of what is gone, with a word in brackets for its text."""
    data = _inner(thing)
    text = str(data.get("body" if thing.get("kind") == "t1" else "selftext") or "").strip().lower()
    if text == "[deleted]" or data.get("removed_by_category") == "deleted":
        return State.DELETED
    return State.REMOVED if text in {"[removed]", "[ removed by reddit ]"} else State.LIVE


def _data(answer: object) -> dict[str, object]:
    return described(described(answer, source="Reddit").get("data"), source="Reddit")


def _inner(thing: object) -> dict[str, object]:
    data = thing.get("data") if isinstance(thing, dict) else None
    return data if isinstance(data, dict) else {}


def _children(listing: object) -> list[dict[str, object]]:
    children = _inner(listing).get("children")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _name(thing: Mapping[str, object]) -> str:
    return str(_inner(thing).get("name") or "")


def _url(post: Fields, *, name: str, root: str | None) -> str:
    if path := post.maybe_text("permalink") or post.maybe_text("context"):
        return f"{_SITE}{path}"
    short = name.partition("_")[2]
    return f"{_SITE}/comments/{root.partition('_')[2]}/_/{short}" if root else f"{_SITE}/comments/{short}"
