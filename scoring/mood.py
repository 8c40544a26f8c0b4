"""Whether a post is negative, neutral or positive, and its four scores, in English and in other languages."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.complaint import Probabilities
from scoring.cues import VADER_LANGUAGES, Cues
from scoring.language import UNDETERMINED
from scoring.phrases import LISTED
from scoring.sentiment import Polarity

_TAUGHT = frozenset((*LISTED, UNDETERMINED))
_CERTAIN = 0.5
_TONE = 0.05  # VADER's own cut


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


def weighs_vader(lang: str) -> bool:
    """Tell whether VADER's scores count for a language at all: not where they are noise and the models were taught."""
    return lang in VADER_LANGUAGES or lang not in _TAUGHT


def mood_of(cues: Cues, told: Probabilities, *, lang: str, vader: Polarity) -> Mood:
    """Label a post by the learnt models, and by its tone where they do not know enough of the language."""
    if lang not in _TAUGHT and "rated" not in cues.values:
        return Mood(sentiment=_by_tone(vader.compound), polarity=vader)
    complaint, _, negative, positive = told
    if max(negative, positive) >= _CERTAIN:
        sentiment = Sentiment.NEGATIVE if negative >= positive else Sentiment.POSITIVE
    elif complaint >= _CERTAIN and "mentions" in cues.values:
        # nobody complains to a brand in a neutral mood
        sentiment = Sentiment.NEGATIVE
    elif lang in VADER_LANGUAGES:
        sentiment = Sentiment.NEUTRAL
    else:
        # only reviews taught French: what is unlike a review is left to its glad and grim words
        sentiment = _by_tone(cues.values.get("tone", 0.0))
    return Mood(sentiment=sentiment, polarity=vader if lang in VADER_LANGUAGES else _learnt(negative, positive))


def _by_tone(tone: float) -> Sentiment:
    if abs(tone) < _TONE:
        return Sentiment.NEUTRAL
    return Sentiment.POSITIVE if tone > 0 else Sentiment.NEGATIVE


def _learnt(negative: float, positive: float) -> Polarity:
    neutral = max(0.0, 1 - negative - positive)
    whole = negative + neutral + positive
    return Polarity(
        neg=round(negative / whole, 3),
        neu=round(neutral / whole, 3),
        pos=round(positive / whole, 3),
        compound=round((positive - negative) / whole, 4),
    )
