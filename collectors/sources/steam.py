"""Steam: the reviews of one game, keyless, with the developer's answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from collectors.base import Gone, Http, Known, Page, Record, Source
from collectors.errors import BadRecordError, SetupError
from collectors.fields import CHANGED, Fields, described, document, listed
from collectors.options import whole
from collectors.reviews import is_reply, records_of, reply_item, review_id
from collectors.sweep import Listed, Sweep, Told, by_place, page_of, walk
from triage.mention import Item, Kind, ReplyVisibility, State, Target

_BASE = "https://api.steampowered.com"
_PAGE_SIZE = 100
_HISTORY_DAYS = 30
_MOST_PAGES_LOOKED_AT_AGAIN = 20
_FIRST = "*"
_ANSWER_FIELDS = ("developer_response", "timestamp_dev_responded")
_LANGUAGES = {
    "arabic": "ar", "brazilian": "pt", "bulgarian": "bg", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hungarian": "hu", "indonesian": "id",
    "italian": "it", "japanese": "ja", "koreana": "ko", "latam": "es", "norwegian": "no", "polish": "pl",
    "portuguese": "pt", "romanian": "ro", "russian": "ru", "schinese": "zh", "spanish": "es", "swedish": "sv",
    "tchinese": "zh", "thai": "th", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip


class SteamSource:
    """The account of a target is the game's app id."""

    name = "steam"
    platform = "steam"
    needs: tuple[str, ...] = ()
    overlap = timedelta(hours=1)
    keep_text: timedelta | None = None
    reply_visibility = ReplyVisibility.IN_ITEM

    def check(self, http: Http, target: Target) -> str:
        """Ask how many reviews there are."""
        summary = _reviews(http, target, cursor=_FIRST, size=1).get("query_summary")
        total = summary.get("total_reviews") if isinstance(summary, dict) else None
        return f"app {target.account} has {total if isinstance(total, int) else 'an unknown number of'} reviews"

    def pull(self, http: Http, target: Target, *, since: str | None, until: datetime) -> Iterator[Page]:
        """Walk from the review updated last back to what is known."""
        history = timedelta(days=whole(target, "history_days", default=_HISTORY_DAYS))

        def step(sweep: Sweep) -> tuple[Page, Sweep]:
            return by_place(sweep, _list(http, target, sweep))

        return walk(step, since=since, until=until, history=history, overlap=self.overlap)

    def map(self, record: Record) -> Item:
        """Read one review, or the answer to one."""
        review = Fields.of(record.body, where="steam review")
        try:
            return _answer(review, record) if is_reply(record) else _review(review, record)
        except ValueError as error:
            raise BadRecordError(f"{review.where}: {error}") from error

    def recheck(self, http: Http, target: Target, known: Sequence[Known]) -> Iterator[Record | Gone]:
        """Walk back to the oldest of them: Steam tells of no single review, and leaves out those it filters.

        An answer that is missing beside its review was taken back; a missing review proves nothing.
        """
        wanted = {review_id(post) for post in known}
        answers = {post.noted("review"): post.key for post in known if post.noted("review")}
        floor = min((int(post.noted("updated", "0")) for post in known), default=0)
        sweep = Sweep(newest=0, floor=floor)
        for _ in range(_MOST_PAGES_LOOKED_AT_AGAIN):
            shown = _list(http, target, sweep)
            found = [record for record in reversed(shown.records) if record.noted("id") in wanted]
            yield from found
            seen, answered = {record.noted("id") for record in found}, {record.noted("review") for record in found}
            yield from (Gone(key=answers[one], seen_at=http.now()) for one in sorted(seen - answered) if one in answers)
            wanted -= seen
            if not wanted or not shown.next or (shown.seconds and shown.seconds[-1] < floor):
                return
            sweep = replace(sweep, place=shown.next)

    def answers(self, http: Http, target: Target, post: Known) -> Iterator[Record]:
        """Nothing: an answer comes with its review, in a pull and in a recheck."""
        return iter(())


