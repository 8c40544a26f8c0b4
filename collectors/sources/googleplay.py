"""Google Play reviews of one's own app through the official API, which lists those of the last week."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import CHANGED, Fields, described, document, listed
from collectors.google import GoogleApi, reasons
from collectors.options import whole
from collectors.reviews import (
    MOST_STARS,
    is_reply,
    looked_up,
    records_of,
    reply_item,
    review_id,
    said,
    second,
    stars,
)
from collectors.sweep import Sweep, Told, by_place, page_of, walk
from triage.mention import Item, Kind, ReplyVisibility, Target

_BASE = "https://androidpublisher.googleapis.com"
_SCOPE = "https://www.googleapis.com/auth/androidpublisher"
_CREDENTIAL = "GOOGLE_PLAY_CREDENTIALS"
_PAGE_SIZE = 100
_LISTED = timedelta(days=7)
_GONE = frozenset({404, 410})
_NOT_REVIEWS = frozenset({"pageInfo", "tokenPagination"})


class GooglePlaySource:
    """The account of a target is the package name of an app."""

    name = "googleplay"
    platform = "googleplay"
    needs: tuple[str, ...] = (_CREDENTIAL,)
    overlap = timedelta(days=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.IN_ITEM

    def check(self, http: Http, target: Target) -> str:
        """Read one review as a pull would."""
        app = _App.of(http, target)
        reviews, _ = app.page(size=1)
        return f"{app.package} can be read; it shows {'reviews' if reviews else 'no review of the last week'}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the review changed last back to those known, a week at most."""
        app, overlap = _App.of(http, target), int(self.overlap.total_seconds())
        size = whole(target, "page_size", default=_PAGE_SIZE)
        history = timedelta(days=whole(target, "history_days", default=_LISTED.days))
        week_ago = int((until - _LISTED).timestamp()) - overlap

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            reviews, token = app.page(token=sweep.place, size=size)
            told = [Told(second=second(review, _changed), records=app.records(review)) for review in reviews]
            is_cut = sweep.floor is not None and sweep.floor < week_ago
            # the list holds the whole week: what it does not show was not there, however old the newest review is
            sweep = replace(sweep, newest=max(sweep.newest, sweep.below - overlap))
            return by_place(sweep, page_of(told, sweep=sweep, then=token, has_more=bool(token) or is_cut))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one review, or the developer's answer to it."""
        body, package = Fields.of(record.body, where="googleplay review"), record.noted("app")
        if is_reply(record):
            reply = body.fields("reply")
            moment = _instant(reply.fields("lastModified"))
            return reply_item(self.platform, record, text=reply.text("text"), moment=moment, owner=package)
        comment, native_id = _comment(body), body.text("reviewId")
        try:
            return Item(
                platform=self.platform,
                native_id=native_id,
                kind=Kind.REVIEW,
                # Google tells when a review was last changed; the instant that was stored first stays
                created_at=_changed(body),
                updated_at=_changed(body),
                seen_at=record.seen_at,
                text=said(*comment.text("text").split("\t", 1)),
                url=f"https://play.google.com/store/apps/details?id={package}&reviewId={quote(native_id)}",
                author_name=body.maybe_text("authorName"),
                rating=stars(comment.number("starRating")),
                rating_max=MOST_STARS,
                likes=comment.maybe_number("thumbsUpCount"),
                reply_visibility=self.reply_visibility,
            )
        except ValueError as error:
            raise BadRecordError(f"googleplay review {native_id}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Look at each review again, with its answer: in the list of the week, or where it is older, alone."""
        app = _App.of(http, target)
        shown = app.shown({review_id(post) for post in known})

        def find(native_id: str) -> object:
            return shown.get(native_id) or app.find(native_id)

        return looked_up(self.map, known, find=find, records=app.records, now=http.now)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """Nothing: an answer comes with its review, in a pull and in a recheck."""
        return iter(())


SOURCE: Source = GooglePlaySource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _App:
    """One app as its developer sees it."""

    api: GoogleApi
    package: str

    @classmethod
    def of(cls, http: Http, target: Target) -> "_App":
        if "." not in target.account or "/" in target.account:
            raise SetupError(
                f"Target {target.id} names no app", fix="Put its package name into the account: com.example.app"
            )
        base = target.option("base", _BASE).rstrip("/")
        api = GoogleApi(http=http, base=base, credential=_CREDENTIAL, scope=_SCOPE)
        return cls(api=api, package=target.account)

    @property
    def path(self) -> str:
        return f"androidpublisher/v3/applications/{quote(self.package)}/reviews"

    def page(self, *, token: str = "", size: int) -> tuple[list[object], str]:
        """Reviews, and the token of the next page."""
        params = {"maxResults": str(size), **({"token": token} if token else {})}
        answer = described(document(self.api.get(self.path, params=params), source="Google Play"), source="Google Play")
        # Google leaves out a list that is empty
        is_empty = "reviews" not in answer and not answer.keys() - _NOT_REVIEWS
        paging = answer.get("tokenPagination")
        then = paging.get("nextPageToken") if isinstance(paging, dict) else None
        return [] if is_empty else listed(answer, source="Google Play", name="reviews"), str(then or "")

    def shown(self, wanted: set[str]) -> dict[str, object]:
        """Those of the wanted reviews that the list shows, in a quarter of the requests that they would cost alone."""
        found, token = dict[str, object](), ""
        for _ in range(len(wanted) // 4):
            reviews, token = self.page(token=token, size=_PAGE_SIZE)
            for review in reviews:
                if isinstance(review, dict) and (native_id := str(review.get("reviewId"))) in wanted:
                    found[native_id] = review
            if not token or len(found) == len(wanted):
                break
        return found

    def find(self, native_id: str) -> object | None:
        """One review; None where it is gone."""
        response = self.api.get(f"{self.path}/{quote(native_id, safe='')}", allow_status=_GONE)
        if response.status in _GONE:
            if "applicationNotFound" in reasons(response):
                raise SetupError(f"Google Play has no app {self.package}", fix="Check the package name.")
            return None
        return described(document(response, source="Google Play"), source="Google Play")

    def records(self, review: object) -> list[Record]:
        """The review, and the answer that Google lists among its comments."""
        comments = review.get("comments") if isinstance(review, dict) else None
        replies = [one["developerComment"] for one in _objects(comments) if "developerComment" in one]
        if isinstance(review, dict) and replies:
            review = {**review, "comments": [one for one in _objects(comments) if "developerComment" not in one]}
        return records_of(
            review,
            native_id=review.get("reviewId") if isinstance(review, dict) else None,
            reply=replies[-1] if replies else None,
            seen_at=self.api.http.now(),
            note=(("app", self.package),),
        )


def _objects(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _comment(review: Fields) -> Fields:
    """What the customer said."""
    for one in _objects(review.values.get("comments")):
        if "userComment" in one:
            return Fields(values=one, where=review.where).fields("userComment")
    raise BadRecordError(f"{review.where}: it has no 'userComment'. {CHANGED}")


def _changed(review: Fields) -> datetime:
    return _instant(_comment(review).fields("lastModified"))


def _instant(moment: Fields) -> datetime:
    """Seconds since 1970, which Google writes as text."""
    seconds = moment.text("seconds")
    try:
        return datetime.fromtimestamp(int(seconds), tz=UTC)
    except (ValueError, OverflowError, OSError):
        raise BadRecordError(f"{moment.where}: its 'seconds' are text that is no number. {CHANGED}") from None
