"""A small Trustpilot: a public list under a key, and a private one that tells more than anyone should store."""

from collections.abc import Mapping
from datetime import UTC, datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, Post, Request
from tests.collectors.servers.reviewed import ReviewWorld
from triage.mention import Target

UNIT = "507f191e810c19729de860ea"
PUBLIC = f"/v1/business-units/{UNIT}/reviews"
PRIVATE = f"/v1/private/business-units/{UNIT}/reviews"
KEY = "an-api-key"


class TrustpilotWorld(ReviewWorld):
    """What the public sees."""

    source = load("trustpilot")
    access = "public"

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"TRUSTPILOT_API_KEY": KEY}

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)), ("access", self.access))
        return Target(id="tp", collector="trustpilot", brands=("maple-finch",), account=UNIT, options=options)

    def native_id(self, number: int) -> str:
        return f"{number:024x}"

    def review_path(self, native_id: str) -> str:
        return f"/v1/reviews/{native_id}"

    def is_let_in(self, request: Request) -> bool:
        if request.path == PRIVATE:
            return super().is_let_in(request)
        return request.headers.get("apikey") == KEY

    def answer(self, request: Request) -> Answer:
        if request.path in {PUBLIC, PRIVATE}:
            return self._list(request)
        post = self.posts.get(request.path.removeprefix("/v1/reviews/"))
        return Answer.json(self._review(post)) if post else Answer.json({"message": "Not found"}, status=404)

    def _list(self, request: Request) -> Answer:
        page = 1 if self.is_repeating else int(request.query["page"])
        size = int(request.query["perPage"])
        since = datetime.fromisoformat(request.query.get("startDateTime", "1970-01-01")).replace(tzinfo=UTC)
        found = [post for post in self.newest_first(by_edit=False) if self.is_repeating or post.at >= since]
        return Answer.json({"reviews": [self._review(post) for post in found[(page - 1) * size : page * size]]})

    def _review(self, post: Post) -> dict[str, object]:
        review: dict[str, object] = {
            "id": self.native_id(post.number),
            "consumer": {"id": "507f191e810c19729de860eb", "displayName": "Dana"},
            "stars": 2,
            "title": "",
            "text": post.text,
            "language": "en",
            "createdAt": _written(post.at),
            "updatedAt": _written(post.edited_at) if post.edited_at else None,
            "companyReply": None,
            "numberOfLikes": 3,
        }
        match post.spoilt:
            case Spoil.RENAMED:
                review["body"] = review.pop("text")
            case Spoil.WRONG_TYPE:
                review["stars"] = "two"
            case None:
                pass
        if reply := self.reply_to(post):
            review["companyReply"] = {"text": reply.text, "createdAt": _written(reply.at)}
        return review


class PrivateTrustpilotWorld(TrustpilotWorld):
    """What the owner of the business unit sees."""

    access = "private"
    token_path = "/v1/oauth/oauth-business-users-for-applications/accesstoken"

    @property
    def secrets(self) -> Mapping[str, str]:
        return {**super().secrets, "TRUSTPILOT_API_SECRET": "a-secret"}

    def _review(self, post: Post) -> dict[str, object]:
        review = super()._review(post)
        consumer = {"id": "507f191e810c19729de860eb", "displayName": "Dana", "email": "dana@secret.example"}
        review |= {"consumer": consumer, "referralEmail": "dana@secret.example", "referenceId": "order-4711-secret"}
        return review | {"orderId": "order-4711-secret", "tags": [{"group": "order", "value": "order-4711-secret"}]}


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


WORLD = TrustpilotWorld
OTHER_WAYS = {"private": PrivateTrustpilotWorld}
