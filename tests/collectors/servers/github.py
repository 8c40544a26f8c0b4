"""A small GitHub: a search of issues by when they were updated, and comments in pages."""

import re
from datetime import UTC, datetime

from collectors import load
from collectors.testing import Spoil
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target

_WINDOW = re.compile(r"updated:(\S+)\.\.(\S+)")


class GitHubWorld(LoopbackWorld):
    """All issues are of one repository; a comment answers an issue, never a comment."""

    source = load("github")
    answer_depth = 1

    @property
    def target(self) -> Target:
        options = (("base", self.url), ("page_size", str(self.page_cap)))
        return Target(id="hub", collector="github", brands=("maple-finch",), query='"maple finch"', options=options)

    def publish(self, *, text: str, at: datetime, parent: str = "") -> str:
        native_id = super().publish(text=text, at=at, parent=parent)
        if not parent:
            return native_id
        name = native_id.replace("issue", "comment")
        self.posts[name] = self.posts.pop(native_id)
        return name

    def native_id(self, number: int) -> str:
        return f"issue/{number}"

    def answer(self, request: Request) -> Answer:
        match request.path.split("/")[1:]:
            case ["search", "issues"]:
                return self._search(request)
            case ["repos", _, _, "issues", "comments", number]:
                post = self.posts.get(f"comment/{number}")
            case ["repos", _, _, "issues", number, "comments"]:
                below = [post for post in self.posts.values() if post.parent == f"issue/{number}"]
                first = (int(request.query["page"]) - 1) * 100
                return Answer.json([self._comment(post) for post in below[first : first + 100]])
            case ["repos", _, _, "issues", number]:
                post = self.posts.get(f"issue/{number}")
            case _:
                post = None
        if post is None:
            return Answer.json({"message": "This issue was deleted"}, status=410)
        return Answer.json(self._comment(post) if post.parent else self._issue(post))

    def _search(self, request: Request) -> Answer:
        window = _WINDOW.search(request.query["q"])
        floor, below = (datetime.fromisoformat(one) for one in window.groups()) if window else (None, None)
        size, page = int(request.query["per_page"]), 1 if self.is_repeating else int(request.query["page"])
        issues = [post for post in self.posts.values() if not post.parent]
        if floor and below and not self.is_repeating:
            issues = [post for post in issues if floor <= _updated(post) <= below]
        issues.sort(key=lambda post: (_updated(post), post.number), reverse=True)
        items = [self._issue(post) for post in issues[(page - 1) * size : page * size]]
        return Answer.json({"total_count": len(issues), "incomplete_results": False, "items": items})

    def _issue(self, post: Post) -> dict[str, object]:
        path = f"/repos/maple/app/issues/{post.number}"
        return self._post(post, path=path) | {"title": "", "comments": 0}

    def _comment(self, post: Post) -> dict[str, object]:
        return self._post(post, path=f"/repos/maple/app/issues/comments/{post.number}")

    def _post(self, post: Post, *, path: str) -> dict[str, object]:
        values: dict[str, object] = {
            "id": post.number,
            "url": f"{self.url}{path}",
            "html_url": f"https://github.com{path}",
            "user": {"login": "dana", "id": 7},
            "author_association": "NONE",
            "body": post.text,
            "created_at": post.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "updated_at": _updated(post).astimezone(UTC).isoformat().replace("+00:00", "Z"),
        }
        match post.spoilt:
            case Spoil.RENAMED:
                values["number"] = values.pop("id")
            case Spoil.WRONG_TYPE:
                values["body"] = {"text": post.text}
            case None:
                pass
        return values


def _updated(post: Post) -> datetime:
    return post.edited_at or post.at


WORLD = GitHubWorld
