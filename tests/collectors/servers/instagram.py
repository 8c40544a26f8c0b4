"""A small Instagram: one's own posts with comments and their replies, or the posts of others that tag the account."""

import re

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.facebook import GraphWorld, refused, written
from tests.collectors.servers.loopback import Answer, Request
from triage.mention import Target

ACCOUNT = "17841400000000000"
_MENTIONED = re.compile(r"mentioned_media\.media_id\((\w+)\)")


class InstagramWorld(GraphWorld):
    """The posts of an account, of which the newest comments are shown with the newest of their replies."""

    source = load("instagram")
    credential = "INSTAGRAM_TOKEN"
    read, edge = "own", "media"
    author = "dana"

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)), ("read", self.read))
        return Target(id="ig", collector="instagram", brands=("maple-finch",), account=ACCOUNT, options=options)

    def native_id(self, number: int) -> str:
        return f"1790000{number}"

    def answer(self, request: Request) -> Answer:
        holder, _, edge = request.path.strip("/").partition("/")
        if holder == ACCOUNT and edge == self.edge:
            return Answer.json(self.listed([one for one, post in self.posts.items() if not post.parent], request))
        if holder == ACCOUNT and (mentioned := _MENTIONED.search(request.query["fields"])):
            return self._mentioned(mentioned[1], request)
        if holder not in self.posts or (self.read == "tagged" and not edge):
            return refused(100, subcode=33)
        if edge in {"comments", "replies"}:
            return Answer.json(self.listed(self.below(holder), request))
        return Answer.json(self.told(holder, request))

    def told(self, name: str, request: Request) -> dict[str, object]:
        post = self.posts[name]
        told: dict[str, object] = {"id": name, "timestamp": written(post.at), "username": self.author}
        if post.parent:
            told |= {"text": post.text, "like_count": 1, "from": {"id": "77", "username": self.author}}
            if self.posts[post.parent].parent:
                told["parent_id"] = post.parent
            else:
                self._embed(told, "replies", name, request)
        else:
            told |= {"caption": post.text, "comments_count": len(self.below(name)), "like_count": 3}
            self._embed(told, "comments", name, request)
        match post.spoilt:
            case Spoil.RENAMED:
                told["created_time"] = told.pop("timestamp")
            case Spoil.WRONG_TYPE:
                told["caption"] = {"text": post.text}
            case None:
                pass
        return told

    def _embed(self, told: dict[str, object], edge: str, name: str, request: Request) -> None:
        fields, below = request.query.get("fields", ""), self.below(name)
        if below and f"{edge}.limit(" in fields:
            told[edge] = self.listed(below, request, size=self.page_cap)

    def _mentioned(self, name: str, request: Request) -> Answer:
        if name not in self.posts:
            return refused(100, subcode=2_207_001)
        return Answer.json({"mentioned_media": self.told(name, request), "id": ACCOUNT})


class AccountTagsWorld(InstagramWorld):
    """Posts of others: asked for by the mention, and no deletion is told."""

    read, edge = "tagged", "tags"
    can_recheck = False
    has_threads = False


WORLD = InstagramWorld
OTHER_WAYS = {"tagged": AccountTagsWorld}
