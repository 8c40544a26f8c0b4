"""A small Mastodon instance: a tag timeline read by min_id, statuses and their context."""

from datetime import UTC, datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target


class MastodonWorld(LoopbackWorld):
    """Ids tell the time a post was written, as Mastodon's do: a late one sorts among its elders."""

    source = load("mastodon")

    @property
    def target(self) -> Target:
        return Target(id="fedi", collector="mastodon", brands=("maple-finch",), account=self.url, query="#maplefinch")

    def native_id(self, number: int) -> str:
        # another host than the one that is read: most posts of a timeline come from elsewhere
        return f"https://far.example/users/dana/statuses/{number}"

    def answer(self, request: Request) -> Answer:
        match request.path.removeprefix("/api/v1/").split("/"):
            case ["timelines", "tag", "maplefinch"]:
                return self._timeline(request)
            case ["statuses", local_id]:
                post = self._find(local_id)
                return Answer.json(self._status(post)) if post else _missing()
            case ["statuses", local_id, "context"]:
                post = self._find(local_id)
                return self._context(post) if post else _missing()
            case _:
                return _missing()

    def _timeline(self, request: Request) -> Answer:
        above = 0 if self.is_repeating else int(request.query.get("min_id", "0"))
        limit = min(int(request.query["limit"]), self.page_cap)
        tagged = sorted((post for post in self.posts.values() if not post.parent), key=_snowflake)
        newer = [post for post in tagged if _snowflake(post) > above]
        # min_id gives the oldest of what is newer, without it the newest; both are listed newest first
        chosen = newer[:limit] if "min_id" in request.query else newer[-limit:]
        return Answer.json([self._status(post) for post in reversed(chosen)])

    def _context(self, post: Post) -> Answer:
        ancestors, elder = list[Post](), post
        while elder.parent:
            elder = self.posts[elder.parent]
            ancestors.insert(0, elder)
        shown = {"ancestors": ancestors, "descendants": self._below(post)}
        return Answer.json({name: [self._status(one) for one in posts] for name, posts in shown.items()})

    def _below(self, post: Post) -> list[Post]:
        children = [child for child in self.posts.values() if child.parent == self.native_id(post.number)]
        return [one for child in children for one in (child, *self._below(child))]

    def _find(self, local_id: str) -> Post | None:
        return next((post for post in self.posts.values() if str(_snowflake(post)) == local_id), None)

    def _status(self, post: Post) -> dict[str, object]:
        status: dict[str, object] = {
            "id": str(_snowflake(post)),
            "uri": self.native_id(post.number),
            "url": f"https://far.example/@dana/{post.number}",
            "created_at": _iso(post.at),
            "edited_at": _iso(post.edited_at) if post.edited_at else None,
            "in_reply_to_id": str(_snowflake(self.posts[post.parent])) if post.parent else None,
            "visibility": "public",
            "language": "en",
            "spoiler_text": "",
            "content": f"<p>{post.text}</p>",
            "replies_count": 0,
            "reblogs_count": 1,
            "favourites_count": 2,
            "account": {"acct": "dana@far.example", "uri": "https://far.example/users/dana", "followers_count": 12},
        }
        match post.spoilt:
            case Spoil.RENAMED:
                status["body"] = status.pop("content")
            case Spoil.WRONG_TYPE:
                status["account"] = "dana"
            case None:
                pass
        return status


def _snowflake(post: Post) -> int:
    return (int(post.at.timestamp() * 1000) << 16) + post.number


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _missing() -> Answer:
    return Answer.json({"error": "Record not found"}, status=404)


WORLD = MastodonWorld
