"""Meta's Graph API as collectors read it: lists behind a cursor, comments below posts, refusals told in a body."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from collectors import limits
from collectors.base import Http, Page, Record, Response
from collectors.errors import BadRecordError, RefusedError, RetryLaterError
from collectors.fields import Fields, decode, described, document, encode, listed
from collectors.options import whole
from collectors.sweep import Listed, Sweep, Told, by_place, page_of, walk
from triage.mention import Target

BASE = "https://graph.facebook.com/v21.0"
_TOLD_IN_BODY = frozenset({400, 403, 404})
_OVER_LIMIT = frozenset({4, 17, 32, 341, 613, *range(80_000, 80_015)})
_EXPIRED = frozenset({102, 190, 463, 467})
_NO_RIGHT = frozenset({3, 10, *range(200, 300)})
_NO_OBJECT = frozenset({(100, 33), (803, 0)})
_A_MINUTE, _AN_HOUR = timedelta(minutes=1), timedelta(hours=1)
_EMBEDDED = 25
_PAGE_SIZE = 25
_PER_PAGE = 50
_HISTORY_DAYS = 30
_MOST_PAGES_BELOW = 100

OVERLAP = timedelta(days=14)
"""As long are new comments looked for below a post."""
_LATE = timedelta(hours=1)


class MissingError(Exception):
    """The API says that it has no such object, or will not show it: the two are told alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """What stands below one post, newest first, and whether all that was wanted was read."""

    posts: list[object]
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A post and what stands below it: their records, when the latter were written, whether all new ones were read."""

    records: list[Record]
    seconds: list[int]
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphApi:
    """The API under one token."""

    http: Http
    base: str
    credential: str

    def get(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, object]:
        """The object at `path`; MissingError where there is none that this token is shown."""
        # the token goes into a header: addresses are logged by whoever they pass
        headers = {"Authorization": f"Bearer {self.http.secret(self.credential)}"}
        response = self.http.get(f"{self.base}/{path}", params=params, headers=headers, allow_status=_TOLD_IN_BODY)
        if response.status in _TOLD_IN_BODY:
            raise self._refusal(response)
        return described(document(response, source="Meta"), source="Meta")

    def page(self, path: str, params: Mapping[str, str]) -> tuple[list[object], str]:
        """(what one page of a list holds, the place of the next)."""
        answer = self.get(path, params)
        return listed(answer, source="Meta", name="data"), following(answer)

    def below(
        self, holder: Mapping[str, object], path: str, *, edge: str, fields: Mapping[str, str], since: int
    ) -> Below:
        """What a list of posts told with one of them, newest first, and what more there is back to `since`."""
        told, pages = holder.get(edge, {"data": []}), 0
        # what is no list goes on as it is: `map` will say so, and it is put aside
        posts, place = [told], ""
        if isinstance(told, dict) and isinstance(told.get("data"), list):
            posts, place = list(told["data"]), following(told)
        while place and not _reaches(posts, since) and pages < _MOST_PAGES_BELOW:
            more, then = self.page(path, {**fields, "limit": str(_PER_PAGE), "after": place})
            posts += more
            place, pages = "" if then == place or not more else then, pages + 1
        return Below(posts=posts, is_whole=not place or _reaches(posts, since))

    def all(self, path: str, fields: Mapping[str, str]) -> Iterator[object]:
        """Every post of a list; nothing where what it hangs on is gone."""
        place = ""
        for _ in range(_MOST_PAGES_BELOW):
            more = {"after": place} if place else {}
            try:
                posts, then = self.page(path, {**fields, "limit": str(_PER_PAGE), **more})
            except MissingError:
                return
            yield from posts
            if not then or then == place:
                return
            place = then

    def record(self, post: object, *, note: Mapping[str, str]) -> Record:
        """One post with what its body does not tell."""
        noted = tuple((name, value) for name, value in note.items() if value)
        return Record(body=encode(post), content_type="application/json", seen_at=self.http.now(), note=noted)

    def _refusal(self, response: Response) -> Exception:
        """What an error means: Meta tells by one status what a person must mend, what passes and what is gone."""
        code, subcode, is_transient = _error(response)
        if code in _OVER_LIMIT:
            wait = limits.asked_wait(response.headers, response.body, now=self.http.now())
            return RetryLaterError("Meta's budget for this token is spent", after=wait or _AN_HOUR)
        if is_transient or code in {1, 2}:
            return RetryLaterError("Meta is in trouble", after=_A_MINUTE)
        if (code, subcode) in _NO_OBJECT:
            return MissingError()
        if code in _EXPIRED:
            return RefusedError(f"The token {self.credential} has expired: make a new one", status=response.status)
        if code in _NO_RIGHT or response.status == 403:
            return RefusedError(f"Meta refuses {self.credential}: check its permissions", status=response.status)
        return RefusedError("Meta does not understand the request", status=response.status)


class Wall(Protocol):
    """Posts, newest first, with what stands below them."""

    def page(self, *, place: str, size: int) -> tuple[list[object], str]:
        """A page of posts and the place of the next."""

    def opened(self, post: object, since: int) -> Opened:
        """A post and what is below it back to `since`."""


def pull(wall: Wall, target: Target, *, clock: str, since: str | None, until: datetime) -> Iterator[Page]:
    """Walk from the newest post back through those that may have new comments; `clock` names their instant."""
    size = whole(target, "page_size", default=_PAGE_SIZE)
    history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

    def step(sweep: Sweep) -> tuple[Page, Sweep]:
        listed, is_whole = _page_of(wall, sweep=sweep, size=size, clock=clock)
        page, after = by_place(sweep, listed)
        return (page if is_whole else replace(page, capped=True)), after

    return walk(step, since=since, until=until, history=history, overlap=OVERLAP)


def _page_of(wall: Wall, *, sweep: Sweep, size: int, clock: str) -> tuple[Listed, bool]:
    """A page of posts with what stands below them; and whether all that is new there was read.

    Comments are known back to an hour before the last walk began, so they are read to there; the posts themselves
    are read again for `OVERLAP`, for their new comments.
    """
    posts, then = wall.page(place=sweep.place, size=size)
    known = (sweep.floor or 0) + int((OVERLAP - _LATE).total_seconds())
    told, moments, is_whole = list[Told](), list[int](), True
    for post in posts:
        moment = second(post, name=clock)
        if moment is not None and moment < (sweep.floor or 0):
            told.append(Told(second=moment, records=()))
            continue
        found = wall.opened(post, known)
        told.append(Told(second=moment, records=found.records))
        moments += found.seconds
        is_whole = is_whole and found.is_whole
    page = page_of(told, sweep=sweep, then=then)
    # the next walk starts from the newest comment too; how far this one came is told by the posts, which are last
    return replace(page, seconds=[*moments, *page.seconds] if page.seconds else ()), is_whole


def embedded(edge: str, fields: str, *, size: int = _EMBEDDED, how: str = "") -> str:
    """The part of a list of fields that asks for the newest of what stands below each post."""
    return f"{edge}.limit({size}){how}{{{fields}}}"


def following(answer: Mapping[str, object]) -> str:
    """The place of the next page: the last page names a cursor too, but no next page."""
    paging = answer.get("paging", {})
    if isinstance(paging, dict) and "next" not in paging:
        return ""
    cursors = paging.get("cursors") if isinstance(paging, dict) else None
    after = cursors.get("after") if isinstance(cursors, dict) else None
    if not isinstance(after, str) or not after:
        raise RefusedError("Meta answered without the place of the next page: its format has changed")
    return after


def second(post: object, *, name: str) -> int | None:
    """The second that a post says it was written; None where it does not tell, and `map` will say why."""
    try:
        return int(Fields(values=post if isinstance(post, dict) else {}, where="post").instant(name).timestamp())
    except BadRecordError:
        return None


def without(post: object, *names: str) -> object:
    """A post without what is stored apart from it."""
    return {name: value for name, value in post.items() if name not in names} if isinstance(post, dict) else post


def total(post: Fields, edge: str) -> int | None:
    """How many there are of what only a summary counts."""
    summary = _inside(_inside(post.values, edge), "summary")
    count = summary.get("total_count")
    return count if isinstance(count, int) and not isinstance(count, bool) else None


def _reaches(posts: list[object], since: int) -> bool:
    """Whether the oldest of a newest-first list was written before what is wanted."""
    seconds = [second(post, name=name) for post in posts[-1:] for name in ("created_time", "timestamp")]
    return any(moment is not None and moment < since for moment in seconds)


def _error(response: Response) -> tuple[int, int, bool]:
    """(code, subcode, whether it passes); zeros where the body tells none."""
    try:
        answer = decode(response.body)
    except ValueError:
        return 0, 0, False
    error = _inside(answer, "error")
    code, subcode = error.get("code"), error.get("error_subcode")
    return (
        code if isinstance(code, int) else 0,
        subcode if isinstance(subcode, int) else 0,
        error.get("is_transient") is True,
    )


def _inside(value: object, name: str) -> Mapping[str, object]:
    inner = value.get(name) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}
