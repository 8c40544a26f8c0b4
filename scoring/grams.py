"""Hashed word and character n-grams of many texts at once, each gram with the word it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

# places in a table: one half for words and pairs of words, one for characters
KIND = 1 << 16
PLACES = 2 * KIND
_CHARS = (3, 4)
_GAP = " "
_STEP = np.uint32(0x01000193)
_MIX = np.uint32(0x9E3779B1)
_HALF = np.uint32(16)
_POWERS = np.cumprod(np.full(32, _STEP), dtype=np.uint32)

Places = NDArray[np.intp]
_Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grams:
    """The grams of some texts: the place of each in a table, and its word, counted over all the texts.

    The grams of words come first, those of characters from `split` on.
    """

    places: Places
    words: Places
    split: int
    text_of_word: Places
    shares: NDArray[np.float64]


def read_grams(texts: Sequence[Sequence[str]]) -> Grams:
    """Hash words, pairs of neighbours and runs of three or four characters; the same in any batch and any process."""
    flat = list(chain.from_iterable(texts))
    sizes = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
    text_of_word = np.repeat(np.arange(len(texts)), sizes)
    if not flat:
        none = np.zeros(0, dtype=np.intp)
        return Grams(places=none, words=none, split=0, text_of_word=none, shares=np.ones((2, len(texts))))
    codes, spans = _spell(flat)
    said, said_by = _word_places(codes, spans, text_of_word)
    found, words = [said], [said_by]
    # a text begins with a gap, too; that before a word is its own, the last of a text is its last word's
    firsts = np.flatnonzero(np.diff(text_of_word, prepend=-1))
    codes = runs = np.insert(codes, (np.cumsum(spans) - spans)[firsts], ord(_GAP))
    spans[np.append(firsts[1:], len(flat)) - 1] += 1
    word_of_char = np.repeat(np.arange(len(flat)), spans)
    text_of_char = text_of_word[word_of_char]
    for length in range(2, _CHARS[-1] + 1):
        runs = runs[:-1] * _STEP + codes[length - 1 :]
        if length < _CHARS[0]:
            continue
        inside = np.flatnonzero(text_of_char[: len(runs)] == text_of_char[length - 1 :])
        found.append(_places(runs[inside]) + KIND)
        words.append(word_of_char[inside + length // 2])
    chars = np.bincount(text_of_char, minlength=len(texts))
    counts = (2 * sizes - 1, np.sum([np.maximum(chars - length + 1, 0) for length in _CHARS], axis=0))
    return Grams(
        places=np.concatenate(found),
        words=np.concatenate(words),
        split=len(said),
        text_of_word=text_of_word,
        # what one gram of a text counts, by kind: a long text has many, and must not shout for that alone
        shares=1 / np.sqrt(np.maximum(np.stack(counts), 1)),
    )


def word_places(flat: Sequence[str], text_of_word: Places) -> tuple[Places, Places]:
    """Hash words, then pairs of neighbours in a text: a pair counts for its second word, which the first one turns."""
    if not flat:
        none = np.zeros(0, dtype=np.intp)
        return none, none
    return _word_places(*_spell(flat), text_of_word)


def _word_places(codes: _Hashes, spans: Places, text_of_word: Places) -> tuple[Places, Places]:
    starts = np.cumsum(spans) - spans
    within = np.arange(len(codes)) - np.repeat(starts, spans)
    hashes: _Hashes = np.add.reduceat(codes * _POWERS[within & 31], starts, dtype=np.uint32)
    pairs = np.flatnonzero(text_of_word[:-1] == text_of_word[1:])
    return (
        np.concatenate((_places(hashes), _places(hashes[pairs] * _STEP + hashes[pairs + 1]))),
        np.concatenate((np.arange(len(spans)), pairs + 1)),
    )


def _spell(flat: Sequence[str]) -> tuple[_Hashes, Places]:
    """Give the characters of all words, a gap behind each, and how many are each word's."""
    # a lone surrogate is a string too
    spelt = (_GAP.join(flat) + _GAP).encode("utf-32-le", "surrogatepass")
    spans = np.fromiter(map(len, flat), dtype=np.intp, count=len(flat)) + 1
    return np.frombuffer(spelt, dtype="<u4"), spans


def _places(hashes: _Hashes) -> Places:
    return (((hashes ^ (hashes >> _HALF)) * _MIX) >> _HALF).astype(np.intp)
