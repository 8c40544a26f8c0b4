"""The readable cues of a post: what is counted or measured in it, and the words that were found."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from scoring.perils import perils_of
from scoring.phrases import Known, Text, book_of
from scoring.sentiment import Polarity, polarity, smileys_of
from triage.urgency import figure

# how a text is built helps to weigh its words, but is no reason that anyone would accept
BUILD = frozenset({"length", "very_short", "long", "not_english", "rated"})
# VADER's lexicon is English: in other languages its scores are noise
VADER_LANGUAGES = frozenset({"en", "und"})
# the models know a question by other signs: this one only settles what is asked without a mark
_RULES_ALONE = "outright"
# what a cue counts that is found once, twice or more often
_TIMES = tuple(math.log2(1 + times) for times in range(4))
_GLADLY = 0.4
_OPENING = 3
_MIDDLE = 0.5
# the question marks of Chinese, Japanese, Arabic and Greek
_ASKED_ELSEWHERE = frozenset("\uff1f\u061f\u037e")
_FEW, _MANY, _SMALL = 5, 40, 2
# a signature stands at the end, with a link behind it at most
_SIGNED_WITHIN = 120
_GLAD = ("praise", "thanks", "content", "glad")
_GRIM = ("disappointment", "outrage", "swearing", "failure", "grim")
_THRICE = re.compile(r"([a-zA-Z])\1\1")
# a pattern that looks back is slow, and few words make up most of what people write
_STRETCHED = Known(lambda word: _THRICE.search(word) is not None)
_SIGNS = "^-\u2013~/"
_REPLY_SIGNATURE = re.compile(r"(?:\^|[-\u2013~] ?|/)[A-Z][A-Za-z]{0,2}\s*(?:\d/\d)?\s*(?:https?://\S+)?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The value of each cue that is there, by name, and the words behind it."""

    values: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]

    def evidence(self, name: str) -> tuple[str, ...]:
        """The words that were found for a cue, or its name where it has none."""
        return self.words.get(name) or (figure(name),)


def read_cues(text: Text, *, lang: str, vader: Polarity, rating_share: float | None) -> Cues:
    """Read all cues of a text; `rating_share` is 0 for the worst and 1 for the best rating."""
    listed = _listed(text, lang=lang, vader=vader)
    words: dict[str, tuple[str, ...]] = {}
    values: dict[str, float] = {}
    for name, found in listed.items():
        if len(found) == 1:
            # most are found once
            words[name], values[name] = (found[0],), _TIMES[1]
        else:
            words[name] = once = tuple(dict.fromkeys(found))
            values[name] = _TIMES[min(len(once), 3)]
    values.pop(_RULES_ALONE, None)
    _read_shape(text, values)
    if lang in VADER_LANGUAGES:
        if vader.neg:
            values["vader_negative"] = vader.neg
        if vader.pos:
            values["vader_positive"] = vader.pos
        tone = vader.compound
    else:
        values["not_english"] = 1.0
        tone = _tone(text, listed)
    if tone:
        values["tone"] = tone
    if rating_share is not None:
        if rating_share != _MIDDLE:
            name = "rating_low" if rating_share < _MIDDLE else "rating_high"
            values[name] = abs(2 * rating_share - 1)
        values["rated"] = 1.0
    return Cues(values=values, words=words)


def _listed(text: Text, *, lang: str, vader: Polarity) -> Mapping[str, list[str]]:
    """Give the words of each cue as they are written."""
    listed = book_of("cues", lang).find(text)
    if "greeting" in listed and listed["greeting"][0].split()[0] not in text.words[:_OPENING]:
        # "they say hey" greets nobody
        del listed["greeting"]
    perils = perils_of(text, lang=lang)
    # what is told gladly went well, or is a story; few posts tell of any, so few are asked for their tone
    if perils and (vader.compound if lang in VADER_LANGUAGES else _tone(text, listed)) < _GLADLY:
        for name, both in perils.items():
            listed.setdefault(name, []).extend(both)
    return listed


def _tone(text: Text, listed: Mapping[str, list[str]]) -> float:
    """Weigh glad against grim words and smileys, on VADER's scale, where VADER does not know the language."""
    glad = sum(len(listed.get(name, ())) for name in _GLAD)
    grim = sum(len(listed.get(name, ())) for name in _GRIM)
    score = 2.0 * (glad - grim)
    compound = score / math.sqrt(score * score + 15)
    smileys = polarity(smileys_of(text.raw)).compound
    return round(max(-1.0, min(1.0, compound + smileys)), 4)


def _read_shape(text: Text, values: dict[str, float]) -> None:
    """Add what is not 0 of the measures of how a text is built."""
    raw, masked, tokens = text.raw, text.masked, text.words
    n = len(tokens)
    if n:
        values["length"] = math.log1p(n)
    if n < _FEW:
        values["very_short"] = 1.0
    elif n > _MANY:
        values["long"] = math.log1p(n) - math.log1p(_MANY)
    if n >= _FEW - 1 and (loud := sum(map(_is_loud, filter(str.isupper, tokens)))):
        values["capitals"] = loud / n
    _read_signs(raw, values)
    _read_marks(masked, values)
    if any(map(_STRETCHED.__getitem__, tokens)):
        values["stretched"] = 1.0
    if "0" in masked:
        values["figures"] = 1.0


def _read_signs(raw: str, values: dict[str, float]) -> None:
    if "@" in raw:
        if raw.lstrip(" .")[:1] == "@":
            values["addressed"] = 1.0
        values["mentions"] = _TIMES[min(raw.count("@"), 3)]
    if "#" in raw:
        values["hashtags"] = _TIMES[min(raw.count("#"), 3)]
    if "http" in raw:
        values["link"] = 1.0
    if raw.startswith("RT @"):
        values["retweet"] = 1.0
    end = raw[-_SIGNED_WITHIN:]
    # to look for its signs is faster than to look for its pattern
    if any(map(end.__contains__, _SIGNS)) and _REPLY_SIGNATURE.search(end):
        values["signature"] = 1.0


def _read_marks(masked: str, values: dict[str, float]) -> None:
    if "?" in masked or not (masked.isascii() or _ASKED_ELSEWHERE.isdisjoint(masked)):
        values["question_mark"] = 1.0
        if "??" in masked or "?!" in masked or "!?" in masked:
            values["insistence"] = 1.0
    if "!" in masked:
        values["exclamation"] = _TIMES[min(masked.count("!"), 3)]
        if "!!!" in masked:
            values["insistence"] = 1.0
    if "..." in masked or "\u2026" in masked:
        values["trailing_off"] = 1.0


def _is_loud(word: str) -> bool:
    return len(word) > _SMALL
