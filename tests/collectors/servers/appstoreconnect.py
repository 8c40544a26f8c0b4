"""A small App Store Connect: reviews by their creation, answers beside them, and links to the next page."""

from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, Post, Request
from tests.collectors.servers.reviewed import ReviewWorld, ec_key
from triage.mention import Target

REVIEWS = "/v1/apps/77/customerReviews"
REVIEW = "/v1/customerReviews/"


class AppStoreConnectWorld(ReviewWorld):
    """Lets in who signs with the key of the account."""

    source = load("appstoreconnect")
    reply_state = "PUBLISHED"

    @property
    def secrets(self) -> Mapping[str, str]:
        return {
            "APP_STORE_CONNECT_KEY_ID": "2X9R4HXF34",
            "APP_STORE_CONNECT_ISSUER_ID": "57246542-96fe-1a63-e053-0824d011072a",
            "APP_STORE_CONNECT_PRIVATE_KEY": ec_key(),
        }

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(id="asc", collector="appstoreconnect", brands=("maple-finch",), account="77", options=options)

    def native_id(self, number: int) -> str:
        return f"0000-{number}"

    def review_path(self, native_id: str) -> str:
        return f"{REVIEW}{native_id}"

    def is_let_in(self, request: Request) -> bool:
        try:
            claims = claims_of(request)
        except jwt.PyJWTError:
            return False
        return bool(claims["iss"] == self.secrets["APP_STORE_CONNECT_ISSUER_ID"])

    def answer(self, request: Request) -> Answer:
        if request.path == REVIEWS:
            return self._list(request)
        post = self.posts.get(request.path.removeprefix(REVIEW))
        if post is None:
            return Answer.json({"errors": [{"status": "404", "code": "NOT_FOUND"}]}, status=404)
        return Answer.json({"data": self._review(post), "included": self._responses([post])})

    def _list(self, request: Request) -> Answer:
        start = 0 if self.is_repeating else int(request.query.get("cursor", "0"))
        end = start + int(request.query["limit"])
        newest_first = self.newest_first(by_edit=False)
        shown = newest_first[start:end]
        links = {"self": "https://elsewhere.example/"}
        if end < len(newest_first):
            links["next"] = f"https://elsewhere.example/v1/apps/77/customerReviews?cursor={end}"
        return Answer.json({
            "data": [self._review(post) for post in shown],
            "included": self._responses(shown),
            "links": links,
            "meta": {"paging": {"total": len(newest_first), "limit": end - start}},
        })

    def _review(self, post: Post) -> dict[str, object]:
        attributes: dict[str, object] = {
            "rating": 2,
            "title": None,
            "body": post.text,
            "reviewerNickname": "Dana",
            "createdDate": post.at.isoformat(),
            "territory": "CAN",
        }
        match post.spoilt:
            case Spoil.RENAMED:
                attributes["text"] = attributes.pop("body")
            case Spoil.WRONG_TYPE:
                attributes["rating"] = "two"
            case None:
                pass
        native_id = self.native_id(post.number)
        link = {"data": {"type": "customerReviewResponses", "id": f"r{native_id}"}} if self.reply_to(post) else {}
        return {
            "type": "customerReviews",
            "id": native_id,
            "attributes": attributes,
            "relationships": {"response": link},
        }

    def _responses(self, posts: list[Post]) -> list[object]:
        return [
            {
                "type": "customerReviewResponses",
                "id": f"r{self.native_id(post.number)}",
                "attributes": {
                    "responseBody": reply.text,
                    "lastModifiedDate": reply.at.isoformat(),
                    "state": self.reply_state,
                },
            }
            for post in posts
            if (reply := self.reply_to(post))
        ]


def claims_of(request: Request) -> dict[str, Any]:
    """What the token of a request claims; jwt's error where it is not signed with the key."""
    key = load_pem_private_key(ec_key().encode(), password=None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return jwt.decode(
        request.headers.get("authorization", "").removeprefix("Bearer "),
        key.public_key(),
        algorithms=["ES256"],
        audience="appstoreconnect-v1",
        # the clock of a test is not the one that jwt reads
        options={"verify_exp": False, "verify_iat": False},
    )


WORLD = AppStoreConnectWorld