SOURCE: Source = SteamSource()


def _list(http: Http, target: Target, sweep: Sweep) -> Listed:
    cursor, size = sweep.place or _FIRST, whole(target, "page_size", default=_PAGE_SIZE)
    answer = _reviews(http, target, cursor=cursor, size=size)
    # the last page leaves out the list; the first, where it counts reviews, may not
    found = listed(answer, source="Steam", name="reviews") if "reviews" in answer or _counts(answer) else []
    then = answer.get("cursor")
    # a short page is not the last one: Steam leaves out what it filters. An empty one is, and so is a cursor that stays
    then = then if found and isinstance(then, str) and then != cursor else ""
    return page_of([_told(one, http=http, target=target) for one in found], sweep=sweep, then=then)


def _reviews(http: Http, target: Target, *, cursor: str, size: int) -> dict[str, object]:
    if not target.account.isdecimal():
        raise SetupError(
            f"Target {target.id} names no game", fix="Put its app id into the account: the number in its store address."
        )
    params = {
        "appid": target.account,
        "filter": "2",
        "languages[0]": "all",
        "purchase_type": "1",
        "num_per_page": str(size),
        "cursor": cursor,
    }
    base = target.option("base", _BASE).rstrip("/")
    answer = document(http.get(f"{base}/IUserReviewsService/GetAppReviews/v1", params=params), source="Steam")
    answer = described(answer, source="Steam")
    return described(answer.get("response", answer), source="Steam")


def _counts(answer: Mapping[str, object]) -> bool:
    summary = answer.get("query_summary")
    return isinstance(summary, dict) and bool(summary.get("num_reviews"))


def _told(review: object, *, http: Http, target: Target) -> Told:
    """The review, and the answer where there is one: two posts by two authors."""
    values = review if isinstance(review, dict) else {}
    native_id, updated = values.get("recommendationid"), values.get("timestamp_updated")
    note = (("app", target.account), ("id", str(native_id)), ("updated", str(updated)))
    return Told(
        second=updated if isinstance(updated, int) else None,
        records=records_of(
            {name: value for name, value in values.items() if name not in _ANSWER_FIELDS} if values else review,
            native_id=native_id,
            reply={name: values.get(name) for name in _ANSWER_FIELDS} if values.get("developer_response") else None,
            seen_at=http.now(),
            note=note if isinstance(updated, int) else note[:2],
        ),
    )


def _review(review: Fields, record: Record) -> Item:
    author, native_id = review.fields("author").text("steamid"), review.text("recommendationid")
    created_at, updated_at = review.epoch("timestamp_created"), review.epoch("timestamp_updated")
    is_edited = updated_at > created_at
    if "voted_up" not in review.values:
        raise BadRecordError(f"{review.where}: it has no 'voted_up'. {CHANGED}")
    return Item(
        platform=SOURCE.platform,
        native_id=native_id,
        kind=Kind.REVIEW,
        created_at=created_at,
        seen_at=record.seen_at,
        updated_at=updated_at if is_edited else None,
        text=review.text("review"),
        url=f"https://steamcommunity.com/profiles/{author}/recommended/{record.noted('app')}/",
        author_id=author,
        lang=_LANGUAGES.get((review.maybe_text("language") or "").lower()),
        rating=float(review.flag("voted_up")),
        rating_max=1.0,
        likes=review.maybe_number("votes_up"),
        replies=review.maybe_number("comment_count"),
        state=State.EDITED if is_edited else State.LIVE,
        reply_visibility=ReplyVisibility.IN_ITEM,
    )


def _answer(body: Fields, record: Record) -> Item:
    reply = body.fields("reply")
    return reply_item(
        SOURCE.platform,
        record,
        text=reply.text("developer_response"),
        moment=reply.epoch("timestamp_dev_responded"),
        # Steam names no person: whoever may answer there is the game's developer
        owner=f"app:{record.noted('app')}",
    )
