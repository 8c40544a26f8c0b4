"""What the wording of a post says beyond its readable cues: learnt weights of hashed grams, told word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scoring import meetings
from scoring.grams import PLACES, Grams, read_grams
from scoring.language import UNDETERMINED
from scoring.meetings import Meetings
from scoring.phrases import LISTED, Text

Table = NDArray[np.int8]
_Floats = NDArray[np.float64]

# bits that a model's sum has in a number of 64, and how many weights of a byte never overflow them
_LANE = 16
_HALF_LANE = 1 << (_LANE - 1)
_MOST_AT_ONCE = _HALF_LANE // 128
# the place of a word in its text, and what it adds to the log-odds
Telling: TypeAlias = tuple[int, float]
# a word must add this much to be named as a cause
TELLING = 0.1
# the models whose causes are shown word by word
_EXPLAINED = ("complaint", "question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """By model, what the wording of a text adds to the log-odds, and the words that raise it tellingly."""

    total: Mapping[str, float]
    telling: Mapping[str, Sequence[Telling]]


def heard_words(text: Text, *, lang: str) -> Sequence[str]:
    """Give the words that the tables can weigh: none of a language that they were not taught."""
    return text.folded if knows_words(lang) else ()


def knows_words(lang: str) -> bool:
    """Tell whether words of a language are heard at all; of others only signs, stars and how a post is built."""
    return lang in LISTED or lang == UNDETERMINED


class Tables:
    """A table of gram weights for each model, in steps of its scale so that a weight takes one byte."""

    def __init__(self, tables: Mapping[str, tuple[Table, float]]) -> None:
        self._tables = tables
        # side by side in one number, so that a gram is looked up and added once for all models
        lanes = [table[:PLACES].astype(np.int64) << _LANE * i for i, (table, _) in enumerate(tables.values())]
        self._side_by_side: NDArray[np.int64] = np.sum(lanes, axis=0)

    def meetings(self, name: str) -> Meetings | None:
        """The weights of pairs of cues that a model has behind its grams, if it has any."""
        table, scale = self._tables[name]
        return Meetings(table[PLACES:], scale) if len(table) > PLACES else None

    def of(self, name: str) -> tuple[Table, float]:
        """The table of a model and the step of its weights."""
        return self._tables[name]

    def read(self, texts: Sequence[Sequence[str]]) -> list[Wording]:
        """Weigh the words of each text, the same to the last digit alone and among others."""
        grams = read_grams(texts)
        by_word = self.by_word(grams)
        sums = [np.bincount(grams.text_of_word, weights=one, minlength=len(texts)).tolist() for one in by_word.values()]
        explained = [name for name in _EXPLAINED if name in by_word]
        telling = [_telling(by_word[name], grams, n=len(texts)) for name in explained]
        return [
            Wording(total=dict(zip(by_word, added, strict=True)), telling=dict(zip(explained, words, strict=True)))
            for added, words in zip(zip(*sums, strict=True), zip(*telling, strict=True), strict=True)
        ]

    def by_word(self, grams: Grams) -> dict[str, _Floats]:
        """Give, by model, what each word of all the texts adds."""
        if not len(grams.words):
            return {name: np.zeros(0) for name in self._tables}
        n_words, split = len(grams.text_of_word), grams.split
        # grams of a word lie side by side: of words and pairs first, of characters then
        is_first = np.concatenate(([True], grams.words[1:] != grams.words[:-1]))
        is_first[split : split + 1] = True
        is_first[::_MOST_AT_ONCE] = True
        starts = np.flatnonzero(is_first)
        words, lasts = grams.words[starts], np.append(starts[1:], len(grams.words)) - 1
        kinds = slice(None, np.searchsorted(starts, split)), slice(np.searchsorted(starts, split), None)
        shares = grams.shares[:, grams.text_of_word]
        # whole numbers add up alike in any order
        left = np.diff(np.cumsum(self._side_by_side[grams.places])[lasts], prepend=0)
        found = {}
        for name, (_, scale) in self._tables.items():
            sums = ((left + _HALF_LANE) & (2 * _HALF_LANE - 1)) - _HALF_LANE
            left = (left - sums) >> _LANE
            said, spelt = (np.bincount(words[kind], weights=sums[kind], minlength=n_words) for kind in kinds)
            found[name] = (said * shares[0] + spelt * shares[1]) * scale
        return found


def _telling(weights: _Floats, grams: Grams, *, n: int) -> Sequence[Sequence[Telling]]:
    # most texts have none
    found: list[list[Telling] | tuple[()]] = [()] * n
    places = np.flatnonzero(weights >= TELLING)
    texts = grams.text_of_word[places]
    within = places - np.searchsorted(grams.text_of_word, texts)
    telling = list(zip(within.tolist(), weights[places].tolist(), strict=True))
    starts = np.flatnonzero(np.diff(texts, prepend=-1)).tolist()
    for start, end in pairwise((*starts, len(telling))):
        found[texts[start]] = telling[start:end]
    return found


@cache
def shipped_bytes() -> bytes:
    """Read the tables that come with the product."""
    return files("scoring").joinpath("grams.npz").read_bytes()


def unpack(packed: bytes) -> Mapping[str, Table]:
    """Unpack tables, each of one byte a place."""
    with np.load(BytesIO(packed)) as opened:
        tables = {name: opened[name] for name in opened.files}
    if any(table.shape not in {(PLACES,), (PLACES + meetings.PLACES,)} for table in tables.values()):
        raise ValueError("the tables of grams do not fit scoring/grams.py: make them again with `repwatch train`")
    return tables


def pack(tables: Mapping[str, Table]) -> bytes:
    """Give the tables as the bytes of a file, the same each time."""
    packed = BytesIO()
    np.savez(packed, allow_pickle=False, **tables)
    return packed.getvalue()
