"""What a post is for, and whether it needs an answer."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.cues import Cues
from scoring.mood import Sentiment

# what must be there for a question or a request: a probability alone cannot be shown to anyone
_ASKING = ("question_mark", "asking", "why")
_REQUESTING = ("request", "demand", "negotiation", "please", "help")
_BLAMING = (
    "failure",
    "outrage",
    "no_answer",
    "insult",
    "demand",
    "churn",
    "repeat_contact",
    "safety",
    "legal",
    "privacy",
)
# said in so many words, half the certainty will do
_PLAIN = 0.5


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

    complaint: float = 0.4
    question: float = 0.5


def intent_of(cues: Cues, *, complaint: float, question: float, sentiment: Sentiment, thresholds: Thresholds) -> Intent:
    """Name the intent; a complaint that also asks is a complaint."""
    blames = sentiment is Sentiment.NEGATIVE and any(name in cues.values for name in _BLAMING)
    if complaint >= thresholds.complaint * (_PLAIN if blames else 1):
        return Intent.COMPLAINT
    asked = sum(cues.values.get(name, 0.0) for name in _ASKING)
    requested = sum(cues.values.get(name, 0.0) for name in _REQUESTING)
    is_plain = ("question_mark" in cues.values and asked + requested > 1) or "request" in cues.values
    if (asked or requested) and question >= thresholds.question * (_PLAIN if is_plain else 1):
        return Intent.QUESTION if asked >= requested else Intent.REQUEST
    return Intent.PRAISE if sentiment is Sentiment.POSITIVE else Intent.OTHER
