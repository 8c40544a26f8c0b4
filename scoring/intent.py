"""What a post is for, and whether it needs an answer."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.cues import Cues
from scoring.mood import Sentiment

# what must be there for a question or a request: a probability alone cannot be shown to anyone
_ASKING = ("question_mark", "asking", "why", "help", "please")
_REQUESTING = ("request", "demand", "negotiation", "please", "help")


class Intent(StrEnum):
    """What the author wants of the brand."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    REQUEST = "request"
    PRAISE = "praise"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The probabilities from which a post counts as a complaint, or as a question or request."""

    complaint: float = 0.5
    question: float = 0.5


def intent_of(cues: Cues, *, complaint: float, question: float, sentiment: Sentiment, thresholds: Thresholds) -> Intent:
    """Name the intent; a complaint that also asks is a complaint."""
    if complaint >= thresholds.complaint:
        return Intent.COMPLAINT
    if question >= thresholds.question:
        asked = sum(cues.values.get(name, 0.0) for name in _ASKING)
        requested = sum(cues.values.get(name, 0.0) for name in _REQUESTING)
        if asked or requested:
            return Intent.QUESTION if asked >= requested else Intent.REQUEST
    return Intent.PRAISE if sentiment is Sentiment.POSITIVE else Intent.OTHER
