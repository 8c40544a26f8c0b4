"""Trustpilot's reviews of a company, with its answers; of what the private list tells, only what is public is kept."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from collectors import tokens
from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import Fields, described, document, listed
from collectors.options import whole
from collectors.reviews import (
    MOST_STARS,
    is_reply,
    looked_up,
    records_of,
    reply_item,
    said,
    second,
    stars,
)
from collectors.sweep import Sweep, Told, by_place, page_of, walk
from triage.mention import Item, Kind, ReplyVisibility, State, Target

_BASE = "https://api.trustpilot.com"
_KEY, _SECRET = "TRUSTPILOT_API_KEY", "TRUSTPILOT_API_SECRET"
_TOKEN_PATH = "v1/oauth/oauth-business-users-for-applications/accesstoken"  # noqa: S105 -- an address, not a token
_PAGE_SIZE = 100
_HISTORY_DAYS = 30
_GONE = frozenset({404, 410})

# named and not left out: what Trustpilot adds to the private list tomorrow is not stored either
_PUBLIC = ("id", "title", "text", "stars", "language", "createdAt", "updatedAt", "isVerified", "numberOfLikes")
_PUBLIC_OF_CONSUMER = ("id", "displayName")
_PUBLIC_OF_REPLY = ("text", "createdAt", "updatedAt")


class TrustpilotSource:
    """The account of a target is the id of a business unit; option `access` is `public` or `private`."""

    name = "trustpilot"
    platform = "trustpilot"
    needs: tuple[str, ...] = (_KEY,)
    overlap = timedelta(days=2)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.IN_ITEM

    def check(self, http: Http, target: Target) -> str:
        """Read one review as a pull would."""
        unit = _Unit.of(http, target)
        shown = unit.reviews(page=1, size=1, floor=0)
        return f"business unit {unit.id} can be read; it shows {'reviews' if shown else 'no review yet'}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the newest review back to those known, until a page is empty."""
        unit, size = _Unit.of(http, target), whole(target, "page_size", default=_PAGE_SIZE)
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            number = int(sweep.place or 1)
            reviews = unit.reviews(page=number, size=size, floor=sweep.floor or 0)
            told = [Told(second=second(review, _created), records=unit.records(review)) for review in reviews]
            return by_place(sweep, page_of(told, sweep=sweep, then=str(number + 1) if reviews else ""))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one review, or the company's answer to it."""
        body = Fields.of(record.body, where="trustpilot review")
        if is_reply(record):
            reply, owner = body.fields("reply"), record.noted("unit")
            return reply_item(
                self.platform,
                record,
                text=reply.text("text"),
                moment=_created(reply),
                changed_at=reply.maybe_instant("updatedAt"),
                owner=owner,
            )
        native_id, created_at, updated_at = body.text("id"), _created(body), body.maybe_instant("updatedAt")
        is_edited = updated_at is not None and updated_at > created_at
        consumer = body.fields("consumer")
        try:
            return Item(
                platform=self.platform,
                native_id=native_id,
                kind=Kind.REVIEW,
                created_at=created_at,
                updated_at=updated_at if is_edited else None,
                seen_at=record.seen_at,
                text=said(body.maybe_text("title"), body.text("text")),
                url=f"https://www.trustpilot.com/reviews/{quote(native_id, safe='')}",
                author_id=consumer.maybe_text("id"),
                author_name=consumer.maybe_text("displayName"),
                lang=(body.maybe_text("language") or "").split("-")[0].lower() or None,
                rating=stars(body.number("stars")),
                rating_max=MOST_STARS,
                likes=body.maybe_number("numberOfLikes"),
                state=State.EDITED if is_edited else State.LIVE,
                reply_visibility=self.reply_visibility,
            )
        except ValueError as error:
            raise BadRecordError(f"trustpilot review {native_id}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Ask for each review again as the public sees it, with its answer."""
        unit = _Unit.of(http, target)
        return looked_up(self.map, known, find=unit.find, records=unit.records, now=http.now)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """Nothing: an answer comes with its review, in a pull and in a recheck."""
        return iter(())


SOURCE: Source = TrustpilotSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """One business unit, as the public or as its owner sees it."""

    http: Http
    base: str
    id: str
    is_private: bool

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Unit":
        if not target.account.isalnum():
            raise SetupError(
                f"Target {target.id} names no business unit",
                fix="Put its id into the account: /v1/business-units/find?name=shop.example tells it.",
            )
        access = target.option("access", "public")
        if access not in {"public", "private"}:
            raise SetupError(f"Option access of target {target.id} is {access!r}", fix="Write public or private.")
        base = target.option("base", _BASE).rstrip("/")
        return cls(http=http, base=base, id=target.account, is_private=access == "private")

    def reviews(self, *, page: int, size: int, floor: int) -> list[object]:
        """One page of reviews, from the newest; only the private list can be told where to end."""
        params = {"orderBy": "createdat.desc", "perPage": str(size), "page": str(page)}
        path = f"v1/business-units/{self.id}/reviews"
        if self.is_private:
            path = f"v1/private/business-units/{self.id}/reviews"
            params["startDateTime"] = datetime.fromtimestamp(floor, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S")
        response = self.http.get(f"{self.base}/{path}", params=params, headers=self._headers())
        return listed(document(response, source="Trustpilot"), source="Trustpilot", name="reviews")

    def find(self, native_id: str) -> dict[str, object] | None:
        """One review as the public sees it; None where it is gone."""
        response = self.http.get(
            f"{self.base}/v1/reviews/{quote(native_id, safe='')}",
            headers={"apikey": self.http.secret(_KEY)},
            allow_status=_GONE,
        )
        if response.status in _GONE:
            return None
        return described(document(response, source="Trustpilot"), source="Trustpilot")

    def records(self, review: object) -> list[Record]:
        """The review, and the answer in it, of which nothing is kept that the public does not see."""
        shown, reply = as_the_public_sees(review)
        return records_of(
            shown, native_id=shown.get("id"), reply=reply, seen_at=self.http.now(), note=(("unit", self.id),)
        )

    def _headers(self) -> dict[str, str]:
        if not self.is_private:
            return {"apikey": self.http.secret(_KEY)}
        return {"Authorization": f"Bearer {tokens.kept(self.http, f'{_KEY} {self.base}', self._token)}"}

    def _token(self) -> tokens.Token:
        pair = f"{self.http.secret(_KEY)}:{self.http.secret(_SECRET)}"
        return tokens.granted(
            self.http,
            f"{self.base}/{_TOKEN_PATH}",
            form={"grant_type": "client_credentials"},
            headers={"Authorization": f"Basic {b64encode(pair.encode()).decode()}"},
            credential=_SECRET,
        )


def as_the_public_sees(review: object) -> tuple[Mapping[str, object], Mapping[str, object] | None]:
    """A review and the answer in it, without e-mail address, order number and whatever else is not for everyone."""
    values = review if isinstance(review, dict) else {}
    reply = values.get("companyReply")
    shown = {**_only(values, _PUBLIC), "consumer": _only(values.get("consumer"), _PUBLIC_OF_CONSUMER)}
    return shown, None if reply is None else _only(reply, _PUBLIC_OF_REPLY)


def _created(post: Fields) -> datetime:
    return post.instant("createdAt")


def _only(value: object, names: Sequence[str]) -> Mapping[str, object]:
    """The named values of an object that are plain: what is nested could hold anything."""
    if not isinstance(value, dict):
        return {}
    return {name: value[name] for name in names if name in value and not isinstance(value[name], dict | list)}
