"""Cues that meet in a post: what two of them say together beyond what each of them says alone."""

import math
from collections.abc import Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from scoring.cues import Cues

PLACES = 1 << 16
# nearly every post has these, or they are its rating: it says nothing what they meet
_ALONE = frozenset((
    *("length", "tone", "vader_negative", "vader_positive", "not_english", "mentions", "figures"),
    *("rated", "rating_low", "rating_high"),
))


def meeting(cues: Cues) -> list[str]:
    """The cues of a post that can meet others, with and without its rating the same."""
    return [name for name in cues.values if name not in _ALONE]


def places_of(names: Sequence[str]) -> list[int]:
    """The place of each pair in a table, in any order of its two."""
    return [_place(*pair) for pair in combinations(names, 2)]


def share_of(n: int) -> float:
    """What one pair counts where `n` cues meet: a long text has many, and must not shout for that alone."""
    return 1 / math.sqrt(max(n * (n - 1) // 2, 1))


class Met(NamedTuple):
    """What a post gains by cues that meet, and what each of them adds to it: half of each of its pairs."""

    total: float
    by_cue: Mapping[str, float]


NOTHING = Met(0.0, {})


class Meetings:
    """The learnt weights of pairs of cues, in steps of a scale."""

    def __init__(self, table: NDArray[np.int8], scale: float) -> None:
        self._table, self._scale = table, scale
        # there are few cues: what is looked up once stands side by side from then on
        self._known = _Known({}, np.zeros((0, 0)))

    def read(self, cues: Sequence[Cues]) -> list[Met]:
        """Weigh the pairs of each post, the same alone and among others."""
        met = [meeting(one) for one in cues]
        listed = list(chain.from_iterable(met))
        known = self._knowing(listed)
        numbers = np.fromiter(map(known.numbers.__getitem__, listed), dtype=np.intp, count=len(listed))
        sizes = np.fromiter(map(len, met), dtype=np.intp, count=len(met))
        post = np.repeat(np.arange(len(met)), sizes)
        added = np.zeros(len(numbers))
        for apart in range(1, int(sizes.max(initial=0))):
            first = np.flatnonzero(post[:-apart] == post[apart:])
            weights = known.weights[numbers[first], numbers[first + apart]]
            # whole numbers add up alike in any order
            added[first] += weights
            added[first + apart] += weights
        step = self._scale / np.sqrt(np.maximum(sizes * (sizes - 1) // 2, 1)) / 2
        totals = (np.bincount(post, weights=added, minlength=len(met)) * step).tolist()
        by_cue, ends = (added * step[post]).tolist(), np.cumsum(sizes).tolist()
        return [
            Met(total, dict(zip(names, by_cue[end - len(names) : end], strict=True)))
            for total, names, end in zip(totals, met, ends, strict=True)
        ]

    def _knowing(self, names: Sequence[str]) -> "_Known":
        known = self._known
        if not known.numbers.keys() >= set(names):
            listed = list(dict.fromkeys((*known.numbers, *names)))
            places = np.array([[_place(one, other) for other in listed] for one in listed], dtype=np.intp)
            numbers = {name: number for number, name in enumerate(listed)}
            # set at once: other threads may be reading
            self._known = known = _Known(numbers, self._table[places].astype(np.float64))
        return known


class _Known(NamedTuple):
    """The numbers of cues, and the weight of each pair by their numbers."""

    numbers: Mapping[str, int]
    weights: NDArray[np.float64]


def _place(one: str, other: str) -> int:
    first, second = sorted((one, other))
    return crc32(f"{first}|{second}".encode()) % PLACES
