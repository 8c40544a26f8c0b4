"""What the wording of a post says beyond its readable cues: learnt weights of hashed grams, told word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scoring.grams import PLACES, Grams, read_grams
from scoring.language import UNDETERMINED
from scoring.phrases import LISTED, Text

Table = NDArray[np.int8]


# the models whose causes are shown word by word
_EXPLAINED = frozenset({"complaint", "question"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """By model, what the wording of a text adds to the log-odds, and what each word has in it."""

    by_word: Mapping[str, Sequence[float]]
    total: Mapping[str, float]


def heard_words(text: Text, *, lang: str) -> Sequence[str]:
    """Give the words that the tables can weigh: none of a language that they were not taught."""
    return text.folded if lang in LISTED or lang == UNDETERMINED else ()


class Tables:
    """A table of gram weights for each model, in steps of its scale so that a weight takes one byte."""

    def __init__(self, tables: Mapping[str, tuple[Table, float]]) -> None:
        self._tables = tables

    def read(self, texts: Sequence[Sequence[str]]) -> list[Wording]:
        """Weigh the words of each text, the same to the last digit alone and among others."""
        grams = read_grams(texts)
        ends = [0, *np.cumsum(np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))).tolist()]
        by_word: dict[str, list[float]] = {}
        total: dict[str, list[float]] = {}
        for name, (table, scale) in self._tables.items():
            weights = _by_word(grams, table) * scale
            if name in _EXPLAINED:
                by_word[name] = weights.tolist()
            total[name] = np.bincount(grams.text_of_word, weights=weights, minlength=len(texts)).tolist()
        return [
            Wording(
                by_word={name: weights[start:end] for name, weights in by_word.items()},
                total={name: totals[i] for name, totals in total.items()},
            )
            for i, (start, end) in enumerate(pairwise(ends))
        ]


def _by_word(grams: Grams, table: Table) -> NDArray[np.float64]:
    n_words, split = len(grams.text_of_word), grams.split
    weights = table[grams.places]
    # whole numbers add up alike in any order
    words = np.bincount(grams.words[:split], weights=weights[:split], minlength=n_words)
    chars = np.bincount(grams.words[split:], weights=weights[split:], minlength=n_words)
    shares: NDArray[np.float64] = grams.shares[:, grams.text_of_word]
    weighed: NDArray[np.float64] = words * shares[0] + chars * shares[1]
    return weighed


@cache
def shipped_bytes() -> bytes:
    """Read the tables that come with the product."""
    return files("scoring").joinpath("grams.npz").read_bytes()


def unpack(packed: bytes) -> Mapping[str, Table]:
    """Unpack tables, each of one byte a place."""
    with np.load(BytesIO(packed)) as opened:
        tables = {name: opened[name] for name in opened.files}
    if any(table.shape != (PLACES,) for table in tables.values()):
        raise ValueError("the tables of grams do not fit scoring/grams.py: make them again with `repwatch train`")
    return tables


def pack(tables: Mapping[str, Table]) -> bytes:
    """Give the tables as the bytes of a file, the same each time."""
    packed = BytesIO()
    np.savez(packed, allow_pickle=False, **tables)
    return packed.getvalue()
