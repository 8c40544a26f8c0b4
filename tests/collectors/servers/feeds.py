"""A small comment server with an Atom feed, ETags and threads."""

from hashlib import sha256
from xml.sax.saxutils import escape

from collectors import load
from tests.collectors.servers.loopback import Answer, LoopbackWorld, Post, Request
from triage.mention import Target


class FeedWorld(LoopbackWorld):
    """The whole feed is one document, whatever its length."""

    source = load("feeds")
    can_recheck = False

    @property
    def target(self) -> Target:
        return Target(id="feed", collector="feeds", brands=("maple-finch",), query=f"{self.url}/feed.atom")

    def native_id(self, number: int) -> str:
        return f"tag:shop.example,2026:/comment/{number}"

    def answer(self, request: Request) -> Answer:
        newest_first = sorted(self.posts.values(), key=lambda post: (post.at, post.number), reverse=True)
        entries = "".join(self._entry(post) for post in newest_first)
        body = (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            'xmlns:thr="http://purl.org/syndication/thread/1.0"><id>tag:shop.example,2026:/</id>'
            f"<title>Comments</title>{entries}</feed>"
        ).encode("utf-8", "replace")
        etag = f'"{sha256(body).hexdigest()[:12]}"'
        if request.headers.get("if-none-match") == etag and not self.is_repeating:
            return Answer(body=b"", status=304, headers={"ETag": etag})
        return Answer(body=body, headers={"ETag": etag, "Content-Type": "application/atom+xml"})

    def _entry(self, post: Post) -> str:
        reply = f'<thr:in-reply-to ref="{escape(post.parent)}"/>' if post.parent else ""
        # feedparser makes some value of anything; what cannot be read is an entry that cannot be its own parent
        if post.spoilt is not None:
            reply = f'<thr:in-reply-to ref="{self.native_id(post.number)}"/>'
        return (
            f"<entry><id>{self.native_id(post.number)}</id><title>Comment</title><author><name>dana</name></author>"
            f"<published>{post.at.isoformat()}</published><updated>{(post.edited_at or post.at).isoformat()}</updated>"
            f'<content type="html">{escape(f"<p>{post.text}</p>")}</content>{reply}</entry>'
        )


WORLD = FeedWorld
