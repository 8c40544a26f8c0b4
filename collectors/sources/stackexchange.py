"""Stack Exchange: the questions a search finds on one site, keyless, with their answers and comments."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from collectors.base import Gone, Http, Known, Page, Record, Response, Source
from collectors.errors import BadRecordError, RefusedError, RetryLaterError, SetupError
from collectors.fields import Fields, by_name, decode, described, document, encode, listed
from collectors.options import whole
from collectors.sweep import Listed, Sweep, by_window, walk
from collectors.text import plain
from triage.mention import Item, Kind, ReplyVisibility, State, Target

_BASE = "https://api.stackexchange.com/2.3"
_PAGE_SIZE = 100
_HISTORY_DAYS = 30
_LAST_PAGE = 25
_IDS_ASKED_TOGETHER = 100
_WAIT = re.compile(r"available in (\d+) seconds")
_UNSAID_WAIT = timedelta(hours=1)
_APART = frozenset({"answers", "comments"})
_NAMES = {"question": "question_id", "answer": "answer_id", "comment": "comment_id"}


class StackExchangeSource:
    """The account of a target is the site, as in its address; the query is what to search for."""

    name = "stackexchange"
    platform = "stackexchange"
    needs: tuple[str, ...] = ()
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Ask for one question, and what is left of the day's quota."""
        site = _Site.of(http, target)
        answer = site.search(target, floor=0, below=int(http.now().timestamp()), page=1, size=1)
        return (
            f"{site.name} can be read; {answer.get('quota_remaining', 'an unknown number of')} requests are left today"
        )

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the question that stirred last back to what is known."""
        site, history = _Site.of(http, target), timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            return by_window(sweep, _list(site, target, sweep))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one question, answer or comment."""
        part, site = record.noted("part"), record.noted("site")
        post = Fields.of(record.body, where=f"stackexchange {part}")
        question = f"{site}/{record.noted('question')}" if record.noted("question") else None
        parent = f"{site}/{record.noted('post')}" if record.noted("post") else question
        edited_at = post.maybe_epoch("last_edit_date")
        is_edited = edited_at is not None or post.flag("edited")
        owner = post.fields("owner") if "owner" in post.values else Fields(values={}, where=post.where)
        user, number = owner.maybe_number("user_id"), post.number(_NAMES[part])
        try:
            return Item(
                platform=self.platform,
                native_id=_native_id(site, part, number),
                kind=Kind.MENTION if part == "question" else Kind.REPLY,
                created_at=post.epoch("creation_date"),
                seen_at=record.seen_at,
                updated_at=edited_at,
                text=_text(post, part=part),
                url=_url(post, owner, part=part, number=number),
                author_id=None if user is None else f"{site}/{user}",
                author_name=plain(owner.maybe_text("display_name") or "") or None,
                likes=post.maybe_number("score"),
                replies=post.maybe_number("answer_count"),
                parent_id=None if part == "question" else parent,
                root_id=None if part == "question" else question,
                state=State.EDITED if is_edited else State.LIVE,
            )
        except ValueError as error:
            raise BadRecordError(f"{post.where} {number}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for all by their ids: what the answer leaves out is gone."""
        site = _Site.of(http, target)
        for part, name in _NAMES.items():
            posts = {post.noted("id"): post for post in known if post.noted("part") == part}
            shown = site.by_ids(f"{part}s", list(posts))
            found = by_name(shown, name=name, source=self.name)
            for number, post in posts.items():
                if number in found:
                    yield site.record(found[number], part=part, question=post.noted("question"))
                else:
                    yield Gone(key=post.key, seen_at=http.now())

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """A question's answers, and the comments on it and on them; else, the comments beside or below the post."""
        site, question = _Site.of(http, target), post.noted("question")
        commented = [post.noted("post") or post.noted("id")]
        if post.noted("part") == "question":
            question = post.noted("id")
            for answer in site.by_ids("questions", [question], below="/answers"):
                commented.append(str(answer.get("answer_id")))
                yield site.record(answer, part="answer", question=question)
        for comment in site.by_ids("posts", commented, below="/comments"):
            yield site.record(comment, part="comment", question=question)


SOURCE: Source = StackExchangeSource()


@dataclass(slots=True, kw_only=True)
class _Site:
    """One site of the network, and what is left of the day's quota."""

    base: str
    name: str
    key: str
    http: Http
    is_spent: bool = False

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Site":
        if not target.account or not target.query:
            raise SetupError(
                f"Target {target.id} names no site or no query",
                fix="Put the site into the account (stackoverflow), what to search for into the query.",
            )
        return cls(
            base=target.option("base", _BASE).rstrip("/"),
            name=target.account.removesuffix(".stackexchange.com").removesuffix(".com"),
            key=http.secret(target.option("key")) if target.option("key") else "",
            http=http,
        )

    def search(self, target: Target, *, floor: int, below: int, page: int, size: int) -> dict[str, object]:
        """One page of the questions that stirred between two seconds, the newest first."""
        window = {"sort": "activity", "order": "desc", "min": str(floor), "max": str(below)}
        return self._ask("search/advanced", q=target.query, page=str(page), pagesize=str(size), **window)

    def by_ids(self, path: str, ids: Sequence[str], *, below: str = "") -> Iterator[dict[str, object]]:
        """What there is of these posts, or below them."""
        for start in range(0, len(ids), _IDS_ASKED_TOGETHER):
            wanted = ";".join(ids[start : start + _IDS_ASKED_TOGETHER])
            for page in range(1, _LAST_PAGE + 1):
                answer = self._ask(f"{path}/{wanted}{below}", page=str(page), pagesize=str(_PAGE_SIZE))
                yield from (described(one, source=SOURCE.name) for one in _items(answer))
                if answer.get("has_more") is not True:
                    break

    def record(self, post: object, *, part: str, question: str = "") -> Record:
        """The post without those below it, which are records of their own."""
        values = post if isinstance(post, dict) else {"unreadable": post}
        kept = {name: value for name, value in values.items() if name not in _APART}
        note = {"site": self.name, "part": part, "id": values.get(_NAMES[part]), "question": question}
        note["post"] = values.get("post_id") if part == "comment" else ""
        return Record(
            body=encode(kept),
            content_type="application/json",
            seen_at=self.http.now(),
            note=tuple((name, str(value)) for name, value in note.items() if value),
        )

    def _ask(self, path: str, **params: str) -> dict[str, object]:
        if self.is_spent:
            raise RetryLaterError("The day's quota of Stack Exchange is spent", after=_until_midnight(self.http.now()))
        fixed = {"site": self.name, "filter": "withbody", **({"key": self.key} if self.key else {})}
        response = self.http.get(f"{self.base}/{path}", params=fixed | params, allow_status=frozenset({400}))
        if response.status == 400:
            raise _refusal(response)
        answer = described(document(response, source="Stack Exchange"), source="Stack Exchange")
        self.is_spent = answer.get("quota_remaining") == 0
        return answer


def _list(site: _Site, target: Target, sweep: Sweep) -> Listed:
    page, size = int(sweep.place or 1), whole(target, "page_size", default=_PAGE_SIZE)
    answer = site.search(target, floor=sweep.floor or 0, below=sweep.below, page=page, size=size)
    questions = _items(answer)
    stirred = [one.get("last_activity_date") if isinstance(one, dict) else None for one in questions]
    return Listed(
        records=[site.record(one, part="question") for one in questions],
        seconds=[second for second in stirred if isinstance(second, int)],
        next=str(page + 1) if page < _LAST_PAGE else "",
        has_more=answer.get("has_more") is True,
    )


def _items(answer: Mapping[str, object]) -> list[object]:
    return listed(answer, source="Stack Exchange", name="items")


def _refusal(response: Response) -> Exception:
    """Stack Exchange says everything by 400; what it is about stands in the body."""
    try:
        answer = decode(response.body)
    except ValueError:
        answer = None
    said = answer if isinstance(answer, dict) else {}
    name, message = said.get("error_name"), str(said.get("error_message") or "")
    if name == "throttle_violation":
        seconds = _WAIT.search(message)
        return RetryLaterError(
            "Stack Exchange asks for patience", after=timedelta(seconds=int(seconds[1])) if seconds else _UNSAID_WAIT
        )
    return RefusedError(f"Stack Exchange does not understand the request ({name or 'it names no reason'})", status=400)


def _until_midnight(now: datetime) -> timedelta:
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0) - now


def _text(post: Fields, *, part: str) -> str:
    body = post.maybe_text("body") or post.maybe_text("body_markdown")
    if part == "question":
        return "\n\n".join(text for text in (plain(post.text("title")), plain(body or "")) if text)
    return plain(body if body is not None else post.text("body"))


def _url(post: Fields, owner: Fields, *, part: str, number: int) -> str | None:
    """Where it can be read; the site's host stands only in the links of questions and users."""
    if link := post.maybe_text("link"):
        return link
    host = urlsplit(owner.maybe_text("link") or "").netloc
    short = {"question": "q", "answer": "a", "comment": "posts/comments"}
    return f"https://{host}/{short[part]}/{number}" if host else None


def _native_id(site: str, part: str, number: int) -> str:
    """Questions and answers are numbered together, comments apart."""
    return f"{site}/comment/{number}" if part == "comment" else f"{site}/{number}"
