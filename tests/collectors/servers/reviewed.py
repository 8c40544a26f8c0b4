"""What the worlds of stores share: answers inside reviews, and a token server that is another host in truth."""

import json
from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request

TOKEN = "an-access-token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the brand answered."""

    text: str
    at: datetime


class ReviewWorld(LoopbackWorld):
    """Reviews with one answer each; only who has the token is let in, and faults do not reach the token server."""

    has_threads = False
    token_path = "/token"

    def __init__(self) -> None:
        super().__init__()
        self.replies: dict[str, Reply] = {}
        self.token_requests: list[Request] = []
        self.said: Answer | None = None
        """What it says to everything, in place of the truth."""
        self.token_answer = Answer.json({"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"})

    @abstractmethod
    def review_path(self, native_id: str) -> str:
        """Where one review is asked for."""

    def reply(self, native_id: str, *, text: str, at: datetime) -> None:
        """The brand answers, or changes its answer."""
        self.replies[native_id] = Reply(text=text, at=at)

    def reply_to(self, post: Post) -> Reply | None:
        """The answer below a review."""
        return self.replies.get(self.native_id(post.number))

    def respond(self, request: Request) -> Answer:
        if request.path == self.token_path:
            self.token_requests.append(request)
            return self.token_answer
        if not self.is_let_in(request):
            return Answer(body=b"{}", status=401)
        if self.said:
            self.requests.append(request)
            return self.said
        return super().respond(request)

    def is_let_in(self, request: Request) -> bool:
        """Whether a request brings what opens the world."""
        return request.headers.get("authorization") == f"Bearer {TOKEN}"

    def newest_first(self, *, by_edit: bool) -> list[Post]:
        """All reviews as a store lists them."""
        return sorted(
            self.posts.values(),
            key=lambda post: ((post.edited_at if by_edit else None) or post.at, post.number),
            reverse=True,
        )


@cache
def rsa_key() -> str:
    """A private key as a service account has one."""
    return _pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))


@cache
def ec_key() -> str:
    """A private key as Apple gives one."""
    return _pem(ec.generate_private_key(ec.SECP256R1()))


def service_account(url: str) -> str:
    """The file of a service account whose tokens come from `url`."""
    return json.dumps({
        "type": "service_account",
        "client_email": "reader@example.iam.gserviceaccount.com",
        "private_key_id": "7",
        "private_key": rsa_key(),
        "token_uri": url,
    })


def _pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
