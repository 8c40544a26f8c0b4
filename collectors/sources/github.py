"""GitHub: the issues and pull requests a search finds, keyless or with a token, with their comments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import Fields, described, document, encode, listed
from collectors.options import whole
from collectors.sweep import Listed, Sweep, by_window, walk
from triage.mention import Item, Kind, ReplyVisibility, State, Target

_BASE = "https://api.github.com"
_PAGE_SIZE = 100
_MOST_FOUND = 1_000
_MOST_PAGES_OF_COMMENTS = 50
_HISTORY_DAYS = 30
_GONE = frozenset({404, 410})
_KINDS = ("is:issue", "is:pr", "is:pull-request", "type:issue", "type:pr")


class GitHubSource:
    """The query of a target is GitHub's own: `"maple finch"`, `repo:maple/app`, `org:maple is:pr`."""

    name = "github"
    platform = "github"
    needs: tuple[str, ...] = ()
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Ask how much there is."""
        answer = _Api.of(http, target).search(floor=0, below=int(http.now().timestamp()), page=1, size=1)
        return f"{answer.get('total_count', 'an unknown number of')} issues match {target.query!r}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the issue updated last back to what is known, a thousand at a time."""
        api, history = _Api.of(http, target), timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))
        size = whole(target, "page_size", default=_PAGE_SIZE)

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            answer = api.search(floor=sweep.floor or 0, below=sweep.below, page=int(sweep.place or 1), size=size)
            page, after = by_window(sweep, _listed(api, answer, page=int(sweep.place or 1), size=size))
            # a search that took GitHub too long shows a part of what there is
            return replace(page, capped=page.capped or answer.get("incomplete_results") is True), after

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one issue, or one comment."""
        post = Fields.of(record.body, where=f"github {record.noted('part', 'issue')}")
        issue, is_comment = record.noted("issue"), record.noted("part") == "comment"
        created_at, updated_at = post.instant("created_at"), post.maybe_instant("updated_at")
        # an issue is updated by whatever happens to it; only of a comment does that tell of an edit
        is_edited = is_comment and updated_at is not None and updated_at > created_at
        number, user = post.number("id"), post.values.get("user")
        author = Fields(values=user if isinstance(user, dict) else {}, where=post.where)
        body = post.maybe_text("body") or ""
        try:
            return Item(
                platform=self.platform,
                native_id=f"comment/{number}" if is_comment else f"issue/{number}",
                kind=Kind.REPLY if is_comment else Kind.MENTION,
                created_at=created_at,
                seen_at=record.seen_at,
                updated_at=updated_at if is_edited else None,
                text=post.text("body") if is_comment else f"{post.text('title')}\n\n{body}".strip(),
                url=post.maybe_text("html_url"),
                author_id=str(author.number("id")) if author.values else None,
                author_name=author.maybe_text("login"),
                replies=None if is_comment else post.maybe_number("comments"),
                parent_id=f"issue/{issue}" if is_comment else None,
                root_id=f"issue/{issue}" if is_comment else None,
                state=State.EDITED if is_edited else State.LIVE,
            )
        except ValueError as error:
            raise BadRecordError(f"{post.where} {number}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each issue and comment again; GitHub answers 410 for what was deleted."""
        api = _Api.of(http, target)
        for post in known:
            if not post.noted("path"):
                continue
            found = api.find(post.noted("path"))
            if found is None:
                yield Gone(key=post.key, seen_at=http.now())
            else:
                yield api.record(found, issue=post.noted("issue"), below=post.noted("below"))

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All comments on the issue, or on the issue that the comment stands below."""
        api = _Api.of(http, target)
        path = post.noted("path") if not post.noted("issue") else post.noted("below")
        issue = post.noted("issue") or post.key.native_id.removeprefix("issue/")
        for comment in api.comments(path) if path else ():
            yield api.record(comment, issue=issue, below=path)


SOURCE: Source = GitHubSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Api:
    """The API as one target asks it, with its right."""

    base: str
    query: str
    headers: Mapping[str, str]
    http: Http

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Api":
        if not target.query:
            raise SetupError(
                f"Target {target.id} has no query", fix='Say what to search for, as "maple finch" in quotes.'
            )
        token = target.option("token")
        right = {"Authorization": f"Bearer {http.secret(token)}"} if token else {}
        # GitHub takes no search any more that does not say which of the two it is for
        is_told = any(kind in target.query.lower().split() for kind in _KINDS)
        return cls(
            base=target.option("base", _BASE).rstrip("/"),
            query=target.query if is_told else f"{target.query} is:issue",
            headers={"Accept": "application/vnd.github+json", **right},
            http=http,
        )

    def search(self, *, floor: int, below: int, page: int, size: int) -> dict[str, object]:
        """One page of the issues updated between two seconds, the newest first."""
        window = f"updated:{_iso(floor)}..{_iso(below)}"
        params = {"q": f"{self.query} {window}", "sort": "updated", "order": "desc", "per_page": str(size)}
        response = self.http.get(
            f"{self.base}/search/issues", params={**params, "page": str(page)}, headers=self.headers
        )
        return described(document(response, source="GitHub"), source="GitHub")

    def find(self, path: str) -> dict[str, object] | None:
        """The object at `path`; None where it is gone."""
        response = self.http.get(f"{self.base}/{path}", headers=self.headers, allow_status=_GONE)
        if response.status in _GONE:
            return None
        return described(document(response, source="GitHub"), source="GitHub")

    def comments(self, path: str) -> Iterator[object]:
        """All comments of an issue, the oldest first; none where it is gone."""
        for page in range(1, _MOST_PAGES_OF_COMMENTS + 1):
            params = {"per_page": str(_PAGE_SIZE), "page": str(page)}
            response = self.http.get(
                f"{self.base}/{path}/comments", params=params, headers=self.headers, allow_status=_GONE
            )
            if response.status in _GONE:
                return
            found = listed(document(response, source="GitHub"), source="GitHub", name="comments")
            yield from found
            if len(found) < _PAGE_SIZE:
                return

    def record(self, post: object, *, issue: str = "", below: str = "") -> Record:
        """An issue, or a comment on one, with the path it is asked for again by."""
        values = post if isinstance(post, dict) else {"unreadable": post}
        path = urlsplit(str(values.get("url") or "")).path.lstrip("/").removeprefix("api/v3/")
        note = {
            "part": "comment" if issue else "issue",
            "path": path,
            "issue": issue,
            "below": below,
            # MEMBER, OWNER: what GitHub says the author is to the repository
            "is": str(values.get("author_association") or ""),
        }
        return Record(
            body=encode(values),
            content_type="application/json",
            seen_at=self.http.now(),
            note=tuple((name, value) for name, value in note.items() if value),
        )


def _listed(api: _Api, answer: Mapping[str, object], *, page: int, size: int) -> Listed:
    issues, found = listed(answer, source="GitHub", name="items"), answer.get("total_count")
    return Listed(
        records=[api.record(issue) for issue in issues],
        seconds=[second for issue in issues if (second := _updated(issue)) is not None],
        next=str(page + 1) if page * size < _MOST_FOUND else "",
        has_more=bool(issues) and (len(issues) == size or (isinstance(found, int) and found > page * size)),
    )


def _updated(issue: object) -> int | None:
    fields = Fields(values=issue if isinstance(issue, dict) else {}, where="github issue")
    try:
        return int(fields.instant("updated_at").timestamp())
    except BadRecordError:
        return None


def _iso(second: int) -> str:
    return f"{datetime.fromtimestamp(second, tz=UTC):%Y-%m-%dT%H:%M:%SZ}"
