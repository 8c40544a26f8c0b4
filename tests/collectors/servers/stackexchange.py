"""A small Stack Exchange: a search by activity, answers and comments by the posts they stand below, all in gzip."""

import gzip
import json
from datetime import datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target


class StackExchangeWorld(LoopbackWorld):
    """What answers a question is an answer, what answers an answer a comment; a comment is answered by none."""

    source = load("stackexchange")
    answer_depth = 2
    quota = 300

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(
            id="so", collector="stackexchange", brands=("maple-finch",), account="unix", query="maple", options=options
        )

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        native_id = super().publish(text=text, at=at, parent=parent)
        if self._part(self.posts[native_id]) != "comment":
            return native_id
        name = native_id.replace("/", "/comment/")
        self.posts[name] = self.posts.pop(native_id)
        return name

    def native_id(self, number: int) -> str:
        return f"unix/{number}"

    def answer(self, request: Request) -> Answer:
        self.quota -= 1
        match request.path.split("/")[1:]:
            case ["search", "advanced"]:
                return self._search(request)
            case ["questions" | "answers" | "comments" as parts, ids]:
                wanted = [post for post in self.posts.values() if f"{self._part(post)}s" == parts]
                return self._items([post for post in wanted if str(post.number) in ids.split(";")])
            case ["questions" | "posts", ids, below]:
                parents = [f"unix/{number}" for number in ids.split(";")]
                children = [post for post in self.posts.values() if post.parent in parents]
                return self._items([post for post in children if f"{self._part(post)}s" == below])
            case _:
                return _zipped({"error_id": 404, "error_name": "no_method"}, status=400)

    def _search(self, request: Request) -> Answer:
        floor, below = int(request.query["min"]), int(request.query["max"])
        size, page = int(request.query["pagesize"]), 1 if self.is_repeating else int(request.query["page"])
        questions = [post for post in self.posts.values() if not post.parent]
        found = [post for post in questions if self.is_repeating or floor <= _stirred(post) <= below]
        found.sort(key=lambda post: (_stirred(post), post.number), reverse=True)
        return self._items(found[(page - 1) * size : page * size], has_more=len(found) > page * size)

    def _items(self, posts: list[Post], *, has_more: bool = False) -> Answer:
        items = [self._post(post) for post in posts]
        return _zipped({"items": items, "has_more": has_more, "quota_max": 300, "quota_remaining": self.quota})

    def _part(self, post: Post) -> str:
        if not post.parent:
            return "question"
        return "comment" if self.posts[post.parent].parent else "answer"

    def _post(self, post: Post) -> dict[str, object]:
        part = self._part(post)
        values: dict[str, object] = {
            f"{part}_id": post.number,
            "owner": {"user_id": 7, "display_name": "dana", "link": "https://unix.stackexchange.com/users/7/dana"},
            "creation_date": int(post.at.timestamp()),
            "score": 1,
            "body": f"<p>{post.text}</p>",
        }
        if part == "question":
            values |= {"title": "", "last_activity_date": _stirred(post), "answer_count": 0}
        elif part == "comment":
            values["post_id"] = self.posts[post.parent].number
        if post.edited_at:
            values["last_edit_date"] = int(post.edited_at.timestamp())
        match post.spoilt:
            case Spoil.RENAMED:
                values["heading"] = values.pop("title")
            case Spoil.WRONG_TYPE:
                values["owner"] = "dana"
            case None:
                pass
        return values


def _stirred(post: Post) -> int:
    return int((post.edited_at or post.at).timestamp())


def _zipped(value: object, *, status: int = 200) -> Answer:
    headers = {"Content-Type": "application/json; charset=utf-8", "Content-Encoding": "gzip"}
    return Answer(body=gzip.compress(json.dumps(value).encode()), status=status, headers=headers)


WORLD = StackExchangeWorld
