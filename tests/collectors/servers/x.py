"""A small X: a search of the newest posts behind a token, posts by number, and edits that are new posts."""

from collections.abc import Mapping
from datetime import UTC, datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target

_FIRST_MILLISECOND = 1_288_834_974_657


class XWorld(LoopbackWorld):
    """A number tells when its post was written; a search shows the newest version of each."""

    source = load("x")

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"X_BEARER_TOKEN": "t"}

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(id="x", collector="x", brands=("maple-finch",), query='"maple finch"', options=options)

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        native_id = super().publish(text=text, at=at, parent=parent)
        post = self.posts.pop(native_id)
        number = _number(at, post.number)
        self.posts[number] = post
        return number

    def native_id(self, number: int) -> str:
        return f"new {number}"

    def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != "Bearer t":
            return Answer.json({"title": "Unauthorized"}, status=401)
        match request.path:
            case "/tweets/search/recent" | "/users/7/mentions":
                return self._search(request)
            case "/tweets":
                return self._lookup(request.query["ids"].split(","))
            case _:
                return Answer.json({"title": "Not Found"}, status=404)

    def _search(self, request: Request) -> Answer:
        query = request.query.get("query", "")
        start = datetime.fromisoformat(request.query.get("start_time", "1970-01-01T00:00:00Z"))
        names = [one for one, post in self.posts.items() if (post.edited_at or post.at) >= start]
        if query.startswith("conversation_id:"):
            names = [one for one in names if self._root(one) == query.partition(":")[2]]
        else:
            names = [one for one in names if not self.posts[one].parent]
        names.sort(key=lambda one: int(self._versions(one)[-1]), reverse=True)
        token = request.query.get("next_token") or request.query.get("pagination_token")
        first = 0 if self.is_repeating or not token else next(n for n, one in enumerate(names) if one == token)
        size = int(request.query["max_results"])
        shown, left = names[first : first + size], names[first + size :]
        meta: dict[str, object] = {"result_count": len(shown)}
        if left:
            meta["next_token"] = left[0]
        return _answered([self._post(one) for one in shown], meta=meta)

    def _lookup(self, ids: list[str]) -> Answer:
        versions = {version: one for one in self.posts for version in self._versions(one)}
        missing = [
            {"value": one, "type": "https://api.twitter.com/2/problems/resource-not-found"}
            for one in ids
            if one not in versions
        ]
        return _answered([self._post(versions[one], version=one) for one in ids if one in versions], errors=missing)

    def _versions(self, name: str) -> list[str]:
        post = self.posts[name]
        return [name, _number(post.edited_at, post.number)] if post.edited_at else [name]

    def _root(self, name: str) -> str:
        while parent := self.posts[name].parent:
            name = parent
        return name

    def _post(self, name: str, *, version: str = "") -> dict[str, object]:
        post, versions = self.posts[name], self._versions(name)
        values: dict[str, object] = {
            "id": version or versions[-1],
            "edit_history_tweet_ids": versions,
            "text": self._text(post, is_first=version == name and len(versions) > 1),
            "author_id": "7",
            "conversation_id": self._root(name),
            "lang": "en",
            "public_metrics": {"like_count": 2, "retweet_count": 1, "quote_count": 1, "reply_count": 0},
        }
        if post.parent:
            values["referenced_tweets"] = [{"type": "replied_to", "id": post.parent}]
        match post.spoilt:
            case Spoil.RENAMED:
                values["full_text"] = values.pop("text")
            case Spoil.WRONG_TYPE:
                values["public_metrics"] = "many"
            case None:
                pass
        return values

    def _text(self, post: Post, *, is_first: bool) -> str:
        return "what it said before" if is_first else post.text


class XMentionsWorld(XWorld):
    """The same posts as mentions of an account."""

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(id="x", collector="x", brands=("maple-finch",), account="7", options=options)


def _number(at: datetime, sequence: int) -> str:
    milliseconds = int(at.astimezone(UTC).timestamp() * 1000) - _FIRST_MILLISECOND
    return str((milliseconds << 22) + sequence)


def _answered(posts: list[dict[str, object]], **beside: object) -> Answer:
    users = [{"id": "7", "name": "Dana", "username": "dana", "public_metrics": {"followers_count": 12}}]
    told = {"data": posts, "includes": {"users": users}} if posts else {}
    return Answer.json(told | {name: value for name, value in beside.items() if value})


WORLD = XWorld
OTHER_WAYS = {"mentions": XMentionsWorld}
