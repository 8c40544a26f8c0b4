"""Who waits for an answer: what was said in public, replayed in the order in which it was said."""

from bisect import insort
from dataclasses import dataclass, replace
from datetime import datetime

from triage.events import Event, EventKind
from triage.sla import Timer

SAID = frozenset({EventKind.ANSWERED, EventKind.CUSTOMER_REPLIED, EventKind.ANSWER_GONE, EventKind.POST_GONE})
"""What happens in public and moves the wait; acts of people do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A customer message without an answer, the oldest of its wait, and the promise it has.

    `answered_at` is None also where the answer's time is not known, or the wait ended because the post is gone.
    """

    since: datetime
    starts_at: datetime
    detected_at: datetime
    warn_at: datetime
    due_at: datetime
    timer: Timer = Timer.NEXT
    ended_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether its answer came, and after it was due."""
        return self.answered_at is not None and self.answered_at > self.due_at


class Waiting:
    """The waits after all that was heard: `wait` is None when the brand had the last word, or the post is gone.

    Sources tell late and out of order. An answer ends the wait of what was said before it, whenever we learn of either.
    """

    def __init__(self, opening: Wait) -> None:
        self._opening = opening
        self._said: list[Event] = []
        self._is_answered = False
        self.waits = [opening]

    @property
    def wait(self) -> Wait | None:
        """The one that goes on."""
        return self.waits[-1] if self.waits[-1].ended_at is None else None

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
        self.waits, self._is_answered = [self._opening], False
        for event in self._said:
            self._follow(event)

    def _follow(self, event: Event) -> None:
        wait = self.wait
        if event.kind is EventKind.CUSTOMER_REPLIED:
            if wait is None and wants_answer(event):
                self.waits.append(_wait_of(event))
            return
        if event.kind is EventKind.ANSWERED:
            # an answer to another customer settles nothing for the opener
            self._is_answered |= bool(event.details.get("is_to_opener", True))
        if wait is not None and (self._is_answered or event.kind is EventKind.POST_GONE):
            is_known = event.kind is EventKind.ANSWERED and event.details.get("is_time_known", True)
            self.waits[-1] = replace(
                wait,
                ended_at=max(event.occurred_at, wait.since),
                answered_at=event.occurred_at if is_known else None,
            )


def wants_answer(reply: Event) -> bool:
    """Whether a customer's later message asks for an answer; a thank-you does not."""
    return bool(reply.details.get("needs_answer", True))


def _wait_of(reply: Event) -> Wait:
    return Wait(
        since=reply.occurred_at,
        starts_at=reply.instant("starts_at") or reply.occurred_at,
        detected_at=reply.instant("detected_at") or reply.recorded_at,
        warn_at=datetime.fromisoformat(str(reply.details["warn_at"])),
        due_at=datetime.fromisoformat(str(reply.details["due_at"])),
    )


def _order(event: Event) -> tuple[datetime, bool]:
    """In the order of time; of an answer and a message of the same instant, the message is the last word."""
    return event.occurred_at, event.kind is EventKind.CUSTOMER_REPLIED
