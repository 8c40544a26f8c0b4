"""How far two groupings of the same things agree."""

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
