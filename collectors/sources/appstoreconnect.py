"""App Store reviews of one's own app through App Store Connect, with the answers that the public feed leaves out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

from collectors import tokens
from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import Fields, described, document, listed
from collectors.options import whole
from collectors.reviews import (
    MOST_STARS,
    is_reply,
    looked_at_again,
    records_of,
    reply_item,
    review_id,
    said,
    second,
    stars,
)
from collectors.sweep import Sweep, Told, by_place, page_of, walk
from triage.mention import Item, Kind, ReplyVisibility, Target

_BASE = "https://api.appstoreconnect.apple.com"
_KEY_ID, _ISSUER, _KEY = "APP_STORE_CONNECT_KEY_ID", "APP_STORE_CONNECT_ISSUER_ID", "APP_STORE_CONNECT_PRIVATE_KEY"
_AUDIENCE = "appstoreconnect-v1"
# Apple takes no token that lives longer than twenty minutes
_LIFE = timedelta(minutes=15)
_PAGE_SIZE = 200
_HISTORY_DAYS = 30
_GONE = frozenset({404, 410})
_NOT_PUBLIC = "PENDING_PUBLISH"


class AppStoreConnectSource:
    """The account of a target is the number of an app, the query a territory (`CAN`) or nothing for all."""

    name = "appstoreconnect"
    platform = "appstore"
    needs: tuple[str, ...] = (_KEY_ID, _ISSUER, _KEY)
    overlap = timedelta(days=2)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.IN_ITEM

    def check(self, http: Http, target: Target) -> str:
        """Count the reviews."""
        app = _App.of(http, target)
        meta = app.page(size=1).get("meta")
        paging = meta.get("paging") if isinstance(meta, dict) else None
        total = paging.get("total") if isinstance(paging, dict) else None
        return f"app {app.app_id} has {total if isinstance(total, int) else 'no count of'} reviews"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the newest review back to those known."""
        app, size = _App.of(http, target), whole(target, "page_size", default=_PAGE_SIZE)
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            answer = app.page(cursor=sweep.place, size=size)
            told = [
                Told(second=second(review, _created), records=app.records(review, answer))
                for review in listed(answer, source="App Store Connect", name="data")
            ]
            cursor, has_more = _next(answer)
            return by_place(sweep, page_of(told, sweep=sweep, then=cursor, has_more=has_more))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one review, or the answer to it."""
        body, app_id = Fields.of(record.body, where="appstoreconnect review"), record.noted("app")
        if is_reply(record):
            reply = body.fields("reply").fields("attributes")
            text, moment = reply.text("responseBody"), reply.instant("lastModifiedDate")
            return reply_item(self.platform, record, text=text, moment=moment, owner=f"app:{app_id}")
        native_id, review = body.text("id"), body.fields("attributes")
        try:
            return Item(
                platform=self.platform,
                native_id=native_id,
                kind=Kind.REVIEW,
                created_at=_created(body),
                seen_at=record.seen_at,
                text=said(review.maybe_text("title"), review.text("body")),
                url=f"https://apps.apple.com/app/id{app_id}?see-all=reviews",
                author_name=review.maybe_text("reviewerNickname"),
                rating=stars(review.number("rating")),
                rating_max=MOST_STARS,
                reply_visibility=self.reply_visibility,
            )
        except ValueError as error:
            raise BadRecordError(f"appstoreconnect review {native_id}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each review again, with its answer."""
        app = _App.of(http, target)
        for post in known:
            answer = app.find(review_id(post))
            if answer is None:
                yield Gone(key=post.key, seen_at=http.now())
                continue
            review = described(answer.get("data"), source="App Store Connect")
            response = _response(review, answer)
            is_pending = response is not None and not _is_public(response)
            records = app.records(review, answer)
            yield from looked_at_again(self.map, post, records, seen_at=http.now(), is_pending=is_pending)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """Nothing: an answer comes with its review, in a pull and in a recheck."""
        return iter(())


SOURCE: Source = AppStoreConnectSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _App:
    """One app as its developer sees it."""

    http: Http
    base: str
    app_id: str
    territory: str

    @classmethod
    def of(cls, http: Http, target: Target) -> "_App":
        app_id = target.account.removeprefix("id")
        if not app_id.isdecimal():
            raise SetupError(
                f"Target {target.id} names no app", fix="Put its number into the account: 284815942 of .../id284815942"
            )
        base = target.option("base", _BASE).rstrip("/")
        return cls(http=http, base=base, app_id=app_id, territory=target.query.upper())

    def page(self, *, cursor: str = "", size: int) -> dict[str, object]:
        """One page, from the newest; the place of the next is taken from its link, the address never."""
        params = {"include": "response", "sort": "-createdDate", "limit": str(size)}
        params |= {"cursor": cursor} if cursor else {}
        params |= {"filter[territory]": self.territory} if self.territory else {}
        url = f"{self.base}/v1/apps/{self.app_id}/customerReviews"
        answer = document(self.http.get(url, params=params, headers=self._headers()), source="App Store Connect")
        return described(answer, source="App Store Connect")

    def find(self, native_id: str) -> dict[str, object] | None:
        """One review with its answer; None where it is gone."""
        url = f"{self.base}/v1/customerReviews/{quote(native_id, safe='')}"
        response = self.http.get(url, params={"include": "response"}, headers=self._headers(), allow_status=_GONE)
        if response.status in _GONE:
            return None
        return described(document(response, source="App Store Connect"), source="App Store Connect")

    def records(self, review: object, answer: Mapping[str, object]) -> list[Record]:
        """The review, and its answer where the public can read it."""
        values = review if isinstance(review, dict) else {}
        response = _response(values, answer)
        return records_of(
            {name: value for name, value in values.items() if name != "relationships"} or review,
            native_id=values.get("id"),
            reply=response if response is not None and _is_public(response) else None,
            seen_at=self.http.now(),
            note=(("app", self.app_id),),
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {tokens.kept(self.http, self.base, self._token)}"}

    def _token(self) -> tokens.Token:
        now, key_id = self.http.now(), self.http.secret(_KEY_ID)
        claims = {"iss": self.http.secret(_ISSUER), "iat": now, "exp": now + _LIFE, "aud": _AUDIENCE}
        key = self.http.secret(_KEY)
        value = tokens.signed(claims, key=key, algorithm="ES256", credential=_KEY, key_id=key_id)
        return tokens.Token(value=value, until=now + _LIFE)


def _created(review: Fields) -> datetime:
    return review.fields("attributes").instant("createdDate")


def _response(review: Mapping[str, object], answer: Mapping[str, object]) -> dict[str, object] | None:
    """The answer that a review points to, among what came with the page."""
    link: object = review
    for name in ("relationships", "response", "data", "id"):
        link = link.get(name) if isinstance(link, dict) else None
    included = answer.get("included")
    for one in included if isinstance(included, list) else []:
        if isinstance(one, dict) and link is not None and one.get("id") == link:
            return one
    return None


def _is_public(response: Mapping[str, object]) -> bool:
    attributes = response.get("attributes")
    return not (isinstance(attributes, dict) and attributes.get("state") == _NOT_PUBLIC)


def _next(answer: Mapping[str, object]) -> tuple[str, bool]:
    """The cursor of the next page, and whether there is one."""
    links = answer.get("links")
    link = links.get("next") if isinstance(links, dict) else None
    if not isinstance(link, str):
        return "", False
    return parse_qs(urlsplit(link).query).get("cursor", [""])[0], True
