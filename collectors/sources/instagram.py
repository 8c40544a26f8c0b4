"""Instagram: the comments below one's own posts, or the posts that tag the account, with its token."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from collectors import graph
from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, RefusedError, SetupError
from collectors.fields import Fields
from collectors.graph import GraphApi, MissingError
from triage.mention import Item, Kind, ReplyVisibility, Target

_TOKEN = "INSTAGRAM_TOKEN"  # noqa: S105 -- the name of a credential, not a token
_READ: Mapping[str, str] = {"own": "media", "tagged": "tags"}
_REPLY = "id,text,timestamp,username,from,like_count,parent_id"
_COMMENT = f"{_REPLY},{graph.embedded('replies', _REPLY)}"
_MEDIA = "id,caption,permalink,timestamp,username,like_count,comments_count"
_COMMENTS: Mapping[str, str] = {"fields": _COMMENT}
_REPLIES: Mapping[str, str] = {"fields": _REPLY}


class InstagramSource:
    """The account of a target is the number of a professional account; option `read` is `own` or `tagged`."""

    name = "instagram"
    platform = "instagram"
    needs: tuple[str, ...] = (_TOKEN,)
    overlap = graph.OVERLAP
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Read one post as a pull would."""
        posts, _ = _Profile.of(http, target).page(size=1)
        return f"the account {target.account} can be read; it shows {'posts' if posts else 'no post yet'}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the newest post back through those that may have new comments, with their comments."""
        return graph.pull(_Profile.of(http, target), target, clock="timestamp", since=since, until=until)

    def map(self, record: Record) -> Item:
        """Read one post or one comment."""
        body = Fields.of(record.body, where=f"instagram {record.noted('part', 'post')}")
        try:
            return _comment(body, record) if record.noted("part") == "comment" else _post(body, record)
        except ValueError as error:
            raise BadRecordError(f"{body.where}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each again; gone is what is said not to exist while the list it came from is shown to us."""
        profile, is_shown = _Profile.of(http, target), False
        for post in known:
            if post.noted("part") == "tagged":
                yield from profile.mentioned(post)
                continue
            fields = _REPLY if post.noted("part") == "comment" else _MEDIA
            try:
                found = profile.api.get(post.key.native_id, {"fields": fields})
            except MissingError:
                # Meta tells alike what was deleted and what we may not see: so we ask for something we may see
                is_shown = is_shown or bool(profile.page(size=1))
                yield Gone(key=post.key, seen_at=http.now())
            else:
                yield profile.api.record(found, note=dict(post.note))

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All comments below one's own post with all their replies, or all replies below a comment."""
        profile = _Profile.of(http, target)
        match post.noted("part"):
            case "tagged":
                return
            case "comment":
                yield from profile.replies(post.noted("thread") or post.key.native_id, post=post.noted("post"))
            case _:
                for comment in profile.api.all(f"{post.key.native_id}/comments", _COMMENTS):
                    yield from profile.thread(comment, post=post.key.native_id, since=0).records


SOURCE: Source = InstagramSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Profile:
    """The list of posts that a target reads."""

    api: GraphApi
    account: str
    read: str

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Profile":
        if not target.account.isdecimal():
            raise SetupError(
                f"Target {target.id} names no account",
                fix="Put its number into the account: /me/accounts?fields=instagram_business_account tells it.",
            )
        read = target.option("read", "own")
        if read not in _READ:
            raise SetupError(f"Option read of target {target.id} is {read!r}", fix=f"Write {' or '.join(_READ)}.")
        base = target.option("base", graph.BASE).rstrip("/")
        return cls(api=GraphApi(http=http, base=base, credential=_TOKEN), account=target.account, read=read)

    def page(self, *, place: str = "", size: int) -> tuple[list[object], str]:
        """A page of posts, one's own with the newest of their comments, and the place of the next."""
        comments = f",{graph.embedded('comments', _COMMENT)}" if self.read == "own" else ""
        params = {"fields": f"{_MEDIA}{comments}", "limit": str(size), **({"after": place} if place else {})}
        try:
            return self.api.page(f"{self.account}/{_READ[self.read]}", params)
        except MissingError:
            raise SetupError(
                f"There is no account {self.account} that the token {_TOKEN} may read",
                fix="Check the account and the token.",
            ) from None

    def opened(self, post: object, since: int) -> graph.Opened:
        """A post with its comments back to `since`."""
        part = "tagged" if self.read == "tagged" else "post"
        shown = self.api.record(graph.without(post, "comments"), note={"part": part, "account": self.account})
        if not isinstance(post, dict):
            return graph.Opened(records=[shown], seconds=[], is_whole=True)
        name = str(post.get("id") or "")
        below = self.api.below(post, f"{name}/comments", edge="comments", fields=_COMMENTS, since=since)
        threads = [self.thread(comment, post=name, since=since) for comment in reversed(below.posts)]
        return graph.Opened(
            records=[shown, *(record for thread in threads for record in thread.records)],
            seconds=[second for thread in threads for second in thread.seconds],
            is_whole=below.is_whole and all(thread.is_whole for thread in threads),
        )

    def thread(self, comment: object, *, post: str, since: int) -> graph.Opened:
        """A comment with its replies."""
        records = [self.comment(graph.without(comment, "replies"), post=post)]
        if not isinstance(comment, dict):
            return graph.Opened(records=records, seconds=[], is_whole=True)
        name = str(comment.get("id") or "")
        below = self.api.below(comment, f"{name}/replies", edge="replies", fields=_REPLIES, since=since)
        records += [self.comment(reply, post=post, thread=name) for reply in below.posts]
        seconds = [graph.second(one, name="timestamp") for one in (comment, *below.posts)]
        return graph.Opened(
            records=records,
            seconds=[second for second in seconds if second is not None],
            is_whole=below.is_whole,
        )

    def replies(self, comment: str, *, post: str) -> Iterator[Record]:
        """Everything below a comment."""
        for reply in self.api.all(f"{comment}/replies", _REPLIES):
            yield self.comment(reply, post=post, thread=comment)

    def comment(self, comment: object, *, post: str, thread: str = "") -> Record:
        """A comment, which does not itself say below which post it stands."""
        note = {"part": "comment", "account": self.account, "post": post, "thread": thread}
        return self.api.record(comment, note=note)

    def mentioned(self, post: Known) -> Iterator[Record]:
        """A post of another that names the account; one that is not shown may be gone or closed: which is not told."""
        params = {"fields": f"mentioned_media.media_id({post.key.native_id}){{{_MEDIA}}}"}
        try:
            answer = self.api.get(self.account, params)
        except MissingError:
            return
        except RefusedError as error:
            if error.status != 400:
                raise
            return
        yield self.api.record(answer.get("mentioned_media"), note=dict(post.note))


def _post(post: Fields, record: Record) -> Item:
    is_own = record.noted("part") != "tagged"
    username = post.maybe_text("username")
    return Item(
        platform=SOURCE.platform,
        native_id=post.text("id"),
        kind=Kind.MENTION,
        created_at=post.instant("timestamp"),
        seen_at=record.seen_at,
        text=post.maybe_text("caption") or "",
        url=post.maybe_text("permalink"),
        author_id=record.noted("account") or None if is_own else username,
        author_name=username,
        likes=post.maybe_number("like_count"),
        replies=post.maybe_number("comments_count"),
        # what is said below the post of somebody else is shown to its author
        reply_visibility=ReplyVisibility.THREAD if is_own else ReplyVisibility.NEVER,
        is_owned=is_own,
    )


def _comment(comment: Fields, record: Record) -> Item:
    author_id = author_name = comment.maybe_text("username")
    if comment.values.get("from") is not None:
        author = comment.fields("from")
        author_id = author.maybe_text("id") or author_id
        author_name = author.maybe_text("username") or author_name
    post = record.noted("post") or None
    return Item(
        platform=SOURCE.platform,
        native_id=comment.text("id"),
        kind=Kind.REPLY,
        created_at=comment.instant("timestamp"),
        seen_at=record.seen_at,
        text=comment.text("text"),
        author_id=author_id,
        author_name=author_name,
        likes=comment.maybe_number("like_count"),
        parent_id=comment.maybe_text("parent_id") or record.noted("thread") or post,
        root_id=post,
        is_owned=author_id is not None and author_id == record.noted("account"),
    )
