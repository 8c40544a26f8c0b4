"""A small Steam: reviews by the time of their last change, behind a cursor that must be encoded."""

from datetime import datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target


class SteamWorld(LoopbackWorld):
    """The cursor tells the last review shown; behind the last page it stays where it is, and no list is sent."""

    source = load("steam")
    can_recheck = False
    has_threads = False

    def __init__(self) -> None:
        super().__init__()
        self.responses: dict[str, tuple[str, datetime]] = {}

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(id="game", collector="steam", brands=("maple-finch",), account="440", options=options)

    def native_id(self, number: int) -> str:
        return str(number)

    def reply(self, native_id: str, *, text: str, at: datetime) -> None:
        """Answer a review, as the developer does."""
        self.responses[native_id] = (text, at)

    def answer(self, request: Request) -> Answer:
        if request.path != "/IUserReviewsService/GetAppReviews/v1":
            return Answer(body=b"", status=404)
        cursor = "*" if self.is_repeating else request.query["cursor"]
        newest_first = sorted(self.posts.values(), key=_order, reverse=True)
        left = [post for post in newest_first if cursor == "*" or _cursor(post) < cursor]
        shown = left[: int(request.query["num_per_page"])]
        answer: dict[str, object] = {"query_summary": {"num_reviews": len(shown)}, "cursor": cursor}
        if cursor == "*":
            answer["query_summary"] = {"num_reviews": len(shown), "total_reviews": len(newest_first)}
        if shown:
            answer |= {"reviews": [self._review(post) for post in shown], "cursor": _cursor(shown[-1])}
        return Answer.json({"response": answer})

    def _review(self, post: Post) -> dict[str, object]:
        review: dict[str, object] = {
            "recommendationid": str(post.number),
            "author": {"steamid": "76561198000000000", "playtime_forever": 610},
            "language": "french",
            "review": post.text,
            "timestamp_created": int(post.at.timestamp()),
            "timestamp_updated": _order(post)[0],
            "voted_up": False,
            "votes_up": 3,
            "weighted_vote_score": "0.52",
            "comment_count": 1,
        }
        if response := self.responses.get(str(post.number)):
            text, at = response
            review |= {"developer_response": text, "timestamp_dev_responded": int(at.timestamp())}
        match post.spoilt:
            case Spoil.RENAMED:
                review["body"] = review.pop("review")
            case Spoil.WRONG_TYPE:
                review["voted_up"] = "no"
            case None:
                pass
        return review


def _order(post: Post) -> tuple[int, int]:
    return int((post.edited_at or post.at).timestamp()), post.number


def _cursor(post: Post) -> str:
    second, number = _order(post)
    return f"{second:012}+{number:09}/="


WORLD = SteamWorld
