"""A small Lemmy instance: a search by page for posts and for comments, and threads by path."""

from datetime import UTC, datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target


class LemmyWorld(LoopbackWorld):
    """All was written elsewhere: its name is of another host than the instance that is read."""

    source = load("lemmy")

    @property
    def target(self) -> Target:
        options = (("page_size", str(self.page_cap)),)
        return Target(
            id="l", collector="lemmy", brands=("maple-finch",), account=self.url, query="maple", options=options
        )

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        native_id = super().publish(text=text, at=at, parent=parent)
        if not parent:
            return native_id
        name = native_id.replace("/post/", "/comment/")
        self.posts[name] = self.posts.pop(native_id)
        return name

    def native_id(self, number: int) -> str:
        return f"https://far.example/post/{number}"

    def answer(self, request: Request) -> Answer:
        match request.path.removeprefix("/api/v3/"):
            case "search":
                return self._search(request)
            case "comment/list":
                return self._list(request)
            case "comment" | "post" as part:
                found = self.posts.get(f"https://far.example/{part}/{request.query['id']}")
                if found is None:
                    return Answer.json({"error": f"couldnt_find_{part}"}, status=404)
                return Answer.json({f"{part}_view": self._view(found)})
            case _:
                return Answer(body=b"", status=404)

    def _search(self, request: Request) -> Answer:
        wanted = request.query["type_"] == "Comments"
        found = [post for post in self.posts.values() if bool(post.parent) == wanted]
        found.sort(key=lambda post: (post.at, post.number), reverse=True)
        size, page = int(request.query["limit"]), 1 if self.is_repeating else int(request.query["page"])
        views = [self._view(post) for post in found[(page - 1) * size : page * size]]
        return Answer.json({"comments": views if wanted else [], "posts": [] if wanted else views})

    def _list(self, request: Request) -> Answer:
        above = request.query.get("post_id") or request.query["parent_id"]
        if above not in {str(post.number) for post in self.posts.values()}:
            return Answer.json({"error": "couldnt_find_post"}, status=404)
        found = [post for post in self.posts.values() if post.parent and above in self._line(post)]
        first = (int(request.query["page"]) - 1) * 2
        return Answer.json({"comments": [self._view(post) for post in found[first : first + 2]]})

    def _line(self, post: Post) -> list[str]:
        """The numbers of all above a post and its own, from its root."""
        return [*(self._line(self.posts[post.parent]) if post.parent else []), str(post.number)]

    def _view(self, post: Post) -> dict[str, object]:
        line = self._line(post)
        part = "comment" if post.parent else "post"
        values: dict[str, object] = {
            "id": post.number,
            "ap_id": f"https://far.example/{part}/{post.number}",
            "published": post.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "deleted": False,
            "removed": False,
            **({"updated": post.edited_at.astimezone(UTC).isoformat()} if post.edited_at else {}),
            **({"content": post.text, "path": ".".join(["0", *line[1:]])} if post.parent else {"name": post.text}),
        }
        view: dict[str, object] = {
            part: values,
            "creator": {"name": "dana", "actor_id": "https://far.example/u/dana"},
            "counts": {"upvotes": 2, "child_count": 0, "comments": 0},
        }
        if post.parent:
            view["post"] = {"id": int(line[0]), "ap_id": f"https://far.example/post/{line[0]}"}
        match post.spoilt:
            case Spoil.RENAMED:
                values["title"] = values.pop("name")
            case Spoil.WRONG_TYPE:
                view["creator"] = "dana"
            case None:
                pass
        return view


WORLD = LemmyWorld
