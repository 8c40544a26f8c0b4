"""App Store reviews through Apple's public feed, keyless: the newest five hundred of one storefront."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, RetryLaterError, SetupError
from collectors.fields import Fields, described, document, encode, listed
from collectors.options import whole
from collectors.reviews import MOST_STARS, said, second, stars
from collectors.sweep import Sweep, Told, by_place, page_of, walk
from triage.mention import Item, Kind, ReplyVisibility, Target

_BASE = "https://itunes.apple.com"
_LAST_PAGE = 10
_HISTORY_DAYS = 30
_EMPTY_WAIT = timedelta(hours=6)


class AppStoreSource:
    """The account of a target is the number of an app, the query the storefront: `us`, `ca`."""

    name = "appstore"
    platform = "appstore"
    needs: tuple[str, ...] = ()
    overlap = timedelta(days=2)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.NEVER

    def check(self, http: Http, target: Target) -> str:
        """Look the app up, and see whether its feed shows anything."""
        shop = _Shop.of(http, target)
        app, shown = shop.app(), len(shop.reviews(page=1))
        rated = app.get("userRatingCount")
        hint = "; Apple shows some networks an empty feed" if rated and not shown else ""
        return f"{app.get('trackName')} has {rated} ratings in {shop.storefront}, its feed {shown} reviews{hint}"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the newest review back to those known, ten pages at most."""
        shop = _Shop.of(http, target)
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            number = int(sweep.place or 1)
            reviews = shop.reviews(page=number)
            if not reviews and number == 1:
                return shop.nothing(is_known=since is not None), sweep.done()
            listed = page_of(
                [Told(second=second(review, _updated), records=[shop.record(review)]) for review in reviews],
                sweep=sweep,
                then=str(number + 1) if reviews and number < _LAST_PAGE else "",
                has_more=bool(reviews),
            )
            return by_place(sweep, listed)

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one entry of the feed, where every value is a label."""
        entry = Fields.of(record.body, where="appstore review")
        author = entry.fields("author")
        try:
            return Item(
                platform=self.platform,
                native_id=_label(entry, "id"),
                kind=Kind.REVIEW,
                # the feed tells one instant: of writing, and after an edit of the edit
                created_at=_updated(entry),
                seen_at=record.seen_at,
                updated_at=_updated(entry),
                text=said(_label(entry, "title"), _label(entry, "content")),
                url=f"https://apps.apple.com/{record.noted('storefront')}/app/id{record.noted('app')}?see-all=reviews",
                author_id=_label(author, "uri") if "uri" in author.values else None,
                author_name=_label(author, "name") if "name" in author.values else None,
                rating=stars(_label(entry, "im:rating")),
                rating_max=MOST_STARS,
                reply_visibility=self.reply_visibility,
            )
        except ValueError as error:
            raise BadRecordError(f"appstore review: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Nothing: the feed cannot be asked for one review, and what left it is old or deleted alike."""
        return iter(())

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """Nothing: the feed does not show what developers answer."""
        return iter(())


SOURCE: Source = AppStoreSource()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shop:
    """One app in one storefront."""

    http: Http
    base: str
    app_id: str
    storefront: str

    @classmethod
    def of(cls, http: Http, target: Target) -> "_Shop":
        app_id, storefront = target.account.removeprefix("id"), target.query.lower()
        if not app_id.isdecimal():
            raise SetupError(
                f"Target {target.id} names no app", fix="Put its number into the account: 284815942 of .../id284815942"
            )
        if not (len(storefront) == 2 and storefront.isascii() and storefront.isalpha()):
            raise SetupError(
                f"Target {target.id} names no storefront", fix="Put its country into the query: us; one target for each"
            )
        base = target.option("base", _BASE).rstrip("/")
        return cls(http=http, base=base, app_id=app_id, storefront=storefront)

    def app(self) -> Mapping[str, object]:
        """What the store says of the app; SetupError where it has none of this number."""
        params = {"id": self.app_id, "country": self.storefront}
        answer = document(self.http.get(f"{self.base}/lookup", params=params), source="App Store")
        found = listed(answer, source="App Store", name="results")
        if not found:
            raise SetupError(
                f"The storefront {self.storefront} has no app {self.app_id}",
                fix="Check the number and the storefront; an app that was withdrawn has no reviews either.",
            )
        return described(found[0], source="App Store")

    def reviews(self, *, page: int) -> list[object]:
        """The entries of one page; a page without any has no list, and a single one stands alone."""
        path = f"rss/customerreviews/page={page}/id={self.app_id}/sortBy=mostRecent/json"
        answer = document(self.http.get(f"{self.base}/{quote(self.storefront)}/{path}"), source="App Store")
        feed = described(described(answer, source="App Store").get("feed"), source="App Store")
        entries = feed.get("entry", [])
        entries = entries if isinstance(entries, list) else [entries]
        # older feeds open with the app itself
        return [entry for entry in entries if not (isinstance(entry, dict) and "im:name" in entry)]

    def record(self, review: object) -> Record:
        note = (("app", self.app_id), ("storefront", self.storefront))
        return Record(body=encode(review), content_type="application/json", seen_at=self.http.now(), note=note)

    def nothing(self, *, is_known: bool) -> Page:
        """What an empty feed means: Apple shows one to networks it does not serve, and 200 beside it.

        An app without ratings has no reviews; of any other it proves nothing. Without a cursor nobody has seen a review
        yet, and none is kept until somebody has.
        """
        has_ratings = self.app().get("userRatingCount") != 0
        if is_known and has_ratings:
            raise RetryLaterError(
                f"App {self.app_id} had reviews in {self.storefront} and its feed is empty now, as Apple shows it to "
                "networks it does not serve",
                after=_EMPTY_WAIT,
            )
        return Page(records=(), cursor=None, overlap_reached=not has_ratings)


def _label(entry: Fields, name: str) -> str:
    """A value of the feed: each is an object with a label."""
    return entry.fields(name).text("label")


def _updated(entry: Fields) -> datetime:
    return entry.fields("updated").instant("label")
