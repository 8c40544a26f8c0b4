"""VADER's four sentiment scores, equal to vaderSentiment 3.3.2 and linear in the length of the text."""

import heapq
import math
import string
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    C_INCR,
    N_SCALAR,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

_BOOSTERS: dict[str, float] = BOOSTER_DICT
_IDIOMS: dict[str, float] = SPECIAL_CASES
_TURNED: float = N_SCALAR
_LOUDER: float = C_INCR
_PUNCTUATION = string.punctuation
_NEGATE = frozenset(NEGATE)
_SO_THIS = frozenset(("so", "this"))
# a boosting word counts less the farther it stands before the word it boosts
_FADE = (1.0, 0.95, 0.9)
# what is kept of the words that were met: memory stays flat over any number of texts
_MOST_WORDS, _LONGEST_WORD = 65_536, 64
# idioms and boosters of several words end in few words, which rules most texts out at once
_IDIOM_ENDS = frozenset(phrase.rsplit(" ", 1)[1] for phrase in (*_IDIOMS, *_BOOSTERS) if " " in phrase)


class Polarity(NamedTuple):
    """Shares of negative, neutral and positive words, and the compound score from -1 to 1."""

    neg: float
    neu: float
    pos: float
    compound: float


UNWEIGHED = Polarity(0.0, 0.0, 0.0, 0.0)
"""Of what has no words, and of what is not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word of a text, and what the lexicon says of it."""

    lower: str
    is_upper: bool
    is_listed: bool
    is_valued: bool
    # by how much it boosts the word behind it, and whether it turns that
    boost: float
    is_negating: bool


class _Words(dict[str, _Word]):
    """The words met so far, as they stand in texts; few of them make up most of what people write."""

    def __missing__(self, raw: str) -> _Word:
        bare = raw.strip(_PUNCTUATION)
        word = raw if len(bare) <= 2 else bare
        lower = word.lower()
        listed = lower in _lexicon().valence
        found = _Word(
            lower=lower,
            is_upper=word.isupper(),
            is_listed=listed,
            is_valued=listed and lower not in _BOOSTERS,
            boost=_BOOSTERS.get(lower, 0.0),
            is_negating=lower in _NEGATE or "n't" in lower,
        )
        if len(self) >= _MOST_WORDS:
            self.clear()
        if len(raw) <= _LONGEST_WORD:
            self[raw] = found
        return found


class _Lexicon(NamedTuple):
    valence: dict[str, float]
    emoji: dict[str, str]
    emoji_chars: frozenset[str]


_WORDS = _Words()


@cache
def _lexicon() -> _Lexicon:
    oracle = SentimentIntensityAnalyzer()
    # vaderSentiment looks characters up one at a time, so its emoji of several code points never match
    emoji = {char: words for char, words in oracle.emojis.items() if len(char) == 1}
    return _Lexicon(oracle.lexicon, emoji, frozenset(emoji))


def polarity(text: str) -> Polarity:
    """Score a text as `SentimentIntensityAnalyzer().polarity_scores` does."""
    lexicon = _lexicon()
    if not (text.isascii() or lexicon.emoji_chars.isdisjoint(text)):
        text = _spell_emoji(text, lexicon.emoji)
    words = list(map(_WORDS.__getitem__, text.split()))
    if not words:
        return UNWEIGHED
    hits = [i for i, word in enumerate(words) if word.is_valued]
    if not hits:
        return Polarity(0.0, 1.0, 0.0, 0.0)
    lower = [word.lower for word in words]
    valences = _valences(words, lower, hits, lexicon.valence)
    if valences and "but" in lower:
        _weigh_around_but(valences, lower.index("but"))
    return _summarise(valences, len(words), _emphasis(text))


def smileys_of(text: str) -> str:
    """Keep the emoji and emoticons of a text, which say the same in every language."""
    chars = _lexicon().emoji_chars
    emoji = "" if text.isascii() or chars.isdisjoint(text) else " ".join(char for char in text if char in chars)
    # words of signs alone
    return " ".join((emoji, *[word for word in text.split() if not word.strip(_PUNCTUATION)]))


def _spell_emoji(text: str, emoji: dict[str, str]) -> str:
    parts = []
    before = " "
    for char in text:
        if char in emoji:
            parts.append(emoji[char] if before == " " else " " + emoji[char])
        else:
            parts.append(char)
        before = char
    return "".join(parts)


