"""Who waits for an answer: what was said in public, replayed in the order in which it was said."""

from bisect import insort
from dataclasses import dataclass
from datetime import datetime

from triage.events import Event, EventKind

SAID = frozenset({EventKind.ANSWERED, EventKind.CUSTOMER_REPLIED, EventKind.ANSWER_GONE, EventKind.POST_GONE})
"""What happens in public and moves the wait; acts of people do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The oldest customer message without an answer, and the promise it has."""

    since: datetime
    warn_at: datetime
    due_at: datetime


class Waiting:
    """The wait after all that was heard: `wait` is None when the brand had the last word, or the post is gone.

    Sources tell late and out of order. An answer ends the wait of what was said before it, whenever we learn of either.
    """

    def __init__(self, opening: Wait) -> None:
        self._opening = opening
        self._said: list[Event] = []
        self._is_answered = False
        self.wait: Wait | None = opening

    def hear(self, event: Event) -> None:
        """Take in what was said; the answers that are gone count no more."""
        is_latest = not self._said or _order(self._said[-1]) <= _order(event)
        if event.kind is EventKind.ANSWER_GONE:
            self._said = [said for said in self._said if said.kind is not EventKind.ANSWERED]
            self._replay()
        else:
            insort(self._said, event, key=_order)
            self._follow(event) if is_latest else self._replay()

    def _replay(self) -> None:
        self.wait, self._is_answered = self._opening, False
        for event in self._said:
            self._follow(event)

    def _follow(self, event: Event) -> None:
        if event.kind is EventKind.POST_GONE:
            self.wait = None
        elif event.kind is EventKind.ANSWERED:
            # an answer to another customer settles nothing for the opener
            self._is_answered |= bool(event.details.get("is_to_opener", True))
            if self._is_answered:
                self.wait = None
        elif self.wait is None and wants_answer(event):
            self.wait = Wait(
                since=event.occurred_at,
                warn_at=datetime.fromisoformat(str(event.details["warn_at"])),
                due_at=datetime.fromisoformat(str(event.details["due_at"])),
            )


def wants_answer(reply: Event) -> bool:
    """Whether a customer's later message asks for an answer; a thank-you does not."""
    return bool(reply.details.get("needs_answer", True))


def _order(event: Event) -> tuple[datetime, bool]:
    """In the order of time; of an answer and a message of the same instant, the message is the last word."""
    return event.occurred_at, event.kind is EventKind.CUSTOMER_REPLIED
