"""Posts of Bluesky, however they were found: how one is read and looked up again, and how its thread is walked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from collectors.base import Gone, Http, Known, Record
from collectors.errors import BadRecordError, RefusedError
from collectors.fields import Fields, described, document, encode, listed
from collectors.repeats import kind_of
from triage.mention import Item, Target

PLATFORM = "bluesky"
POST = "app.bsky.feed.post"
EXPIRED = "ExpiredToken"
_NOT_FOUND = "NotFound"
_APPVIEW = "https://public.api.bsky.app"
_TOGETHER = 25
_DEPTH = 100
_MOST_THREADS = 25
_NOT_OF_THE_POST = frozenset({"embed", "isRead", "threadgate", "viewer"})
_TID = "234567abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ask(
    http: Http, base: str, method: str, *, params: Sequence[tuple[str, str]], headers: Mapping[str, str] | None = None
) -> dict[str, object]:
    """What a server says to a query; a token that expired and a post that is gone are told by `error`."""
    address = f"{base}/xrpc/{method}?{urlencode(params)}"
    response = http.get(address, headers=headers, allow_status=frozenset({400}))
    answer = described(document(response, source=base), source=base)
    if response.status == 400 and answer.get("error") not in {EXPIRED, _NOT_FOUND}:
        raise RefusedError(f"{base} does not understand {method}: {answer.get('error')}", status=400)
    return answer


def record_of(view: Mapping[str, object], *, http: Http) -> Record:
    """The post as it is kept: without what the reader's account has to do with it, and without the posts it quotes."""
    kept = {name: value for name, value in view.items() if name not in _NOT_OF_THE_POST}
    author = view.get("author")
    if isinstance(author, dict):
        kept["author"] = {name: value for name, value in author.items() if name != "viewer"}
    return Record(body=encode(kept), content_type="application/json", seen_at=http.now())


def item_of(view: Fields, *, seen_at: datetime) -> Item:
    """Read one post; a notification is one without counts."""
    uri, author, post = view.text("uri"), view.fields("author"), view.fields("record")
    reply = post.fields("reply") if post.values.get("reply") is not None else None
    did = author.text("did")
    langs = post.values.get("langs")
    lang = langs[0] if isinstance(langs, list) and langs and isinstance(langs[0], str) else ""
    try:
        return Item(
            platform=PLATFORM,
            native_id=uri,
            kind=kind_of(post.maybe_text("text"), is_reply=reply is not None, is_quote=_is_quote(post)),
            created_at=post.instant("createdAt"),
            seen_at=seen_at,
            text=post.text("text"),
            url=f"https://bsky.app/profile/{did}/post/{_key(uri)}",
            author_id=did,
            author_name=author.maybe_text("displayName") or author.maybe_text("handle"),
            lang=lang.split("-")[0].lower() or None,
            likes=view.maybe_number("likeCount"),
            shares=view.maybe_number("repostCount"),
            replies=view.maybe_number("replyCount"),
            parent_id=reply.fields("parent").text("uri") if reply else None,
            root_id=reply.fields("root").text("uri") if reply else None,
        )
    except ValueError as error:
        raise BadRecordError(f"bluesky post {uri}: {error}") from error


def _is_quote(post: Fields) -> bool:
    """Whether it shows another post; with a picture of its own beside that it says something of its own."""
    embed = post.values.get("embed")
    return isinstance(embed, dict) and embed.get("$type") == "app.bsky.embed.record"


def written_at(uri: str) -> datetime | None:
    """When a post was written by the clock of its server: its key tells, whatever date its author gave it."""
    key = _key(uri)
    if len(key) != 13 or not set(key) <= set(_TID):
        return None
    number = 0
    for letter in key:
        number = number * 32 + _TID.index(letter)
    try:
        return _EPOCH + timedelta(microseconds=number >> 10)
    except OverflowError:
        return None


def recheck(http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
    """Look posts up again, keyless: an account that an author blocks would be shown as little as if they were gone."""
    for start in range(0, len(known), _TOGETHER):
        batch = known[start : start + _TOGETHER]
        uris = [("uris", post.key.native_id) for post in batch]
        answer = ask(http, _appview(target), "app.bsky.feed.getPosts", params=uris)
        posts = listed(answer, source=_appview(target), name="posts")
        views = {_uri(view): view for view in (described(post, source=_appview(target)) for post in posts)}
        for post in batch:
            view = views.get(post.key.native_id)
            # a list may lack a post for other reasons: its own page says for certain that it is gone
            thread = None if view else _thread(http, target, uri=post.key.native_id, depth=0)
            if not view and _is_gone(thread):
                yield Gone(key=post.key, seen_at=http.now())
            elif found := view or _post(thread):
                yield record_of(found, http=http)


def answers(http: Http, target: Target, post: Known) -> Iterator[Record]:
    """All posts below this one, asking deeper where the server cuts the thread off."""
    waiting, told = [post.key.native_id], {post.key.native_id}
    for _ in range(_MOST_THREADS):
        if not waiting:
            return
        asked = waiting.pop(0)
        nodes = [_thread(http, target, uri=asked, depth=_DEPTH)]
        for node in nodes:
            below = node.get("replies") if node else None
            children = [child for child in below if isinstance(child, dict)] if isinstance(below, list) else []
            # nodes grows while it is read: breadth first, parents before their children
            nodes += children
            view = _post(node)
            if not view:
                continue
            uri = _uri(view)
            if uri not in told:
                told.add(uri)
                yield record_of(view, http=http)
            if view.get("replyCount") and not children and uri != asked:
                waiting.append(uri)


def _thread(http: Http, target: Target, *, uri: str, depth: int) -> dict[str, object] | None:
    """The post with what is below it; None where it is gone."""
    params = [("uri", uri), ("depth", str(depth)), ("parentHeight", "0")]
    answer = ask(http, _appview(target), "app.bsky.feed.getPostThread", params=params)
    if answer.get("error") == _NOT_FOUND:
        return None
    return described(answer.get("thread"), source=_appview(target))


def _is_gone(thread: Mapping[str, object] | None) -> bool:
    return thread is None or thread.get("notFound") is True


def _post(node: Mapping[str, object] | None) -> dict[str, object] | None:
    """The post of a node; one that is gone, or that its author shows to none of us, has none."""
    view = node.get("post") if node else None
    return view if isinstance(view, dict) else None


def _uri(view: Mapping[str, object]) -> str:
    uri = view.get("uri")
    if not isinstance(uri, str):
        raise RefusedError("Bluesky answered with a post without an address: its format has changed")
    return uri


def _key(uri: str) -> str:
    return uri.rpartition("/")[2]


def _appview(target: Target) -> str:
    return target.option("appview", _APPVIEW).rstrip("/")
