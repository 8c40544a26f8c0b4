"""Fits the readable models: weighted logistic regression on cues, the same to the last digit each time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.complaint import Model
from scoring.cues import Cues

_Matrix = NDArray[np.float64]
_STEPS = 12
_PENALTY = 0.02
_DIGITS = 4
# a loss that rises by less than this has not risen
_LEVEL = 1e-9
# nor has a weight moved by less than this: the next step would be far smaller still
_STILL = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One labelled post: its cues, whether it is what the model looks for, and the set it came from."""

    cues: Cues
    label: bool
    source: str
    weight: float = 1.0
    words: Sequence[str] = ()


def fit(rows: Sequence[Row], *, prior: float = 0.5) -> Model:
    """Fit cues alone; every source weighs the same however many rows it has, and `prior` of it is what is sought."""
    names, values, labels = matrix_of(rows)
    return readable(names, newton(values, labels, even_weights(rows, prior=prior)))


def matrix_of(rows: Sequence[Row]) -> tuple[list[str], _Matrix, _Matrix]:
    """Give the names of the cues, their values by row (the last column is 1) and the labels."""
    if not rows:
        raise ValueError("nothing to fit: give at least one labelled row")
    names = sorted({name for row in rows for name in row.cues.values})
    place = {name: i for i, name in enumerate(names)}
    values = np.zeros((len(rows), len(names) + 1))
    values[:, -1] = 1.0
    for i, row in enumerate(rows):
        for name, value in row.cues.values.items():
            values[i, place[name]] = value
    return names, values, np.array([float(row.label) for row in rows])


def readable(names: Sequence[str], fitted: _Matrix) -> Model:
    """Name what was fitted, with as many digits as a person reads."""
    weights = {name: round(float(weight), _DIGITS) for name, weight in zip(names, fitted[:-1], strict=True)}
    return Model(intercept=round(float(fitted[-1]), _DIGITS), weights=weights)


def even_weights(rows: Sequence[Row], *, prior: float, masses: Mapping[str, float] | None = None) -> _Matrix:
    """Weigh rows so that sources count the same, or as `masses` says, and of each source `prior` is what is sought."""
    mass: defaultdict[tuple[str, bool], float] = defaultdict(float)
    for row in rows:
        mass[row.source, row.label] += row.weight
    share, counts = {True: prior, False: 1 - prior}, masses or {}
    weights = np.array(
        [row.weight / mass[row.source, row.label] * share[row.label] * counts.get(row.source, 1.0) for row in rows],
        dtype=np.float64,
    )
    even: _Matrix = weights / weights.sum()
    return even


def newton(
    values: _Matrix,
    labels: _Matrix,
    weights: _Matrix,
    *,
    beside: _Matrix | float = 0.0,
    penalty: float = _PENALTY,
    steps: int = _STEPS,
) -> _Matrix:
    """Fit the weights of cues by logistic regression, where `beside` is already known of the log-odds."""
    mean = weights @ values
    spread = np.sqrt(np.maximum(weights @ (values - mean) ** 2, 1e-12))
    # a cue that hardly varies would get a huge weight for a few rows
    spread = np.maximum(spread, 0.02)
    ridge = penalty * spread**2
    ridge[-1] = 0.0
    found = np.zeros(values.shape[1])

    def loss(at: _Matrix) -> float:
        told = np.einsum("ij,j->i", values, at) + beside
        return float((weights * (np.logaddexp(0.0, told) - labels * told)).sum() + (ridge * at**2).sum() / 2)

    for _ in range(steps):
        # einsum adds in one fixed order, which a threaded matrix product does not promise
        guessed = 1 / (1 + np.exp(-np.einsum("ij,j->i", values, found) - beside))
        slope = np.einsum("ij,i->j", values, weights * (guessed - labels)) + ridge * found
        curve = np.einsum(
            "ij,i,ik->jk", values, weights * guessed * (1 - guessed), values, optimize=["einsum_path", (0, 1), (0, 1)]
        )
        step = np.linalg.solve(curve + np.diag(ridge + 1e-9), slope)
        lost = loss(found)
        while loss(found - step) > lost + _LEVEL:
            # far from where it ends, the curve underfoot says little: go less far
            step /= 2
        found -= step
        if np.abs(step).max() < _STILL:
            break
    return found
