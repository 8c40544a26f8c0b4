"""A small Reddit: tokens, listings behind the name of their last post, and threads that fold what is deep."""

from collections.abc import Mapping
from datetime import datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Request
from triage.mention import Target

SHOWN_DEEP = 2


class RedditWorld(LoopbackWorld):
    """One subreddit. The token server never fails: it is another host, and the faults are the API's."""

    source = load("reddit")

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"REDDIT_CLIENT_ID": "id", "REDDIT_CLIENT_SECRET": "secret"}

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(id="r", collector="reddit", brands=("maple-finch",), account="r/maple", options=options)

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        native_id = super().publish(text=text, at=at, parent=parent)
        if not parent:
            return native_id
        name = native_id.replace("t3_", "t1_")
        self.posts[name] = self.posts.pop(native_id)
        return name

    def native_id(self, number: int) -> str:
        return f"t3_{number:x}"

    def respond(self, request: Request) -> Answer:
        if request.path != "/api/v1/access_token":
            return super().respond(request)
        self.requests.append(request)
        is_let_in = request.headers.get("authorization") == "Basic aWQ6c2VjcmV0"
        return Answer.json({"access_token": "t", "expires_in": 3600} if is_let_in else {"error": "invalid"})

    def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != "Bearer t":
            return Answer.json({"message": "Unauthorized"}, status=401)
        match request.path.split("/")[1:]:
            case ["r", "maple", "new" | "comments" | "search" as which]:
                return self._listing(request, is_comment=which == "comments")
            case ["api", "info"]:
                names = request.query["id"].split(",")
                return Answer.json(_listed([self._thing(one) for one in names if one in self.posts]))
            case ["api", "morechildren"]:
                names = [f"t1_{one}" for one in request.query["children"].split(",")]
                things = [self._thing(one, depth=SHOWN_DEEP) for one in names]
                return Answer.json({"json": {"errors": [], "data": {"things": things}}})
            case ["comments", link]:
                return self._conversation(link, below=request.query.get("comment", ""))
            case _:
                return Answer.json({"message": "Not Found"}, status=404)

    def _listing(self, request: Request, *, is_comment: bool) -> Answer:
        found = [(post.at, post.number, one) for one, post in self.posts.items() if bool(post.parent) == is_comment]
        names = [one for _, _, one in sorted(found, reverse=True)]
        after = "" if self.is_repeating else request.query.get("after", "")
        left = names[names.index(after) + 1 :] if after else names
        shown = left[: int(request.query["limit"])]
        then = shown[-1] if len(left) > len(shown) else None
        return Answer.json(_listed([self._thing(one) for one in shown], after=then))

    def _conversation(self, link: str, *, below: str) -> Answer:
        top = f"t3_{link}"
        if top not in self.posts:
            return Answer.json({"message": "Not Found"}, status=404)
        roots = [f"t1_{below}"] if below else self._below(top)
        comments = [self._thing(one, depth=SHOWN_DEEP) for one in roots if one in self.posts]
        return Answer.json([_listed([self._thing(top)]), _listed(comments)])

    def _below(self, name: str) -> list[str]:
        return [one for one, post in self.posts.items() if post.parent == name]

    def _thing(self, name: str, *, depth: int = 0) -> dict[str, object]:
        post = self.posts[name]
        data: dict[str, object] = {
            "name": name,
            "id": name[3:],
            "author": "dana",
            "created_utc": float(int(post.at.timestamp())),
            "edited": float(int(post.edited_at.timestamp())) if post.edited_at else False,
            "score": 1,
        }
        if post.parent:
            data |= {"body": post.text, "parent_id": post.parent, "link_id": self._root(name), "replies": ""}
            if children := self._below(name):
                folded = {"children": [one[3:] for one in children], "parent_id": name}
                shown = [self._thing(one, depth=depth - 1) for one in children] if depth > 1 else []
                data["replies"] = _listed(shown or [{"kind": "more", "data": folded}])
        else:
            data |= {
                "title": post.text,
                "selftext": "",
                "num_comments": 0,
                "permalink": f"/r/maple/comments/{name[3:]}/",
            }
        match post.spoilt:
            case Spoil.RENAMED:
                data["heading"] = data.pop("title")
            case Spoil.WRONG_TYPE:
                data["author"] = 7
            case None:
                pass
        return {"kind": name[:2], "data": data}

    def _root(self, name: str) -> str:
        while parent := self.posts[name].parent:
            name = parent
        return name


class SearchedRedditWorld(RedditWorld):
    """The same subreddit, read through its search."""

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(
            id="r", collector="reddit", brands=("maple-finch",), account="maple", query="finch", options=options
        )


def _listed(children: list[dict[str, object]], *, after: str | None = None) -> dict[str, object]:
    return {"kind": "Listing", "data": {"children": children, "after": after, "before": None}}


WORLD = RedditWorld
OTHER_WAYS = {"a search": SearchedRedditWorld}
