"""What a post is for, and whether it needs an answer."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.cues import Cues
from scoring.mood import Sentiment

# what must be there for a question or a request: a probability alone cannot be shown to anyone
_ASKING = ("question_mark", "asking", "why")
_REQUESTING = ("request", "demand", "negotiation", "please", "help")
RISKS = ("safety", "hazard", "legal", "privacy", "discrimination", "threat")
_BLAMING = ("failure", "outrage", "no_answer", "insult", "demand", "churn", "repeat_contact", *RISKS)
_FAULTY = (*_BLAMING, "problem", "disappointment", "impossible")
_GRUMBLING = ("waiting", "swearing", "money", "again", "help", "why", "negation", "attempt", "urgency")
# what chatter lacks: something bought or used, or somebody spoken to
_CUSTOM = ("owed", "order", "service", "device", "money", "contacted", "waiting", "second_person", "addressed", "rated")
# whoever tells of a risk as their own, or to the brand
INVOLVED = (*_CUSTOM, "first_person", "mentions")
# How much of the threshold it takes, by what is said. Blame in so many words needs little; a post that names
# nothing wrong has to be unlike anything harmless.
_BLAMED, _FAULT, _GRUMBLED, _UNSAID = 0.5, 0.875, 1.0, 1.375
_GLAD = 0.1
_PLAIN = 0.5
_STRAY = 0.6


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
    is_heard = _is_heard(cues, sentiment) or max(complaint, question) >= _STRAY
    if is_heard and complaint >= _complaint_from(cues, sentiment, thresholds):
        return Intent.COMPLAINT
    asked = sum(cues.values.get(name, 0.0) for name in _ASKING)
    requested = sum(cues.values.get(name, 0.0) for name in _REQUESTING)
    is_plain = ("question_mark" in cues.values and asked + requested > 1) or "request" in cues.values
    if (
        (asked or requested)
        and (is_heard or is_plain)
        and question >= thresholds.question * (_PLAIN if is_plain else 1)
    ):
        return Intent.QUESTION if asked >= requested else Intent.REQUEST
    return Intent.PRAISE if sentiment is Sentiment.POSITIVE else Intent.OTHER


def _is_heard(cues: Cues, sentiment: Sentiment) -> bool:
    """Tell a customer's post from chatter, of which only the strongest is taken for one."""
    return has_any(cues, _CUSTOM) or (sentiment is Sentiment.NEGATIVE and has_any(cues, _FAULTY))


def _complaint_from(cues: Cues, sentiment: Sentiment, thresholds: Thresholds) -> float:
    is_owed = "owed" in cues.values or ("order" in cues.values and "waiting" in cues.values)
    if is_owed or (sentiment is Sentiment.NEGATIVE and has_any(cues, _BLAMING)):
        share = _BLAMED
    elif has_any(cues, _FAULTY):
        share = _FAULT
    else:
        share = _GRUMBLED if has_any(cues, _GRUMBLING) else _UNSAID
    return thresholds.complaint * share + (_GLAD if sentiment is Sentiment.POSITIVE else 0.0)


def has_any(cues: Cues, names: tuple[str, ...]) -> bool:
    return not cues.values.keys().isdisjoint(names)
