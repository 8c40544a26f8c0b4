"""A small Hacker News search: newest first, a cap on pages, items with their tree."""

from datetime import UTC
from itertools import islice

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target


class HackerNewsWorld(LoopbackWorld):
    """Two pages are the most that one search lists, as Algolia's thousand hits are."""

    source = load("hackernews")
    most_pages = 2

    @property
    def target(self) -> Target:
        options = (("base", f"{self.url}/api/v1"), ("page_size", str(self.page_cap)))
        return Target(id="hn", collector="hackernews", brands=("maple-finch",), query="maple finch", options=options)

    def native_id(self, number: int) -> str:
        return str(number)

    def answer(self, request: Request) -> Answer:
        if request.path == "/api/v1/search_by_date":
            return self._search(request)
        post = self.posts.get(request.path.removeprefix("/api/v1/items/"))
        return Answer.json(self._node(post)) if post else Answer.json({"status": 404, "error": "Not Found"}, status=404)

    def _search(self, request: Request) -> Answer:
        floor, below = (int(part.partition("=")[2]) for part in request.query["numericFilters"].split(","))
        size = int(request.query["hitsPerPage"])
        page = 0 if self.is_repeating else int(request.query["page"])
        found = [post for post in self.posts.values() if self.is_repeating or floor <= post.at.timestamp() <= below]
        found.sort(key=lambda post: (post.at, post.number), reverse=True)
        listed = list(islice(found, size * self.most_pages))
        hits = [self._hit(post) for post in listed[page * size : (page + 1) * size]]
        pages = -(-len(listed) // size)
        return Answer.json({"hits": hits, "nbHits": len(found), "page": page, "nbPages": pages, "hitsPerPage": size})

    def _hit(self, post: Post) -> dict[str, object]:
        shared = {
            "objectID": str(post.number),
            "author": "dana",
            "points": 3,
            "created_at": post.at.astimezone(UTC).isoformat(),
            "created_at_i": int(post.at.timestamp()),
        }
        if post.parent:
            hit = shared | {"_tags": ["comment"], "comment_text": f"<p>{post.text}</p>", "story_id": self._root(post)}
            hit |= {"parent_id": int(post.parent)}
        else:
            hit = shared | {"_tags": ["story"], "title": post.text, "story_text": None, "num_comments": 0}
        return _spoilt(hit, post, name="comment_text" if post.parent else "title")

    def _node(self, post: Post) -> dict[str, object]:
        children = [self._node(child) for child in self.posts.values() if child.parent == str(post.number)]
        node: dict[str, object] = {
            "id": post.number,
            "author": "dana",
            "created_at_i": int(post.at.timestamp()),
            "type": "comment" if post.parent else "story",
            "title": None if post.parent else post.text,
            "text": post.text if post.parent else None,
            "parent_id": int(post.parent) if post.parent else None,
            "story_id": self._root(post),
            "children": children,
        }
        return node

    def _root(self, post: Post) -> int:
        while post.parent:
            post = self.posts[post.parent]
        return post.number


def _spoilt(hit: dict[str, object], post: Post, *, name: str) -> dict[str, object]:
    match post.spoilt:
        case Spoil.RENAMED:
            hit["renamed"] = hit.pop(name)
        case Spoil.WRONG_TYPE:
            hit[name] = {"value": 7}
        case None:
            pass
    return hit


WORLD = HackerNewsWorld
