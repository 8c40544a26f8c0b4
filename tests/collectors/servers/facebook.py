"""A small Graph API: posts of a Page by cursor, the newest of their comments with them, and refusals in a body."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Request
from triage.mention import Target

PAGE = "1900"
TOKEN = "EAA-of-a-test"
_EMBEDDED = re.compile(r"comments\.limit\((\d+)\)")


def refused(code: int, *, subcode: int = 0, status: int = 400, headers: Mapping[str, str] | None = None) -> Answer:
    """What Meta says instead of a post."""
    error = {"message": "no", "type": "OAuthException", "code": code, "error_subcode": subcode}
    answer = Answer.json({"error": error}, status=status)
    return Answer(body=answer.body, status=status, headers={**(answer.headers or {}), **(headers or {})})


class GraphWorld(LoopbackWorld):
    """What the API's lists share: newest first, a cursor to what is older, and none behind the last."""

    answer_depth = 2
    credential = ""

    @property
    def secrets(self) -> Mapping[str, str]:
        return {self.credential: TOKEN}

    def respond(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return refused(190, status=401)
        return super().respond(request)

    def listed(self, names: Sequence[str], request: Request, *, size: int | None = None) -> dict[str, object]:
        """One page of a list as this world tells its posts."""
        ordered = sorted(names, key=lambda one: (self.posts[one].at, self.posts[one].number), reverse=True)
        after = "" if self.is_repeating else request.query.get("after", "") if size is None else ""
        start = int(after or 0)
        end = start + (int(request.query["limit"]) if size is None else size)
        shown = ordered[start:end]
        cursors = {"before": str(start), "after": str(end)}
        more = {"next": f"{self.url}/more?access_token={TOKEN}"} if end < len(ordered) else {}
        told: dict[str, object] = {"data": [self.told(one, request) for one in shown]}
        return told | ({"paging": {"cursors": cursors, **more}} if shown else {})

    def told(self, name: str, request: Request) -> dict[str, object]:
        """One post of a list."""
        raise NotImplementedError

    def below(self, name: str) -> list[str]:
        return [one for one, post in self.posts.items() if post.parent == name]


class FacebookWorld(GraphWorld):
    """The posts of a Page; an answer to a comment stands below the comment, and no deeper."""

    source = load("facebook")
    credential = "FACEBOOK_PAGE_TOKEN"
    read = "feed"
    author = "77"

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)), ("read", self.read))
        return Target(id="fb", collector="facebook", brands=("maple-finch",), account=PAGE, options=options)

    def native_id(self, number: int) -> str:
        return f"{PAGE}_{number}"

    def answer(self, request: Request) -> Answer:
        holder, _, edge = request.path.strip("/").partition("/")
        if holder == PAGE and edge == self.read:
            return Answer.json(self.listed([one for one, post in self.posts.items() if not post.parent], request))
        if holder not in self.posts:
            return refused(100, subcode=33)
        if edge == "comments":
            return Answer.json(self.listed(self._stream(holder), request))
        return Answer.json(self.told(holder, request))

    def told(self, name: str, request: Request) -> dict[str, object]:
        post = self.posts[name]
        told: dict[str, object] = {
            "id": name,
            "message": post.text,
            "created_time": written(post.at),
            "from": {"id": self.author, "name": "Dana"},
            "permalink_url": f"https://www.facebook.com/{PAGE}/posts/{post.number}/",
        }
        if post.parent:
            told |= {"like_count": 1, "comment_count": 0}
            if self.posts[post.parent].parent:
                told["parent"] = {"id": post.parent}
        elif embedded := _EMBEDDED.search(request.query.get("fields", "")):
            stream = self._stream(name)
            shown = self.listed(stream, request, size=min(int(embedded[1]), self.page_cap))
            told["comments"] = {**shown, "summary": {"total_count": len(stream)}}
        match post.spoilt:
            case Spoil.RENAMED:
                told["created_at"] = told.pop("created_time")
            case Spoil.WRONG_TYPE:
                told["message"] = {"text": post.text}
            case None:
                pass
        return told

    def _stream(self, name: str) -> list[str]:
        """Everything below a post, whatever it answers."""
        below = self.below(name)
        return [*below, *(one for comment in below for one in self.below(comment))]


class PageTagsWorld(FacebookWorld):
    """Posts elsewhere that name the Page."""

    read = "tagged"


def written(moment: datetime) -> str:
    """As Meta writes an instant."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


WORLD = FacebookWorld
OTHER_WAYS = {"tagged": PageTagsWorld}
