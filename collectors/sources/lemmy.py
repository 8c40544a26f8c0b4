"""Lemmy: the posts and comments that a search of one instance finds, keyless, with their threads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, RefusedError, SetupError
from collectors.fields import Fields, decode, described, document, encode, listed
from collectors.options import whole
from collectors.sweep import Sweep, Told, by_place, page_of, walk
from triage.mention import Item, Kind, ReplyVisibility, State, Target

_PAGE_SIZE = 50
_HISTORY_DAYS = 30
_MOST_PAGES_OF_A_THREAD = 100
_GONE = frozenset({404, 410})
_LISTS = (("Comments", "comments", "comment"), ("Posts", "posts", "post"))


class LemmySource:
    """The account of a target is the instance, the query what to search for."""

    name = "lemmy"
    platform = "lemmy"
    needs: tuple[str, ...] = ()
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Search for one post."""
        instance = _Instance.of(http, target)
        shown = instance.search(target.query, branch=1, page=1, size=1)
        return f"{instance.base} can be read; it shows {'posts' if shown else 'no post yet'}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk back through the comments found, then through the posts."""
        instance = _Instance.of(http, target)
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))
        size = whole(target, "page_size", default=_PAGE_SIZE)

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            page, (_, _, part) = int(sweep.place or 1), _LISTS[sweep.branch]
            shown = instance.search(target.query, branch=sweep.branch, page=page, size=size)
            told = [_told(instance, view, part=part, floor=sweep.floor or 0) for view in shown]
            # a page may be short: it leaves out what its reader has blocked
            return by_place(
                sweep, page_of(told, sweep=sweep, then=str(page + 1) if shown else ""), branches=len(_LISTS)
            )

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one comment, or one post."""
        part = record.noted("part", "post")
        view = Fields.of(record.body, where=f"lemmy {part}")
        post = view.fields(part)
        creator = view.fields("creator") if "creator" in view.values else Fields(values={}, where=view.where)
        counts = view.fields("counts") if "counts" in view.values else post
        edited_at = post.maybe_instant("updated") or post.maybe_instant("updated_at")
        state = _state(post.values)
        is_comment = part == "comment"
        texts = [post.text("content")] if is_comment else [post.text("name"), post.maybe_text("body") or ""]
        try:
            return Item(
                platform=self.platform,
                native_id=post.text("ap_id"),
                kind=Kind.REPLY if is_comment else Kind.MENTION,
                created_at=post.maybe_instant("published") or post.instant("published_at"),
                seen_at=record.seen_at,
                updated_at=edited_at,
                text=None if state.is_gone else "\n\n".join(text for text in texts if text),
                url=post.text("ap_id"),
                author_id=creator.maybe_text("actor_id") or creator.maybe_text("ap_id"),
                author_name=creator.maybe_text("display_name") or creator.maybe_text("name"),
                likes=counts.maybe_number("upvotes"),
                replies=counts.maybe_number("child_count" if is_comment else "comments"),
                parent_id=record.noted("parent") or None,
                root_id=record.noted("root") or None,
                state=State.EDITED if edited_at is not None and state is State.LIVE else state,
            )
        except ValueError as error:
            raise BadRecordError(f"{view.where}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each post and comment again, by the id its instance knows it by."""
        instance = _Instance.of(http, target)
        for post in known:
            part = post.noted("part", "post")
            if not post.noted("id"):
                continue
            view = instance.find(part, post.noted("id"))
            told = view.get(part) if view is not None else None
            state = _state(described(told, source=instance.base)) if view is not None else State.DELETED
            if view is None or state.is_gone:
                yield Gone(key=post.key, seen_at=http.now(), state=state)
            else:
                body = encode(_kept(view, part))
                yield Record(body=body, content_type="application/json", seen_at=http.now(), note=post.note)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All comments below, the oldest first."""
        instance = _Instance.of(http, target)
        is_comment = post.noted("part") == "comment"
        if not post.noted("id"):
            return
        if is_comment:
            instance.named[post.noted("id")] = post.key.native_id
        for view in instance.thread(**{"parent_id" if is_comment else "post_id": post.noted("id")}):
            record = instance.record(view, part="comment")
            if record.noted("id") != post.noted("id") or not is_comment:
                yield record


SOURCE: Source = LemmySource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Instance:
    """One instance: it names a parent by its own number, a mention key is made of ActivityPub ids."""

    base: str
    http: Http
    named: dict[str, str] = field(default_factory=dict)
    """The ActivityPub id of each comment met, by its number."""

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Instance":
        if not target.account or not target.query:
            raise SetupError(
                f"Target {target.id} names no instance or no query",
                fix="Put the instance into the account (lemmy.world), what to search for into the query.",
            )
        base = target.account if "://" in target.account else f"https://{target.account}"
        return cls(base=base.rstrip("/"), http=http)

    def search(self, query: str, *, branch: int, page: int, size: int) -> list[object]:
        """One page of what is found, the newest first."""
        kind, name, _ = _LISTS[branch]
        fixed = {"q": query, "type_": kind, "sort": "New", "listing_type": "All"}
        response = self.http.get(f"{self.base}/api/v3/search", params={**fixed, "limit": str(size), "page": str(page)})
        answer = described(document(response, source=self.base), source=self.base)
        return listed(answer, source=self.base, name=name)

    def thread(self, **where: str) -> Iterator[object]:
        """All comments of a post, or below a comment; none where it is gone."""
        for page in range(1, _MOST_PAGES_OF_A_THREAD + 1):
            params = {"type_": "All", "sort": "Old", "limit": str(_PAGE_SIZE), "page": str(page)}
            answer = self._found("comment/list", **params, **where)
            shown = listed(answer, source=self.base, name="comments") if answer is not None else []
            yield from shown
            if not shown:
                return

    def find(self, part: str, number: str) -> dict[str, object] | None:
        """A comment or a post; None where it is gone."""
        answer = self._found(part, id=number)
        return None if answer is None else described(answer.get(f"{part}_view"), source=self.base)

    def record(self, view: object, *, part: str) -> Record:
        """The post with its author and counts, and what it answers."""
        values = view if isinstance(view, dict) else {"unreadable": view}
        post, above = _part(values, part), _part(values, "post")
        if part == "comment":
            self.named[str(post.get("id"))] = str(post.get("ap_id") or "")
        note = {
            "base": self.base,
            "part": part,
            "id": post.get("id"),
            "parent": self._parent(post, above=above) if part == "comment" else "",
            "root": above.get("ap_id") if part == "comment" else "",
        }
        return Record(
            body=encode(_kept(values, part)),
            content_type="application/json",
            seen_at=self.http.now(),
            note=tuple((name, str(value)) for name, value in note.items() if value),
        )

    def _parent(self, comment: Mapping[str, object], *, above: Mapping[str, object]) -> str:
        """What a comment answers: its path holds the numbers of all above it, from a zero for the post."""
        path = str(comment.get("path") or "").split(".")
        if len(path) < 3:
            return str(above.get("ap_id") or "")
        number = path[-2]
        if number not in self.named:
            found = self.find("comment", number)
            self.named[number] = str(_part(found, "comment").get("ap_id") or "") if found is not None else ""
        return self.named[number]

    def _found(self, path: str, **params: str) -> dict[str, object] | None:
        """The answer; None where what it is about is gone, which older instances say by 400."""
        allowed = _GONE | {400}
        response = self.http.get(f"{self.base}/api/v3/{path}", params=params, allow_status=allowed)
        if response.status == 400 and not _is_missing(response.body):
            raise RefusedError(f"{self.base} does not understand the request", status=400)
        if response.status in allowed:
            return None
        return described(document(response, source=self.base), source=self.base)


def _told(instance: _Instance, view: object, *, part: str, floor: int) -> Told:
    fields = Fields(values=_part(view, part), where=f"lemmy {part}")
    try:
        second = int((fields.maybe_instant("published") or fields.instant("published_at")).timestamp())
    except BadRecordError:
        return Told(second=None, records=[instance.record(view, part=part)])
    # what is known already is not worth asking for its parent
    return Told(second=second, records=[instance.record(view, part=part)] if second >= floor else [])


def _kept(view: Mapping[str, object], part: str) -> dict[str, object]:
    """What is said of one post: the post above a comment is a record of its own."""
    return {name: value for name, value in view.items() if name in {part, "creator", "counts", "unreadable"}}


def _part(view: object, name: str) -> dict[str, object]:
    value = view.get(name) if isinstance(view, dict) else None
    return value if isinstance(value, dict) else {}


def _state(post: Mapping[str, object]) -> State:
    if post.get("removed") is True:
        return State.REMOVED
    return State.DELETED if post.get("deleted") is True else State.LIVE


def _is_missing(body: bytes) -> bool:
    try:
        answer = decode(body)
    except ValueError:
        return False
    error = answer.get("error") if isinstance(answer, dict) else None
    return isinstance(error, str) and error.startswith(("couldnt_find", "not_found"))