def _valences(  # noqa: C901 -- one pass is what makes it fast; its steps stand in the order of the package
    words: list[_Word], lower: list[str], hits: list[int], lexicon: dict[str, float]
) -> dict[int, float]:
    """Give the valence of each word that has one, by its position."""
    is_cap_diff = 0 < len([word for word in words if word.is_upper]) < len(words)
    has_no = "no" in lower
    has_idiom = not _IDIOM_ENDS.isdisjoint(lower)
    found: dict[int, float] = {}
    for i in hits:
        valence = lexicon[lower[i]]
        if has_no:
            valence = _after_no(valence, lower, i, lexicon)
        if is_cap_diff and words[i].is_upper:
            valence += _LOUDER if valence > 0 else -_LOUDER
        for back in range(min(i, 3)):
            word = words[i - 1 - back]
            if word.is_listed:
                continue
            if word.boost:
                valence += _boost(word.boost, valence, is_cap_diff and word.is_upper) * _FADE[back]
            if word.is_negating or (back == 2 and lower[i - 1] in _SO_THIS):
                valence *= _negation(lower, i, back)
            if back == 2 and has_idiom:
                valence = _idiom(valence, lower, i)
        if i and lower[i - 1] == "least" and (i == 1 or lower[i - 2] not in {"at", "very"}):
            valence *= _TURNED
        if valence:
            found[i] = valence
    if "kind" in lower:
        # "kind of" only dampens what follows it
        found = {i: value for i, value in found.items() if lower[i : i + 2] != ["kind", "of"]}
    return found


def _after_no(valence: float, lower: list[str], i: int, lexicon: dict[str, float]) -> float:
    if "no" in lower[max(i - 2, 0) : i] or (i > 2 and lower[i - 3] == "no" and lower[i - 1] in {"or", "nor"}):
        return valence * _TURNED
    if lower[i] == "no" and i + 1 < len(lower) and lower[i + 1] in lexicon:
        return 0.0
    return valence


def _boost(scalar: float, valence: float, is_loud: bool) -> float:
    if valence < 0:
        scalar = -scalar
    if is_loud:
        scalar += _LOUDER if valence > 0 else -_LOUDER
    return scalar


def _negation(lower: list[str], i: int, back: int) -> float:
    """Tell what a negator `back` + 1 places before a valued word multiplies its valence by."""
    before = lower[i - 1 - back]
    if back == 1:
        if before == "never" and lower[i - 1] in _SO_THIS:
            return 1.25
        if before == "without" and lower[i - 1] == "doubt":
            return 1.0
    elif back == 2:
        # the package's own precedence: "so" or "this" right before the word counts without "never"
        if (before == "never" and lower[i - 2] in _SO_THIS) or lower[i - 1] in _SO_THIS:
            return 1.25
        if before == "without" and "doubt" in (lower[i - 2], lower[i - 1]):
            return 1.0
    return _TURNED


def _idiom(valence: float, lower: list[str], i: int) -> float:
    if _IDIOM_ENDS.isdisjoint(lower[i - 2 : i + 3]):
        return valence
    three, two, one, zero = lower[i - 3 : i + 1]
    for phrase in (f"{one} {zero}", f"{two} {one} {zero}", f"{two} {one}", f"{three} {two} {one}", f"{three} {two}"):
        if phrase in _IDIOMS:
            valence = _IDIOMS[phrase]
            break
    for end in (i + 2, i + 3):
        if end <= len(lower):
            valence = _IDIOMS.get(" ".join(lower[i:end]), valence)
    # boosters of two words: "kind of", "sort of", "just enough"
    return valence + _BOOSTERS.get(f"{three} {two}", 0.0) + _BOOSTERS.get(f"{two} {one}", 0.0)


def _weigh_around_but(valences: dict[int, float], but: int) -> None:
    """Halve what stands before the first "but" and raise what follows by half.

    vaderSentiment finds each value by `list.index` while it changes the list, so of equal values the first is
    changed each time; the heaps give that same first position without a walk over the whole list.
    """
    places: dict[float, list[int]] = {}
    for place, value in valences.items():
        places.setdefault(value, []).append(place)
    for turn in list(valences):
        value = valences[turn]
        heap = places[value]
        while valences[heap[0]] != value:
            heapq.heappop(heap)
        first = heap[0]
        if first != but:
            changed = value * (0.5 if first < but else 1.5)
            valences[first] = changed
            heapq.heappush(places.setdefault(changed, []), first)


def _emphasis(text: str) -> float:
    exclaimed = min(text.count("!"), 4) * 0.292
    asked = text.count("?")
    if asked > 3:
        return exclaimed + 0.96
    return exclaimed + (asked * 0.18 if asked > 1 else 0)


def _summarise(valences: dict[int, float], n_words: int, emphasis: float) -> Polarity:
    total = float(sum(valences.values()))
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    compound = total / math.sqrt(total * total + 15)
    pos = neg = 0.0
    for value in valences.values():
        if value > 0:
            pos += value + 1
        else:
            neg += value - 1
    if pos > -neg:
        pos += emphasis
    elif pos < -neg:
        neg -= emphasis
    neu = n_words - len(valences)
    whole = pos - neg + neu
    return Polarity(round(math.fabs(neg / whole), 3), round(neu / whole, 3), round(pos / whole, 3), round(compound, 4))
