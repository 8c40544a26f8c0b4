"""A small YouTube: comment threads by page token, replies by parent, comments by id."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target

KEY = "AIza-of-a-test"


class YouTubeWorld(LoopbackWorld):
    """A thread shows one of its replies; replies to replies are replies to the thread, as on YouTube."""

    source = load("youtube")
    answer_depth = 1

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"YOUTUBE_API_KEY": KEY}

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(id="tube", collector="youtube", brands=("maple-finch",), account="UCmaple", options=options)

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        native_id = super().publish(text=text, at=at, parent=parent)
        if not parent:
            return native_id
        # the id of a reply begins with that of its thread
        self.posts[f"{parent}.{native_id}"] = self.posts.pop(native_id)
        return f"{parent}.{native_id}"

    def native_id(self, number: int) -> str:
        return f"Ug{number}AaABAg"

    def answer(self, request: Request) -> Answer:
        if request.headers.get("x-goog-api-key") != KEY:
            return Answer.json({"error": {"errors": [{"reason": "forbidden"}]}}, status=403)
        match request.path:
            case "/commentThreads":
                return self._threads(request)
            case "/comments" if "id" in request.query:
                wanted = request.query["id"].split(",")
                return Answer.json({"items": [self._comment(one) for one in wanted if one in self.posts]})
            case "/comments":
                parent = request.query["parentId"]
                if parent not in self.posts:
                    return Answer.json({"error": {"errors": [{"reason": "commentNotFound"}]}}, status=404)
                return Answer.json({"items": [self._comment(one) for one in self._below(parent)]})
            case _:
                return Answer(body=b"", status=404)

    def _threads(self, request: Request) -> Answer:
        token = "" if self.is_repeating else request.query.get("pageToken", "")
        threads = sorted(((_key(post), one) for one, post in self.posts.items() if not post.parent), reverse=True)
        left = [(key, one) for key, one in threads if not token or key < token]
        shown = left[: int(request.query["maxResults"])]
        answer: dict[str, object] = {"items": [self._opened(one) for _, one in shown]}
        if len(left) > len(shown):
            answer["nextPageToken"] = shown[-1][0]
        return Answer.json(answer)

    def _opened(self, native_id: str) -> dict[str, object]:
        replies = self._below(native_id)
        snippet = {"videoId": "v1", "topLevelComment": self._comment(native_id), "totalReplyCount": len(replies)}
        return {
            "id": native_id,
            "snippet": snippet,
            "replies": {"comments": [self._comment(one) for one in replies[:1]]},
        }

    def _below(self, native_id: str) -> list[str]:
        return [one for one, post in self.posts.items() if post.parent == native_id]

    def _comment(self, native_id: str) -> dict[str, object]:
        post = self.posts[native_id]
        snippet: dict[str, object] = {
            "authorDisplayName": "@dana",
            "authorChannelId": {"value": "UCdana"},
            "textDisplay": post.text,
            "likeCount": 2,
            "publishedAt": _iso(post.at),
            "updatedAt": _iso(post.edited_at or post.at),
        }
        if post.parent:
            snippet["parentId"] = post.parent
        match post.spoilt:
            case Spoil.RENAMED:
                snippet["text"] = snippet.pop("textDisplay")
            case Spoil.WRONG_TYPE:
                snippet["likeCount"] = "many"
            case None:
                pass
        return {"kind": "youtube#comment", "id": native_id, "snippet": snippet}


class YouTubeSearchWorld(YouTubeWorld):
    """Videos that a search finds; whole only when they are asked for by their ids."""

    has_threads = False

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(id="tube", collector="youtube", brands=("maple-finch",), query="maple finch", options=options)

    def answer(self, request: Request) -> Answer:
        match request.path:
            case "/search":
                found = self._threads(request)
                values = json.loads(found.body)
                hits = [{"id": {"kind": "youtube#video", "videoId": one["id"]}} for one in values["items"]]
                return Answer.json(values | {"items": hits})
            case "/videos":
                wanted = [one for one in request.query["id"].split(",") if one in self.posts]
                return Answer.json({"items": [self._video(one) for one in wanted]})
            case _:
                return super().answer(request)

    def _video(self, native_id: str) -> dict[str, object]:
        post = self.posts[native_id]
        snippet: dict[str, object] = {"title": post.text, "publishedAt": _iso(post.at), "channelId": "UCdana"}
        match post.spoilt:
            case Spoil.RENAMED:
                snippet["name"] = snippet.pop("title")
            case Spoil.WRONG_TYPE:
                snippet["channelId"] = {"value": "UCdana"}
            case None:
                pass
        return {"kind": "youtube#video", "id": native_id, "snippet": snippet}


def _key(post: Post) -> str:
    return f"{int(post.at.timestamp()):012}-{post.number:09}"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


WORLD = YouTubeWorld
OTHER_WAYS = {"a search": YouTubeSearchWorld}
