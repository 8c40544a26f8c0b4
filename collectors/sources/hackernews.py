"""Hacker News through Algolia's search, keyless; the target's query is what to search for."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import CHANGED, Fields, described, document, encode, listed
from collectors.options import whole
from collectors.sweep import Listed, Sweep, by_window, walk
from collectors.text import plain
from triage.mention import Item, Kind, ReplyVisibility, State, Target

_BASE = "https://hn.algolia.com/api/v1"
_HITS_PER_PAGE = 200
_HISTORY_DAYS = 30
_MOST_HITS = 1_000
_GONE = frozenset({404, 410})
_NOT_OF_THE_POST = frozenset({"_highlightResult", "children"})


class HackerNewsSource:
    """Stories and comments that match the query, with their threads."""

    name = "hackernews"
    platform = "hackernews"
    needs: tuple[str, ...] = ()
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.THREAD

    def check(self, http: Http, target: Target) -> str:
        """Ask how much there is."""
        answer = _search(http, target, floor=0, below=int(http.now().timestamp()), page=0, size=1)
        return f"{answer.get('nbHits', 'no count of')} posts match {target.query!r}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Finish the walk that was broken off, then walk from `until` back to the newest post known."""
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            return by_window(sweep, _list(http, target, sweep))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one hit of a search, or one node of a thread."""
        post = Fields.of(record.body, where="hackernews post")
        is_hit = "objectID" in post.values
        is_comment = "comment" in _tags(post) if is_hit else post.text("type") == "comment"
        native_id = post.text("objectID") if is_hit else str(post.number("id"))
        text = _text(
            post, body=("comment_text" if is_comment else "story_text") if is_hit else "text", is_comment=is_comment
        )
        author = post.maybe_text("author")
        try:
            return Item(
                platform=self.platform,
                native_id=native_id,
                kind=Kind.REPLY if is_comment else Kind.MENTION,
                created_at=datetime.fromtimestamp(post.number("created_at_i"), tz=UTC),
                seen_at=record.seen_at,
                text=text,
                url=f"https://news.ycombinator.com/item?id={native_id}",
                author_id=author,
                author_name=author,
                likes=post.maybe_number("points"),
                replies=post.maybe_number("num_comments"),
                parent_id=str(post.number("parent_id")) if is_comment else None,
                root_id=str(post.number("story_id")) if is_comment else None,
                state=State.DELETED if text is None else State.LIVE,
            )
        except (OSError, OverflowError, ValueError) as error:
            raise BadRecordError(f"hackernews post {native_id}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each post again."""
        for post in known:
            nodes = _tree(http, target, native_id=post.key.native_id)
            yield _record(nodes[0], http=http) if nodes else Gone(key=post.key, seen_at=http.now())

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """All comments below the post."""
        for node in _tree(http, target, native_id=post.key.native_id)[1:]:
            yield _record(node, http=http)


SOURCE: Source = HackerNewsSource()


def _list(http: Http, target: Target, sweep: Sweep) -> Listed:
    """One page of the search, within the window of the walk."""
    size, number = whole(target, "page_size", default=_HITS_PER_PAGE), int(sweep.place or 0)
    answer = _search(http, target, floor=sweep.floor or 0, below=sweep.below, page=number, size=size)
    hits = listed(answer, source="Hacker News", name="hits")
    found, pages = answer.get("nbHits"), answer.get("nbPages")
    is_short = len(hits) < size and not (isinstance(found, int) and size * number + len(hits) < found)
    last = (pages if isinstance(pages, int) else _MOST_HITS // size) - 1
    return Listed(
        records=[_record(hit, http=http) for hit in hits],
        seconds=[value for hit in hits if isinstance(hit, dict) and isinstance(value := hit.get("created_at_i"), int)],
        next=str(number + 1) if number < last else "",
        has_more=bool(hits) and not is_short,
    )


def _search(http: Http, target: Target, *, floor: int, below: int, page: int, size: int) -> dict[str, object]:
    if not target.query:
        raise SetupError(f"Target {target.id} has no query", fix='Say what to search for, as "maple finch" in quotes.')
    params = {
        "query": target.query,
        "tags": "(story,comment)",
        "numericFilters": f"created_at_i>={floor},created_at_i<={below}",
        "hitsPerPage": str(size),
        "page": str(page),
    }
    answer = document(http.get(f"{_base(target)}/search_by_date", params=params), source="Hacker News")
    return answer if isinstance(answer, dict) else {}


def _tree(http: Http, target: Target, *, native_id: str) -> list[dict[str, object]]:
    """The post and all below it, parents first; empty when it is gone."""
    response = http.get(f"{_base(target)}/items/{quote(native_id, safe='')}", allow_status=_GONE)
    if response.status in _GONE:
        return []
    nodes = [described(document(response, source="Hacker News"), source="Hacker News")]
    for node in nodes:
        children = node.get("children")
        # nodes grows while it is read: breadth first, parents before their children
        nodes += [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []
    return nodes


def _base(target: Target) -> str:
    return target.option("base", _BASE).rstrip("/")


def _record(post: object, *, http: Http) -> Record:
    """The post without its subtree, whose posts are records of their own, and without the search's marked copies."""
    kept = (
        {name: value for name, value in post.items() if name not in _NOT_OF_THE_POST}
        if isinstance(post, dict)
        else post
    )
    return Record(body=encode(kept), content_type="application/json", seen_at=http.now())


def _tags(post: Fields) -> Sequence[object]:
    tags = post.values.get("_tags")
    return tags if isinstance(tags, list) else ["comment"] if "comment_text" in post.values else []


def _text(post: Fields, *, body: str, is_comment: bool) -> str | None:
    """What the post says; None where the site blanked it."""
    said = "title" if not is_comment else body
    if said not in post.values:
        raise BadRecordError(f"{post.where}: it has no {said!r}. {CHANGED}")
    parts = [post.maybe_text(body)] if is_comment else [post.maybe_text("title"), post.maybe_text(body)]
    texts = [plain(part) for part in parts if part]
    return "\n\n".join(texts) if texts else None
