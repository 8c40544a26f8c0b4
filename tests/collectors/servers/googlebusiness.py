"""A small Business Profile: reviews of one place by their last change, with the owner's answer in each."""

import json
from collections.abc import Mapping

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, Post, Request
from tests.collectors.servers.reviewed import ReviewWorld
from triage.mention import Target

PLACE = "accounts/1/locations/2"
REVIEWS = f"/v4/{PLACE}/reviews"


class GoogleBusinessWorld(ReviewWorld):
    """Lets in whom the owner of the place gave consent."""

    source = load("googlebusiness")

    @property
    def secrets(self) -> Mapping[str, str]:
        consent = {
            "type": "authorized_user",
            "client_id": "an-id",
            "client_secret": "a-secret",
            "refresh_token": "a-refresh-token",
            "token_uri": f"{self.url}{self.token_path}",
        }
        return {"GOOGLE_BUSINESS_CREDENTIALS": json.dumps(consent)}

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(id="place", collector="googlebusiness", brands=("maple-finch",), account=PLACE, options=options)

    def native_id(self, number: int) -> str:
        return f"Abc{number}"

    def review_path(self, native_id: str) -> str:
        return f"{REVIEWS}/{native_id}"

    def answer(self, request: Request) -> Answer:
        if request.path == REVIEWS:
            return self._list(request)
        post = self.posts.get(request.path.removeprefix(f"{REVIEWS}/"))
        return Answer.json(self._review(post)) if post else Answer.json({"error": {"code": 404}}, status=404)

    def _list(self, request: Request) -> Answer:
        start = 0 if self.is_repeating else int(request.query.get("pageToken", "0"))
        end = start + int(request.query["pageSize"])
        newest_first = self.newest_first(by_edit=True)
        answer: dict[str, object] = {}
        if shown := newest_first[start:end]:
            answer = {"reviews": [self._review(post) for post in shown], "averageRating": 2.0}
            answer["totalReviewCount"] = len(newest_first)
        if end < len(newest_first):
            answer["nextPageToken"] = str(end)
        return Answer.json(answer)

    def _review(self, post: Post) -> dict[str, object]:
        native_id = self.native_id(post.number)
        review: dict[str, object] = {
            "name": f"{PLACE}/reviews/{native_id}",
            "reviewId": native_id,
            "reviewer": {"displayName": "Dana"},
            "starRating": "TWO",
            "comment": post.text,
            "createTime": post.at.isoformat(),
            "updateTime": (post.edited_at or post.at).isoformat(),
        }
        match post.spoilt:
            case Spoil.RENAMED:
                review["stars"] = review.pop("starRating")
            case Spoil.WRONG_TYPE:
                review["comment"] = {"text": post.text}
            case None:
                pass
        if reply := self.reply_to(post):
            review["reviewReply"] = {"comment": reply.text, "updateTime": reply.at.isoformat()}
        return review


WORLD = GoogleBusinessWorld
