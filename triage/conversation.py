"""Who opened a conversation, who joined it, and whether the brand answered in public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from triage.mention import ReplyVisibility
from triage.sla import AnswerState


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One post of a thread, seen from one brand: `is_brand` says whether an account it owned then wrote it.

    `author_id` is None where the source does not tell, or the post is gone. `changed_at` is set where the post had been
    edited before it was first seen: nobody knows what an earlier answer was an answer to. `signed_by` is the colleague
    whose name stands below what the brand wrote.
    """

    native_id: str
    parent_id: str | None
    author_id: str | None
    created_at: datetime
    is_created_at_known: bool
    is_brand: bool
    is_gone: bool
    reply_visibility: ReplyVisibility
    changed_at: datetime | None = None
    signed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A public answer of the brand; `is_to_opener` when no other customer's message stands between."""

    native_id: str
    created_at: datetime
    is_time_known: bool
    is_to_opener: bool
    is_gone: bool
    signed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """An opening customer post, the customers' later messages and the brand's answers below it, oldest first."""

    opener: Message
    follow_ups: tuple[Message, ...]
    answers: tuple[Answer, ...]

    @property
    def standing(self) -> tuple[Answer, ...]:
        """The answers to the opener that the public can still read."""
        return tuple(answer for answer in self.answers if answer.is_to_opener and not answer.is_gone)

    @property
    def answer_state(self) -> AnswerState:
        """Answered, not answered, or unknown where the source can never show an answer."""
        if self.standing:
            return AnswerState.ANSWERED
        is_blind = self.opener.reply_visibility is ReplyVisibility.NEVER
        return AnswerState.UNKNOWN if is_blind else AnswerState.NOT_ANSWERED

    @property
    def first_answer(self) -> Answer | None:
        """The earliest answer; one whose time the source tells comes before any whose time it does not."""
        return min(self.standing, key=lambda answer: (not answer.is_time_known, answer.created_at), default=None)


def conversations(messages: Sequence[Message]) -> list[Conversation]:
    """Cut one thread into conversations: each customer message with no customer above it opens one.

    A comment below the brand's own post opens its own; a brand message above all customers answers nobody.
    """
    by_id = {message.native_id: message for message in messages}
    ordered = sorted(messages, key=lambda message: (message.created_at, message.native_id))
    below: dict[str, list[Message]] = {}
    for message in ordered:
        top = _topmost_customer(message, by_id)
        if top is not None:
            below.setdefault(top.native_id, []).append(message)
    return [
        Conversation(
            opener=by_id[opener],
            follow_ups=tuple(part for part in parts if not part.is_brand and part.native_id != opener),
            answers=tuple(_answers(parts, by_id[opener], by_id)),
        )
        for opener, parts in below.items()
    ]


def _answers(parts: Iterable[Message], opener: Message, by_id: Mapping[str, Message]) -> Iterable[Answer]:
    for part in parts:
        if part.is_brand:
            to = next((above for above in _ancestors(part, by_id) if not above.is_brand), opener)
            yield Answer(
                native_id=part.native_id,
                created_at=part.created_at,
                is_time_known=part.is_created_at_known and (to.changed_at is None or part.created_at >= to.changed_at),
                is_to_opener=_is_same_customer(to, opener),
                is_gone=part.is_gone,
                signed_by=part.signed_by,
            )


def _is_same_customer(one: Message, other: Message) -> bool:
    """Two messages of one author, or of a source that tells no authors; what is gone has lost its author to us."""
    if one.native_id == other.native_id or (one.author_id is not None and one.author_id == other.author_id):
        return True
    return None in {one.author_id, other.author_id} and not (one.is_gone or other.is_gone)


def _topmost_customer(message: Message, by_id: Mapping[str, Message]) -> Message | None:
    line = [message, *_ancestors(message, by_id)]
    names = [above.native_id for above in line]
    if line[-1].parent_id in names:
        # parents in a loop have no top: the oldest customer in the loop stands for it, from wherever it is reached
        loop = [above for above in line[names.index(line[-1].parent_id) :] if not above.is_brand]
        if loop:
            return min(loop, key=lambda above: (above.created_at, above.native_id))
    return next((above for above in reversed(line) if not above.is_brand), None)


def _ancestors(message: Message, by_id: Mapping[str, Message]) -> Iterable[Message]:
    """Messages above, nearest first; a loop of parents ends where it closes."""
    seen = {message.native_id}
    above = by_id.get(message.parent_id or "")
    while above is not None and above.native_id not in seen:
        yield above
        seen.add(above.native_id)
        above = by_id.get(above.parent_id or "")
