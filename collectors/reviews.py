"""What sources of reviews share: stars, title and text, and the answer that a store shows inside the review."""

from collections.abc import Callable
from datetime import datetime

from collectors.base import Known, Record
from collectors.errors import BadRecordError
from collectors.fields import Fields, encode
from triage.mention import Item, Kind, ReplyVisibility

MOST_STARS = 5.0


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
    if reply is not None:
        body = encode({"review": native_id, "reply": reply})
        is_of = (("review", str(native_id)),)
        records.append(Record(body=body, content_type="application/json", seen_at=seen_at, note=note + is_of))
    return records


def without(review: object, *names: str) -> object:
    """`review` without some of its values; what is no object stays as it is, for `map` to refuse."""
    if not isinstance(review, dict):
        return review
    return {name: value for name, value in review.items() if name not in names}


def value_of(review: object, name: str) -> object:
    """One value of a review; None where it has none or is no object."""
    return review.get(name) if isinstance(review, dict) else None


def review_id(post: Known) -> str:
    """The id to ask for: an answer is found in its review."""
    return post.noted("review") or post.key.native_id


def is_reply(record: Record) -> bool:
    """Whether the record is the answer below a review."""
    return bool(record.noted("review"))


def answered(platform: str, record: Record, *, text: str, instant: str, owner: str) -> Item:
    """The answer in a record of `records_of`, whose fields `text` and `instant` say what and when.

    `owner` is the id, on the platform, of what the brand runs there: only who owns it can answer, so that the
    answer is the brand's without an account being told.
    """
    body = Fields.of(record.body, where=f"{platform} answer")
    reply, parent = body.fields("reply"), body.text("review")
    moment = reply.instant(instant)
    return reply_item(platform, record, native_id=f"{parent}/reply", text=reply.text(text), moment=moment, owner=owner)


def reply_item(platform: str, record: Record, *, native_id: str, text: str, moment: datetime, owner: str) -> Item:
    """The brand's answer as an item of its own."""
    parent = record.noted("review")
    try:
        return Item(
            platform=platform,
            native_id=native_id,
            kind=Kind.REPLY,
            # stores tell when an answer was last changed; the first instant stored stays
            created_at=moment,
            updated_at=moment,
            seen_at=record.seen_at,
            text=text,
            author_id=owner,
            parent_id=parent,
            root_id=parent,
            reply_visibility=ReplyVisibility.IN_ITEM,
            is_owned=True,
        )
    except ValueError as error:
        raise BadRecordError(f"{platform} answer {native_id}: {error}") from error


def stars(value: object) -> float:
    """One to five stars, as a number or as text; ValueError for anything else."""
    text = str(value).strip()
    if text not in {"1", "2", "3", "4", "5"}:
        msg = f"its stars are {text[:20]!r}; they run from 1 to 5"
        raise ValueError(msg)
    return float(text)


def said(*parts: str | None) -> str:
    """Title and text as one; nothing for a review that only gives stars."""
    return "\n\n".join(part.strip() for part in parts if part and part.strip())
