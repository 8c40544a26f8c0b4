"""Facebook: what is written on a Page, below its posts and about it elsewhere, with the Page's token."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from collectors import graph
from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import Fields
from collectors.graph import GraphApi, MissingError
from triage.mention import Item, Kind, ReplyVisibility, Target

_TOKEN = "FACEBOOK_PAGE_TOKEN"  # noqa: S105 -- the name of a credential, not a token
_READ = ("feed", "tagged")
_COMMENT = "id,message,created_time,from,permalink_url,like_count,comment_count,parent{id}"
_POST = "id,message,story,created_time,from,permalink_url,shares,reactions.limit(0).summary(true)"
_NEWEST_FIRST: Mapping[str, str] = {"filter": "stream", "order": "reverse_chronological", "fields": _COMMENT}
_EMBEDDED = graph.embedded("comments", _COMMENT, how=".filter(stream).order(reverse_chronological).summary(true)")
_ADDRESS = re.compile(r"/posts/(\d+)/?\?comment_id=(\d+)(?:&reply_comment_id=(\d+))?")


class FacebookSource:
    """The account of a target is a Page's number; option `read` is `feed` (its own Page) or `tagged` (elsewhere)."""

    name = "facebook"
    platform = "facebook"
    needs: tuple[str, ...] = (_TOKEN,)
    overlap = graph.OVERLAP
    """As long are new comments looked for below a post; what is written on the Page itself is never so late."""
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Read one post as a pull would."""
        posts, _ = _Wall.of(http, target).page(size=1)
        return f"the Page {target.account} can be read; it shows {'posts' if posts else 'no post yet'}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the newest post back through those that may have new comments, with their comments."""
        return graph.pull(_Wall.of(http, target), target, clock="created_time", since=since, until=until)

    def map(self, record: Record) -> Item:
        """Read one post or one comment."""
        body = Fields.of(record.body, where=f"facebook {record.noted('part', 'post')}")
        try:
            return _comment(body, record) if record.noted("part") == "comment" else _post(body, record)
        except ValueError as error:
            raise BadRecordError(f"{body.where}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each again; gone is what is said not to exist while the list it came from is shown to us."""
        wall, is_shown = _Wall.of(http, target), False
        for post in known:
            fields = _COMMENT if post.noted("part") == "comment" else _POST
            try:
                found = wall.api.get(post.key.native_id, {"fields": fields})
            except MissingError:
                # Meta tells alike what was deleted and what we may not see: so we ask for something we may see
                is_shown = is_shown or bool(wall.page(size=1))
                yield Gone(key=post.key, seen_at=http.now())
            else:
                yield wall.api.record(found, note=dict(post.note))

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All comments below a post, or below the comment that opens a thread."""
        wall = _Wall.of(http, target)
        top = post.noted("thread") or post.key.native_id
        for comment in wall.api.all(f"{top}/comments", _NEWEST_FIRST):
            yield wall.comment(comment, post=post.noted("post") or post.key.native_id)


SOURCE: Source = FacebookSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wall:
    """The list of posts that a target reads."""

    api: GraphApi
    account: str
    read: str

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Wall":
        if not target.account.isdecimal():
            raise SetupError(
                f"Target {target.id} names no Page",
                fix="Put its number into the account: the Page's About, Page transparency, shows it.",
            )
        read = target.option("read", "feed")
        if read not in _READ:
            raise SetupError(f"Option read of target {target.id} is {read!r}", fix=f"Write {' or '.join(_READ)}.")
        base = target.option("base", graph.BASE).rstrip("/")
        return cls(api=GraphApi(http=http, base=base, credential=_TOKEN), account=target.account, read=read)

    def page(self, *, place: str = "", size: int) -> tuple[list[object], str]:
        """A page of posts with the newest of their comments, and the place of the next."""
        params = {"fields": f"{_POST},{_EMBEDDED}", "limit": str(size), **({"after": place} if place else {})}
        try:
            return self.api.page(f"{self.account}/{self.read}", params)
        except MissingError:
            raise SetupError(
                f"There is no Page {self.account} that the token {_TOKEN} may read",
                fix="Check the account and the token.",
            ) from None

    def opened(self, post: object, since: int) -> graph.Opened:
        """A post with its comments back to `since`."""
        if not isinstance(post, dict):
            return graph.Opened(records=[self.post(post)], seconds=[], is_whole=True)
        name = str(post.get("id") or "")
        below = self.api.below(post, f"{name}/comments", edge="comments", fields=_NEWEST_FIRST, since=since)
        seconds = [graph.second(comment, name="created_time") for comment in below.posts]
        return graph.Opened(
            records=[self.post(post), *(self.comment(comment, post=name) for comment in reversed(below.posts))],
            seconds=[moment for moment in seconds if moment is not None],
            is_whole=below.is_whole,
        )

    def post(self, post: object) -> Record:
        """A post without its comments, but with their number."""
        comments = post.get("comments") if isinstance(post, dict) else None
        if isinstance(post, dict) and isinstance(comments, dict):
            post = {**post, "comments": {"summary": comments.get("summary")}}
        return self.api.record(post, note={"page": self.account})

    def comment(self, comment: object, *, post: str) -> Record:
        """A comment, which does not itself say below which post it stands."""
        parent = comment.get("parent") if isinstance(comment, dict) else None
        thread = parent.get("id") if isinstance(parent, dict) else None
        note = {
            "part": "comment",
            "page": self.account,
            "post": post,
            "thread": thread if isinstance(thread, str) else "",
        }
        return self.api.record(comment, note=note)


def _post(post: Fields, record: Record) -> Item:
    author_id, author_name = _author(post)
    shares = post.values.get("shares")
    return Item(
        platform=SOURCE.platform,
        native_id=post.text("id"),
        kind=Kind.MENTION,
        created_at=post.instant("created_time"),
        seen_at=record.seen_at,
        # a picture may stand alone, or with what Facebook says of it
        text=post.maybe_text("message") or post.maybe_text("story") or "",
        url=post.maybe_text("permalink_url"),
        author_id=author_id,
        author_name=author_name,
        likes=graph.total(post, "reactions"),
        shares=post.fields("shares").maybe_number("count") if shares is not None else None,
        replies=graph.total(post, "comments"),
        is_owned=author_id is not None and author_id == record.noted("page"),
    )


def _comment(comment: Fields, record: Record) -> Item:
    author_id, author_name = _author(comment)
    address = _ADDRESS.search(comment.maybe_text("permalink_url") or "")
    native_id, parent_id = comment.maybe_text("id"), None
    if comment.values.get("parent") is not None:
        parent_id = comment.fields("parent").text("id")
    elif address and address[3]:
        parent_id = f"{address[1]}_{address[2]}"
    if native_id is None and address:
        native_id = f"{address[1]}_{address[3] or address[2]}"
    post = record.noted("post") or None
    return Item(
        platform=SOURCE.platform,
        native_id=native_id or comment.text("id"),
        kind=Kind.REPLY,
        created_at=comment.instant("created_time"),
        seen_at=record.seen_at,
        text=comment.text("message"),
        url=comment.maybe_text("permalink_url"),
        author_id=author_id,
        author_name=author_name,
        likes=comment.maybe_number("like_count"),
        replies=comment.maybe_number("comment_count"),
        parent_id=parent_id or post,
        root_id=post,
        is_owned=author_id is not None and author_id == record.noted("page"),
    )


def _author(post: Fields) -> tuple[str | None, str | None]:
    """Who wrote it; Facebook tells it only of those who let the Page see it."""
    if post.values.get("from") is None:
        return None, None
    author = post.fields("from")
    return author.maybe_text("id"), author.maybe_text("name")
