"""The readable cues of a post: what is counted or measured in it, and the words that were found."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scoring.phrases import Phrasebook, mask, words_of
from scoring.sentiment import Polarity

# VADER's lexicon is English: in other languages its scores are noise
VADER_LANGUAGES = frozenset({"en", "und"})
_STRETCHED = re.compile(r"([a-zA-Z])\1\1")
_REPLY_SIGNATURE = re.compile(r"(?:\^|[-–~] ?|/)[A-Z][A-Za-z]{0,2}\s*(?:\d/\d)?\s*(?:https?://\S+)?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The value of each cue that is there, by name, and the words behind it."""

    values: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]

    def evidence(self, name: str) -> tuple[str, ...]:
        """The words that were found for a cue, or its value where it has none."""
        return self.words.get(name) or (f"{name.replace('_', ' ')} {self.values.get(name, 0.0):.2g}",)


@cache
def cues_text() -> str:
    """Read the lists of words that the cues look for; their text is part of the scorer's version."""
    return files("scoring").joinpath("cues.toml").read_text(encoding="utf-8")


@cache
def _phrasebook() -> Phrasebook:
    return Phrasebook.from_toml(cues_text())


def read_cues(text: str, *, lang: str, polarity: Polarity, rating_share: float | None) -> Cues:
    """Read all cues of a text; `rating_share` is 0 for the worst and 1 for the best rating."""
    book = _phrasebook()
    masked = mask(text)
    tokens = words_of(masked)
    found = {book.names[index]: tuple(dict.fromkeys(listed)) for index, listed in book.find(tokens).items()}
    values = {name: math.log2(1 + min(len(listed), 3)) for name, listed in found.items()}
    values |= _shape(text, masked, tokens)
    if lang in VADER_LANGUAGES:
        values |= {"vader_negative": polarity.neg, "vader_positive": polarity.pos, "vader_compound": polarity.compound}
    else:
        values["not_english"] = 1.0
    if rating_share is not None:
        values |= {"rating_low": max(0.0, 1 - 2 * rating_share), "rating_high": max(0.0, 2 * rating_share - 1)}
        values["rated"] = 1.0
    return Cues(values={name: value for name, value in values.items() if value}, words=found)


def _shape(text: str, masked: str, tokens: list[str]) -> dict[str, float]:
    start = text.lstrip(" .")[:1]
    loud = sum(1 for token in tokens if len(token) > 2 and token.isupper())
    return {
        "length": math.log1p(len(tokens)),
        "very_short": float(len(tokens) < 5),
        "long": max(0.0, math.log1p(len(tokens)) - math.log1p(40)),
        "addressed": float(start == "@"),
        "mentions": math.log2(1 + min(text.count("@"), 3)),
        "hashtags": math.log2(1 + min(text.count("#"), 3)),
        "link": float("http" in text),
        "retweet": float(text.startswith("RT @")),
        "question_mark": float("?" in masked),
        "exclamation": math.log2(1 + min(masked.count("!"), 3)),
        "insistence": float("!!!" in masked or "??" in masked or "?!" in masked or "!?" in masked),
        "trailing_off": float("..." in masked or "…" in masked),
        "capitals": loud / len(tokens) if len(tokens) > 3 else 0.0,
        "stretched": float(_STRETCHED.search(masked) is not None),
        "figures": float("0" in masked),
        "signature": float(_REPLY_SIGNATURE.search(text) is not None),
    }
