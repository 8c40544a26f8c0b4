"""A small App Store: ten pages of a feed where every value is a label, and the look-up of an app."""

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target

LAST_PAGE = 10


class AppStoreWorld(LoopbackWorld):
    """Newest first by the last edit; the feed cannot be asked for one review."""

    source = load("appstore")
    can_recheck = False
    has_threads = False
    has_app = True
    ratings = 7
    is_shown = True
    """Apple shows some networks an empty feed."""

    @property
    def target(self) -> Target:
        options = (("base", self.url),)
        return Target(
            id="store", collector="appstore", brands=("maple-finch",), account="77", query="ca", options=options
        )

    def native_id(self, number: int) -> str:
        return str(number)

    def answer(self, request: Request) -> Answer:
        match request.path.strip("/").split("/"):
            case ["lookup"]:
                app = {"trackName": "Maple & Finch", "userRatingCount": self.ratings}
                found = [app] if self.has_app and request.query == {"id": "77", "country": "ca"} else []
                return Answer.json({"resultCount": len(found), "results": found})
            case ["ca", "rss", "customerreviews", page, "id=77", "sortBy=mostRecent", "json"]:
                return self._feed(int(page.removeprefix("page=")))
            case _:
                return Answer(body=b"", status=400)

    def _feed(self, page: int) -> Answer:
        if page > LAST_PAGE:
            return Answer(body=b"CustomerReviews RSS page depth is limited to 10", status=400)
        newest_first = sorted(self.posts.values(), key=lambda post: (post.edited_at or post.at, post.number))[::-1]
        start = 0 if self.is_repeating else (page - 1) * self.page_cap
        shown = [_entry(post) for post in newest_first[start : start + self.page_cap]] if self.is_shown else []
        feed: dict[str, object] = {"author": {"name": {"label": "iTunes Store"}}}
        # XML made into JSON: one entry is no list, and none is nothing
        if shown:
            feed["entry"] = shown[0] if len(shown) == 1 else shown
        return Answer.json({"feed": feed})


def _entry(post: Post) -> dict[str, object]:
    entry: dict[str, object] = {
        "author": {
            "uri": {"label": "https://itunes.apple.com/ca/reviews/id7"},
            "name": {"label": "dana"},
            "label": "",
        },
        "updated": {"label": (post.edited_at or post.at).isoformat()},
        "im:rating": {"label": "2"},
        "im:version": {"label": "1.0"},
        "id": {"label": str(post.number)},
        "title": {"label": ""},
        "content": {"label": post.text, "attributes": {"type": "text"}},
        "im:voteSum": {"label": "3"},
    }
    match post.spoilt:
        case Spoil.RENAMED:
            entry["body"] = entry.pop("content")
        case Spoil.WRONG_TYPE:
            entry["im:rating"] = {"label": "many"}
        case None:
            pass
    return entry


WORLD = AppStoreWorld
