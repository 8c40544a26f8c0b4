"""What sources of reviews share: stars, title and text, and the answer that a store shows inside the review."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from collectors.base import Gone, Known, Record
from collectors.errors import BadRecordError
from collectors.fields import Fields, encode
from triage.mention import Item, Kind, ReplyVisibility

MOST_STARS = 5.0
R = TypeVar("R")


def second(review: object, instant: Callable[[Fields], datetime]) -> int | None:
    """The second of one instant of a review; None where it does not tell, and `map` will say why."""
    if not isinstance(review, dict):
        return None
    try:
        return int(instant(Fields(values=review, where="review")).timestamp())
    except (BadRecordError, ValueError, OverflowError, OSError):
        return None


def records_of(
    review: object,
    *,
    native_id: object,
    reply: object,
    seen_at: datetime,
    note: tuple[tuple[str, str], ...] = (),
) -> list[Record]:
    """The record of a review, and that of the answer below it where there is one.

    `review` comes without the answer, and the record of the answer holds nothing of the review but its id:
    each can be erased alone.
    """
    records = [Record(body=encode(review), content_type="application/json", seen_at=seen_at, note=note)]
    if reply is not None and isinstance(native_id, str):
        body, is_of = encode({"review": native_id, "reply": reply}), (("review", native_id),)
        records.append(Record(body=body, content_type="application/json", seen_at=seen_at, note=note + is_of))
    return records


def looked_up(
    read: Callable[[Record], Item],
    known: Sequence[Known],
    *,
    find: Callable[[str], R | None],
    records: Callable[[R], Sequence[Record]],
    now: Callable[[], datetime],
) -> Iterator[Record | Gone]:
    """A fresh look at each known review by its id, with the answer in it; one that is not found is gone."""
    for post in known:
        review = find(review_id(post))
        if review is None:
            yield Gone(key=post.key, seen_at=now())
        else:
            yield from looked_at_again(read, post, records(review), seen_at=now())


def looked_at_again(
    read: Callable[[Record], Item],
    post: Known,
    records: Sequence[Record],
    *,
    seen_at: datetime,
    is_pending: bool = False,
) -> Iterator[Record | Gone]:
    """What a fresh look at the review of `post` shows; an answer that is missing from it was taken back.

    Nothing is taken back by a review that cannot be read, nor while `is_pending`: a new answer waits to be
    published, and until then the public still reads the old one.
    """
    yield from records
    if is_reply(post) and not is_pending and not any(map(is_reply, records)) and _shows(read, records, post):
        yield Gone(key=post.key, seen_at=seen_at)


def _shows(read: Callable[[Record], Item], records: Sequence[Record], post: Known) -> bool:
    try:
        return any(read(record).native_id == review_id(post) for record in records)
    except BadRecordError:
        return False


def review_id(post: Known) -> str:
    """The id to ask for: an answer is found in its review."""
    return post.noted("review") or post.key.native_id


def is_reply(post: Record | Known) -> bool:
    """Whether it is the answer below a review."""
    return bool(post.noted("review"))


def reply_item(
    platform: str, record: Record, *, text: str, moment: datetime, owner: str, changed_at: datetime | None = None
) -> Item:
    """The answer in a record of `records_of` as an item of its own.

    `owner` is the platform's id of what the brand runs there (an app, a shop): only who runs it can answer, so
    the answer is the brand's and no account needs to be told.
    """
    parent = record.noted("review")
    try:
        return Item(
            platform=platform,
            native_id=f"{parent}/reply",
            kind=Kind.REPLY,
            # where a store only tells when an answer was last changed, the instant that was stored first stays
            created_at=moment,
            updated_at=changed_at or moment,
            seen_at=record.seen_at,
            text=text,
            author_id=owner,
            parent_id=parent,
            root_id=parent,
            reply_visibility=ReplyVisibility.IN_ITEM,
            is_owned=True,
        )
    except ValueError as error:
        raise BadRecordError(f"{platform} answer to {parent}: {error}") from error


def stars(value: object) -> float:
    """One to five stars, as a number or as text; ValueError for anything else."""
    text = str(value).strip()
    if text not in {"1", "2", "3", "4", "5"}:
        msg = "its stars are no whole number from 1 to 5"
        raise ValueError(msg)
    return float(text)


def said(*parts: str | None) -> str:
    """Title and text as one; nothing for a review that only gives stars."""
    return "\n\n".join(part.strip() for part in parts if part and part.strip())
