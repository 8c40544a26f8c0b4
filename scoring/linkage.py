"""Groups vectors by average linkage: two groups join where their members are alike on average."""

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float32]


def average_linkage(vectors: _Floats, *, reach: float) -> list[list[int]]:
    """Rows that belong together, largest group first; groups join while 1 - their mean product is at most `reach`.

    By the nearest-neighbour chain (Murtagh 1983): time and memory grow with the square of the rows, and the first of
    equals always wins, so that the same rows give the same groups.
    """
    n = len(vectors)
    if not n:
        return []
    distance = 1 - vectors @ vectors.T
    np.fill_diagonal(distance, np.inf)
    size = np.ones(n, dtype=np.float32)
    left = np.ones(n, dtype=bool)
    parent = list(range(n))
    chain: list[int] = []
    for _ in range(n - 1):
        one, other, height = _closest_pair(distance, chain, left)
        if height <= reach:
            parent[_top(parent, other)] = _top(parent, one)
        merged = (size[one] * distance[one] + size[other] * distance[other]) / (size[one] + size[other])
        distance[one], distance[:, one] = merged, merged
        distance[one, one] = np.inf
        distance[other], distance[:, other] = np.inf, np.inf
        size[one] += size[other]
        left[other] = False
    groups: dict[int, list[int]] = {}
    for row in range(n):
        groups.setdefault(_top(parent, row), []).append(row)
    return sorted(groups.values(), key=lambda rows: (-len(rows), rows))


def _closest_pair(distance: _Floats, chain: list[int], left: NDArray[np.bool_]) -> tuple[int, int, float]:
    """Two groups that are each other's nearest; the chain to them is kept for the next call."""
    if not chain:
        chain.append(int(np.argmax(left)))
    while True:
        row = distance[chain[-1]]
        nearest = int(np.argmin(row))
        if len(chain) > 1 and row[chain[-2]] <= row[nearest]:
            nearest = chain[-2]
            height = float(row[nearest])
            pair = chain.pop(), chain.pop()
            return min(pair), max(pair), height
        chain.append(nearest)


def _top(parent: list[int], row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row
