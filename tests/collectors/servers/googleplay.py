"""A small Google Play: reviews by their last change, with the developer's answer among their comments."""

from collections.abc import Mapping
from datetime import datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, Post, Request
from tests.collectors.servers.reviewed import ReviewWorld, service_account
from triage.mention import Target

REVIEWS = "/androidpublisher/v3/applications/com.example.maple/reviews"


class GooglePlayWorld(ReviewWorld):
    """Lists everything, where Google lists a week."""

    source = load("googleplay")

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"GOOGLE_PLAY_CREDENTIALS": service_account(f"{self.url}{self.token_path}")}

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(
            id="play", collector="googleplay", brands=("maple-finch",), account="com.example.maple", options=options
        )

    def native_id(self, number: int) -> str:
        return f"review-{number}"

    def review_path(self, native_id: str) -> str:
        return f"{REVIEWS}/{native_id}"

    def answer(self, request: Request) -> Answer:
        if request.path == REVIEWS:
            return self._list(request)
        post = self.posts.get(request.path.removeprefix(f"{REVIEWS}/"))
        return Answer.json(self._review(post)) if post else Answer.json({"error": {"code": 404}}, status=404)

    def _list(self, request: Request) -> Answer:
        start = 0 if self.is_repeating else int(request.query.get("token", "0"))
        end = start + int(request.query["maxResults"])
        newest_first = self.newest_first(by_edit=True)
        answer: dict[str, object] = {}
        if shown := newest_first[start:end]:
            answer["reviews"] = [self._review(post) for post in shown]
        if end < len(newest_first):
            answer["tokenPagination"] = {"nextPageToken": str(end)}
        return Answer.json(answer)

    def _review(self, post: Post) -> dict[str, object]:
        said: dict[str, object] = {
            "text": f"\t{post.text}",
            "lastModified": _timestamp(post.edited_at or post.at),
            "starRating": 2,
            "reviewerLanguage": "en",
            "thumbsUpCount": 3,
        }
        match post.spoilt:
            case Spoil.RENAMED:
                said["body"] = said.pop("text")
            case Spoil.WRONG_TYPE:
                said["starRating"] = "two"
            case None:
                pass
        comments: list[object] = [{"userComment": said}]
        if reply := self.reply_to(post):
            comments.append({"developerComment": {"text": reply.text, "lastModified": _timestamp(reply.at)}})
        return {"reviewId": self.native_id(post.number), "authorName": "Dana", "comments": comments}


def _timestamp(moment: datetime) -> dict[str, object]:
    return {"seconds": str(int(moment.timestamp())), "nanos": 0}


WORLD = GooglePlayWorld
