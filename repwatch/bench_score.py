"""How fast scoring is, as ratios measured in one run on invented texts."""

from collections.abc import Callable, Sequence
from time import process_time
from typing import TypeVar

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from scoring.pipeline import Post, Scorer
from scoring.sentiment import polarity

_SENTENCES = (
    "My parcel is three days late and nobody answers the phone!",
    "The staff in the shop were kind, and the scarf is lovely.",
    "I was charged twice for order 48213, but support keeps ignoring me.",
    "Great app until the last update, now it crashes on every start :(",
    "Could you tell me when the blue kettle is back in stock?",
    "NOT happy with the quality, the zip broke after a week.",
    "Thanks for sorting it out so quickly, I would recommend them to anyone",
    "The box arrived damaged and the glass inside was not wrapped at all.",
    "Ma commande n'est toujours pas arrivée, pouvez-vous m'aider ?",
    "Super service, livraison rapide et emballage soigné, merci !",
)
_Given = TypeVar("_Given")
_ROUNDS = 4


def tweets(n: int) -> list[str]:
    """Invent `n` different texts of one or two sentences."""
    size = len(_SENTENCES)
    return [f"{_SENTENCES[i % size]} {_SENTENCES[(i * 7 + 3) % size] if i % 2 else ''} {i}".strip() for i in range(n)]


def reviews(n: int) -> list[str]:
    """Invent `n` different texts of about 150 words."""
    size = len(_SENTENCES)
    return [" ".join(_SENTENCES[(i + j * 3) % size] for j in range(14)) + f" {i}" for i in range(n)]


def bench(n: int = 2_000, *, longest_words: int = 10_000) -> dict[str, float | int]:
    """Compare our sentiment with vaderSentiment's and count what the whole scorer does in a second."""
    if n < 1:
        raise ValueError(f"give at least 1 text to measure, got {n}")
    oracle, scorer = SentimentIntensityAnalyzer(), Scorer()
    short, long = tweets(n), reviews(max(1, n // 10))
    longest = [" ".join(reviews(1)[0].split() * longest_words)[: longest_words * 6]]
    scorer.score([Post(text=text) for text in (*short[:10], *long[:1])])
    return {
        "tweets": len(short),
        "reviews": len(long),
        "sentiment_tweets_ratio": _ratio(oracle.polarity_scores, polarity, short),
        "sentiment_reviews_ratio": _ratio(oracle.polarity_scores, polarity, long),
        "sentiment_long_text_ratio": _ratio(oracle.polarity_scores, polarity, longest),
        "sentiment_tweets_per_second": round(len(short) / _seconds(polarity, short)),
        "scorer_tweets_per_second": round(len(short) / _seconds(scorer.score, [[Post(text=text) for text in short]])),
        "scorer_reviews_per_second": round(len(long) / _seconds(scorer.score, [[Post(text=text) for text in long]])),
    }


def _ratio(theirs: Callable[[str], object], ours: Callable[[str], object], texts: Sequence[str]) -> float:
    # in turns, so that a busy spell slows both
    rounds = [(_once(theirs, texts), _once(ours, texts)) for _ in range(_ROUNDS)]
    return round(min(one for one, _ in rounds) / min(other for _, other in rounds), 2)


def _seconds(work: Callable[[_Given], object], texts: Sequence[_Given]) -> float:
    # the best of some runs: another program on the same core slows one of them more than the other
    return min(_once(work, texts) for _ in range(_ROUNDS))


def _once(work: Callable[[_Given], object], texts: Sequence[_Given]) -> float:
    start = process_time()
    for text in texts:
        work(text)
    return max(process_time() - start, 1e-9)
