"""A small Discourse forum: the latest posts below an id, topics that show their first posts, and a search."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target


class DiscourseWorld(LoopbackWorld):
    """A post that answers none opens a topic; a topic shows two posts and the ids of all."""

    source = load("discourse")
    query = ""
    title = ""

    @property
    def target(self) -> Target:
        return Target(id="forum", collector="discourse", brands=("maple-finch",), account=self.url, query=self.query)

    def __init__(self) -> None:
        super().__init__()
        self.published = 0

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        self.published += 1
        topic = _topic(parent) if parent else self.published
        number = 1 + max([_number(one) for one in self.posts if _topic(one) == topic], default=0)
        native_id = f"{self.url}/t/{topic}/{number}"
        self.posts[native_id] = Post(number=self.published, text=text, at=at, parent=parent)
        return native_id

    def native_id(self, number: int) -> str:
        raise NotImplementedError

    def answer(self, request: Request) -> Answer:
        match request.path.removesuffix(".json").split("/")[1:]:
            case ["posts"]:
                return self._latest(request)
            case ["search"]:
                return self._search(request)
            case ["posts", number]:
                found = self._shown(lambda _, post: post.number == int(number))
                return Answer.json(found[0]) if found else _missing()
            case ["t", topic]:
                return self._topic(int(topic))
            case ["t", _, "posts"]:
                wanted = set(map(int, request.all("post_ids[]")))
                return Answer.json({"post_stream": {"posts": self._shown(lambda _, post: post.number in wanted)}})
            case _:
                return _missing()

    def _latest(self, request: Request) -> Answer:
        below = 10**9 if self.is_repeating else int(request.query.get("before", 10**9))
        posts = self._shown(lambda _, post: post.number <= below)[::-1][: self.page_cap]
        titled = [post | ({"topic_title": self.title} if post["post_number"] == 1 else {}) for post in posts]
        return Answer.json({"latest_posts": titled})

    def _search(self, request: Request) -> Answer:
        day = re.search(r"before:(\S+)", request.query["q"])
        before = datetime.fromisoformat(day[1]).replace(tzinfo=UTC) if day else datetime.max.replace(tzinfo=UTC)
        found = self._shown(lambda _, post: post.at < before)
        found.sort(key=lambda post: str(post["created_at"]), reverse=True)
        first = 0 if self.is_repeating else (int(request.query["page"]) - 1) * self.page_cap
        hits = [{**post, "blurb": "cut", "cooked": "cut"} for post in found[first : first + self.page_cap]]
        return Answer.json({"posts": hits, "topics": [], "grouped_search_result": {}})

    def _topic(self, topic: int) -> Answer:
        posts = self._shown(lambda native_id, _: _topic(native_id) == topic)
        stream = {"posts": posts[:2], "stream": [post["id"] for post in posts]}
        return Answer.json({"title": self.title, "post_stream": stream}) if posts else _missing()

    def _shown(self, wanted: Callable[[str, Post], bool]) -> list[dict[str, object]]:
        return [self._post(native_id, post) for native_id, post in self.posts.items() if wanted(native_id, post)]

    def _post(self, native_id: str, post: Post) -> dict[str, object]:
        values: dict[str, object] = {
            "id": post.number,
            "topic_id": _topic(native_id),
            "post_number": _number(native_id),
            "reply_to_post_number": _number(post.parent) if post.parent else None,
            "post_type": 1,
            "user_id": 7,
            "username": "dana",
            "name": None,
            "created_at": post.at.isoformat(),
            "updated_at": (post.edited_at or post.at).isoformat(),
            "version": 2 if post.edited_at else 1,
            "cooked": f"<p>{post.text}</p>",
            "user_deleted": False,
            "deleted_at": None,
        }
        match post.spoilt:
            case Spoil.RENAMED:
                values["body"] = values.pop("cooked")
            case Spoil.WRONG_TYPE:
                values["user_id"] = "dana"
            case None:
                pass
        return values


class SearchedForumWorld(DiscourseWorld):
    """The same forum, read through its search."""

    query = "maple finch"


def _topic(native_id: str) -> int:
    return int(native_id.split("/")[-2])


def _number(native_id: str) -> int:
    return int(native_id.rsplit("/", maxsplit=1)[-1])


def _missing() -> Answer:
    return Answer.json({"errors": ["not found"], "error_type": "not_found"}, status=404)


WORLD = DiscourseWorld
OTHER_WAYS = {"a search": SearchedForumWorld}
