"""How far two groupings of the same things agree."""

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np


def adjusted_rand(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Pairs on which both agree, corrected for chance (Hubert and Arabie 1985): 1 is the same, 0 what chance gives."""
    names, others = ({name: place for place, name in enumerate(dict.fromkeys(found))} for found in (one, other))
    table = np.zeros((len(names), len(others)))
    for name, place in zip(one, other, strict=True):
        table[names[name], others[place]] += 1
    together = _pairs(table).sum()
    rows, columns = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    by_chance = rows * columns / max(_pairs(np.asarray(len(one))), 1)
    most = (rows + columns) / 2
    return float((together - by_chance) / (most - by_chance)) if most != by_chance else 1.0


def _pairs(
    counts: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    return counts * (counts - 1) / 2


def b_cubed(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Of each thing, how pure and how whole its group is, as the harmonic mean (Bagga and Baldwin 1998)."""
    sizes, others, shared = Counter(one), Counter(other), Counter(zip(one, other, strict=True))
    pure = sum(n * n / others[name] for (_, name), n in shared.items())
    whole = sum(n * n / sizes[name] for (name, _), n in shared.items())
    return 2 * pure * whole / (pure + whole) / max(len(one), 1) if shared else 1.0


def found_across(one: Sequence[Hashable], other: Sequence[Hashable], *, kinds: Sequence[Hashable]) -> float:
    """Of the pairs of different kinds, as of two languages, that `one` holds together, the share that `other` does."""
    true = _mixed_pairs(one, kinds)
    return _mixed_pairs(list(zip(one, other, strict=True)), kinds) / true if true else 1.0


def _mixed_pairs(groups: Sequence[Hashable], kinds: Sequence[Hashable]) -> int:
    def twice(sizes: Counter[Hashable]) -> int:
        return sum(n * (n - 1) for n in sizes.values())

    return (twice(Counter(groups)) - twice(Counter(zip(groups, kinds, strict=True)))) // 2
