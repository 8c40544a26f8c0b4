"""A public post as every part of the product sees it, and the target it was read from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What sort of post it is."""

    MENTION = "mention"
    REVIEW = "review"
    REPLY = "reply"
    REPOST = "repost"
    """Passes another post on without a word of its own."""


class State(StrEnum):
    """What became of a post: `deleted` by its author, `removed` by a moderator."""

    LIVE = "live"
    EDITED = "edited"
    DELETED = "deleted"
    REMOVED = "removed"

    @property
    def is_gone(self) -> bool:
        """Whether the post can no longer be read by the public."""
        return self in {State.DELETED, State.REMOVED}


class ReplyVisibility(StrEnum):
    """Where a source can show the brand's public answer; `never` makes coverage unknown."""

    IN_ITEM = "in_item"
    THREAD = "thread"
    NEVER = "never"


def require_utc(name: str, value: datetime | None) -> None:
    """Refuse a naive or non-UTC instant: ValueError names the field."""
    if value is not None and value.utcoffset() != timedelta(0):
        msg = f"{name} must be an aware UTC datetime, got {value!r}"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class MentionKey:
    """Names one post for ever: `native_id` is unique for the whole platform."""

    platform: str
    native_id: str

    def __post_init__(self) -> None:
        if not self.platform or not self.native_id:
            msg = f"a mention key needs a platform and an id, got {self.platform!r}, {self.native_id!r}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One post as its platform told it.

    `created_at` and `updated_at` are the platform's clock, `seen_at` is ours. `created_at` is None where
    the source does not tell; `text` is None only when the post is deleted or removed. `rating` runs from
    0 or 1 to `rating_max`. `parent_id` and `root_id` are native ids on the same platform; `root_id` may be None
    where the platform names only the parent. `brands` and `is_owned` are a source's claims (an import, a demo);
    for all other sources the target and the owned accounts decide.
    """

    platform: str
    native_id: str
    kind: Kind
    created_at: datetime | None
    seen_at: datetime
    text: str | None
    updated_at: datetime | None = None
    url: str | None = None
    author_id: str | None = None
    author_name: str | None = None
    author_followers: int | None = None
    lang: str | None = None
    rating: float | None = None
    rating_max: float | None = None
    likes: int | None = None
    shares: int | None = None
    replies: int | None = None
    parent_id: str | None = None
    root_id: str | None = None
    state: State = State.LIVE
    reply_visibility: ReplyVisibility = ReplyVisibility.THREAD
    brands: tuple[str, ...] = ()
    is_owned: bool = False

    def __post_init__(self) -> None:
        require_utc("created_at", self.created_at)
        require_utc("seen_at", self.seen_at)
        require_utc("updated_at", self.updated_at)
        if not self.platform or not self.native_id:
            msg = f"an item needs a platform and an id, got {self.platform!r}, {self.native_id!r}"
            raise ValueError(msg)
        if self.text is None and not self.state.is_gone:
            msg = f"{self.platform} {self.native_id}: text is missing though the post is {self.state}"
            raise ValueError(msg)
        if self.parent_id == self.native_id:
            msg = f"{self.platform} {self.native_id}: a post cannot answer itself"
            raise ValueError(msg)
        if (self.rating is None) != (self.rating_max is None):
            msg = f"{self.platform} {self.native_id}: rating and rating_max come together"
            raise ValueError(msg)

    @property
    def key(self) -> MentionKey:
        """The mention key of this post."""
        return MentionKey(platform=self.platform, native_id=self.native_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One configured thing to read: lease, cursor, coverage, budget and freshness are all per target."""

    id: str
    collector: str
    brands: tuple[str, ...]
    account: str = ""
    query: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.id or not self.collector:
            msg = f"a target needs an id and a collector, got {self.id!r}, {self.collector!r}"
            raise ValueError(msg)

    def option(self, name: str, default: str = "") -> str:
        """The value of a collector's own option."""
        return dict(self.options).get(name, default)
