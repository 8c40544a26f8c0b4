"""Google reviews of one's own places through the Business Profile API, with the owner's answers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import quote

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import CHANGED, Fields, described, document, listed
from collectors.google import GoogleApi
from collectors.options import whole
from collectors.reviews import MOST_STARS, is_reply, looked_up, records_of, reply_item, second
from collectors.sweep import Sweep, Told, by_place, page_of, walk
from triage.mention import Item, Kind, ReplyVisibility, State, Target

_BASE = "https://mybusiness.googleapis.com"
_SCOPE = "https://www.googleapis.com/auth/business.manage"
_CREDENTIAL = "GOOGLE_BUSINESS_CREDENTIALS"
_PLACE = re.compile(r"accounts/[\w-]+/locations/[\w-]+")
_PAGE_SIZE = 50
_HISTORY_DAYS = 30
_GONE = frozenset({404, 410})
_STARS: Mapping[str, float | None] = MappingProxyType({
    "STAR_RATING_UNSPECIFIED": None,
    "ONE": 1.0,
    "TWO": 2.0,
    "THREE": 3.0,
    "FOUR": 4.0,
    "FIVE": 5.0,
})
_TRANSLATED, _ORIGINAL = "(Translated by Google)", "(Original)"


class GoogleBusinessSource:
    """The account of a target is a place: `accounts/1/locations/2`."""

    name = "googlebusiness"
    platform = "googlebusiness"
    needs: tuple[str, ...] = (_CREDENTIAL,)
    overlap = timedelta(days=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.IN_ITEM

    def check(self, http: Http, target: Target) -> str:
        """Ask how the place is rated."""
        location = _Location.of(http, target)
        answer = location.page(size=1)
        count, average = answer.get("totalReviewCount", 0), answer.get("averageRating", "no")
        return f"{location.path} has {count} reviews and {average} stars"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the review changed last back to those known."""
        location, size = _Location.of(http, target), whole(target, "page_size", default=_PAGE_SIZE)
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            answer = location.page(token=sweep.place, size=size)
            # Google leaves out a list that is empty
            is_empty = "reviews" not in answer and (bool(sweep.place) or not answer.get("totalReviewCount"))
            reviews = [] if is_empty else listed(answer, source="Google", name="reviews")
            told = [Told(second=second(review, _changed), records=location.records(review)) for review in reviews]
            return by_place(sweep, page_of(told, sweep=sweep, then=str(answer.get("nextPageToken") or "")))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one review, or the owner's answer to it."""
        body = Fields.of(record.body, where="googlebusiness review")
        if is_reply(record):
            reply, owner = body.fields("reply"), record.noted("location")
            text, moment = _original(reply.text("comment")), reply.instant("updateTime")
            return reply_item(self.platform, record, text=text, moment=moment, owner=owner)
        native_id, created_at, changed_at = body.text("reviewId"), body.instant("createTime"), _changed(body)
        rating = _rating(body)
        try:
            return Item(
                platform=self.platform,
                native_id=native_id,
                kind=Kind.REVIEW,
                created_at=created_at,
                updated_at=changed_at,
                seen_at=record.seen_at,
                # who only gives stars says nothing
                text=_original(body.maybe_text("comment") or ""),
                author_name=body.fields("reviewer").maybe_text("displayName"),
                rating=rating,
                rating_max=None if rating is None else MOST_STARS,
                state=State.EDITED if changed_at > created_at else State.LIVE,
                reply_visibility=self.reply_visibility,
            )
        except ValueError as error:
            raise BadRecordError(f"googlebusiness review {native_id}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each review again, with its answer."""
        location = _Location.of(http, target)
        return looked_up(self.map, known, find=location.find, records=location.records, now=http.now)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """Nothing: an answer comes with its review, in a pull and in a recheck."""
        return iter(())


SOURCE: Source = GoogleBusinessSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Location:
    """One place as its owner sees it."""

    api: GoogleApi
    path: str

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Location":
        if not _PLACE.fullmatch(target.account):
            raise SetupError(
                f"Target {target.id} names no place",
                fix="Put its resource name into the account: accounts/1/locations/2",
            )
        base = target.option("base", _BASE).rstrip("/")
        api = GoogleApi(http=http, base=base, credential=_CREDENTIAL, scope=_SCOPE)
        return cls(api=api, path=target.account)

    def page(self, *, token: str = "", size: int) -> dict[str, object]:
        """One page of reviews, from the one changed last."""
        params = {"pageSize": str(size), "orderBy": "updateTime desc", **({"pageToken": token} if token else {})}
        answer = document(self.api.get(f"v4/{self.path}/reviews", params=params), source="Google")
        return described(answer, source="Google")

    def find(self, native_id: str) -> dict[str, object] | None:
        """One review; None where it is gone."""
        response = self.api.get(f"v4/{self.path}/reviews/{quote(native_id, safe='')}", allow_status=_GONE)
        if response.status in _GONE:
            return None
        return described(document(response, source="Google"), source="Google")

    def records(self, review: object) -> list[Record]:
        """The review, and the answer in it."""
        values = review if isinstance(review, dict) else {}
        return records_of(
            {name: value for name, value in values.items() if name != "reviewReply"} or review,
            native_id=values.get("reviewId"),
            reply=values.get("reviewReply"),
            seen_at=self.api.http.now(),
            note=(("location", self.path[self.path.index("locations/") :]),),
        )


def _changed(review: Fields) -> datetime:
    return review.instant("updateTime")


def _rating(review: Fields) -> float | None:
    """The stars, which Google writes as a word."""
    word = review.text("starRating")
    if word not in _STARS:
        raise BadRecordError(f"{review.where}: its 'starRating' is a word that is not known. {CHANGED}")
    return _STARS[word]


def _original(comment: str) -> str:
    """What was written, where Google puts its translation before or behind it."""
    if comment.startswith(_TRANSLATED) and _ORIGINAL in comment:
        return comment.partition(_ORIGINAL)[2].strip()
    return comment.partition(f"\n\n{_TRANSLATED}")[0].strip()
