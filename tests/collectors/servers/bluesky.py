"""A small Bluesky: a server that accounts sign in to, with search and notifications, and an AppView open to all."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
DANA = "did:plc:dana"


class BlueskyWorld(LoopbackWorld):
    """One search lists eight posts and no more, as Bluesky does some thousand; threads are cut two levels down."""

    source = load("bluesky")
    query = "maple finch"
    most_listed = 8
    deepest = 2

    def __init__(self) -> None:
        super().__init__()
        self.sessions = 0
        self.is_expired = False
        self.blocked: set[str] = set()

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"BLUESKY_APP_PASSWORD": "abcd-efgh"}

    @property
    def target(self) -> Target:
        options = (("pds", self.url), ("appview", self.url), ("page_size", str(self.page_cap)))
        return Target(
            id="sky",
            collector="bluesky",
            brands=("maple-finch",),
            account="care.example",
            query=self.query,
            options=options,
        )

    def native_id(self, number: int) -> str:
        return f"at://{DANA}/app.bsky.feed.post/{self.key(number)}"

    def key(self, number: int) -> str:
        """A key that tells a time, as those of posts do."""
        return tid(datetime(2026, 3, 1, tzinfo=UTC), number=number)

    def respond(self, request: Request) -> Answer:
        # signing in is not what the faults are about: tests/collectors/test_bluesky.py has those
        return self._session(request) if request.method == "POST" else super().respond(request)

    def answer(self, request: Request) -> Answer:
        match request.path.removeprefix("/xrpc/"):
            case "app.bsky.feed.getPosts":
                found = [self.posts[uri] for uri in request.all("uris") if uri in self.posts]
                return Answer.json({"posts": [self._view(post) for post in found]})
            case "app.bsky.feed.getPostThread":
                post, depth = self.posts.get(request.query["uri"]), min(int(request.query["depth"]), self.deepest)
                return Answer.json({"thread": self._tree(post, depth=depth)}) if post else _error("NotFound")
            case method:
                return self._signed_in(method, request)

    def _signed_in(self, method: str, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer access-{self.sessions}":
            return _error("AuthMissing", status=401)
        if self.is_expired:
            return _error("ExpiredToken")
        if method == "app.bsky.feed.searchPosts":
            return self._search(request)
        return self._page("notifications", list(self.posts.values()), request)

    def _session(self, request: Request) -> Answer:
        self.requests.append(request)
        if request.path.endswith("createSession"):
            if json.loads(request.body) != {"identifier": "care.example", "password": "abcd-efgh"}:
                return _error("AuthenticationRequired", status=401)
        elif request.headers.get("authorization") != f"Bearer refresh-{self.sessions}":
            return _error("InvalidToken")
        self.sessions, self.is_expired = self.sessions + 1, False
        return Answer.json({
            "did": "did:plc:care",
            "accessJwt": f"access-{self.sessions}",
            "refreshJwt": f"refresh-{self.sessions}",
        })

    def _search(self, request: Request) -> Answer:
        since, until = request.query.get("since", ""), request.query.get("until", "9")
        found = [post for post in self.posts.values() if self.is_repeating or since <= _iso(post.at) < until]
        return self._page("posts", found, request, most=self.most_listed)

    def _page(self, name: str, posts: list[Post], request: Request, *, most: int | None = None) -> Answer:
        posts.sort(key=lambda post: (post.at, post.number), reverse=True)
        posts = posts[:most]
        start = 0 if self.is_repeating else int(request.query.get("cursor", "0"))
        end = start + int(request.query["limit"])
        more = {"cursor": str(end)} if end < len(posts) else {}
        return Answer.json({name: [self._view(post) for post in posts[start:end]], **more})

    def _tree(self, post: Post, *, depth: int) -> dict[str, object]:
        uri = self.native_id(post.number)
        if uri in self.blocked:
            return {"$type": "app.bsky.feed.defs#blockedPost", "uri": uri, "blocked": True, "author": {"did": DANA}}
        node: dict[str, object] = {"$type": "app.bsky.feed.defs#threadViewPost", "post": self._view(post)}
        if depth:
            node["replies"] = [self._tree(child, depth=depth - 1) for child in self._below(post)]
        return node

    def _below(self, post: Post) -> Sequence[Post]:
        return [child for child in self.posts.values() if child.parent == self.native_id(post.number)]

    def record(self, post: Post) -> dict[str, object]:
        """The post as its author's server holds it."""
        record: dict[str, object] = {
            "$type": "app.bsky.feed.post",
            "text": post.text,
            "createdAt": _iso(post.at),
            "langs": ["en-GB"],
        }
        if post.parent:
            root = post
            while root.parent and root.parent in self.posts:
                root = self.posts[root.parent]
            record["reply"] = {"parent": {"uri": post.parent}, "root": {"uri": self.native_id(root.number)}}
        match post.spoilt:
            case Spoil.RENAMED:
                record["body"] = record.pop("text")
            case Spoil.WRONG_TYPE:
                record["text"] = ["late"]
            case None:
                pass
        return record

    def _view(self, post: Post) -> dict[str, object]:
        return {
            "uri": self.native_id(post.number),
            "author": {"did": DANA, "handle": "dana.example", "viewer": {"muted": False}},
            "record": self.record(post),
            "likeCount": 3,
            "repostCount": 2,
            "replyCount": len(self._below(post)),
            "indexedAt": _iso(post.at),
            "viewer": {"bookmarked": False},
        }


class MentionsWorld(BlueskyWorld):
    """The same, read without a query: the notifications of the account."""

    query = ""


def tid(moment: datetime, *, number: int = 0) -> str:
    """A key written at this time."""
    value = (int(moment.timestamp()) * 1_000_000 + number) << 10
    return "".join(ALPHABET[value >> shift & 31] for shift in range(60, -1, -5))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _error(name: str, *, status: int = 400) -> Answer:
    return Answer.json({"error": name, "message": name}, status=status)


WORLD = BlueskyWorld
OTHER_WAYS = {"mentions": MentionsWorld}
