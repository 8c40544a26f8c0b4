"""Whether a post is negative, neutral or positive, and its four scores, in English and in other languages."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.complaint import Models
from scoring.cues import VADER_LANGUAGES, Cues
from scoring.sentiment import Polarity

_CERTAIN = 0.5


class Sentiment(StrEnum):
    """The sentiment that is reported."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """The label of a post and the shares behind it."""

    sentiment: Sentiment
    polarity: Polarity


def mood_of(cues: Cues, *, lang: str, vader: Polarity, models: Models) -> Mood:
    """Label a post by the learnt models; the four scores are VADER's where it knows the language."""
    negative = models.negative.probability(cues)
    positive = models.positive.probability(cues)
    if max(negative, positive) < _CERTAIN:
        sentiment = Sentiment.NEUTRAL
    else:
        sentiment = Sentiment.NEGATIVE if negative >= positive else Sentiment.POSITIVE
    if lang in VADER_LANGUAGES:
        return Mood(sentiment=sentiment, polarity=vader)
    return Mood(sentiment=sentiment, polarity=_learnt(negative, positive))


def _learnt(negative: float, positive: float) -> Polarity:
    neutral = max(0.0, 1 - negative - positive)
    whole = negative + neutral + positive
    return Polarity(
        neg=round(negative / whole, 3),
        neu=round(neutral / whole, 3),
        pos=round(positive / whole, 3),
        compound=round((positive - negative) / whole, 4),
    )
