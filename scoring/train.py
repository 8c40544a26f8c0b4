"""Fits the readable models: weighted logistic regression on cues, the same to the last digit each time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.complaint import Model
from scoring.cues import Cues

_Matrix = NDArray[np.float64]
_STEPS = 12
_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One labelled post: its cues, whether it is what the model looks for, and the set it came from."""

    cues: Cues
    label: bool
    source: str
    weight: float = 1.0


def fit(rows: Sequence[Row], *, penalty: float = 0.02, prior: float = 0.5) -> Model:
    """Fit one model; every source weighs the same however many rows it has, and `prior` of it is what is sought."""
    if not rows:
        raise ValueError("nothing to fit: give at least one labelled row")
    names = sorted({name for row in rows for name in row.cues.values})
    place = {name: i for i, name in enumerate(names)}
    values = np.zeros((len(rows), len(names) + 1))
    values[:, -1] = 1.0
    for i, row in enumerate(rows):
        for name, value in row.cues.values.items():
            values[i, place[name]] = value
    labels = np.array([float(row.label) for row in rows])
    fitted = _newton(values, labels, _even_weights(rows, prior=prior), penalty=penalty)
    return Model(
        intercept=round(float(fitted[-1]), _DIGITS),
        weights={name: round(float(fitted[i]), _DIGITS) for name, i in place.items()},
    )


def _even_weights(rows: Sequence[Row], *, prior: float) -> _Matrix:
    mass: defaultdict[tuple[str, bool], float] = defaultdict(float)
    for row in rows:
        mass[row.source, row.label] += row.weight
    share = {True: prior, False: 1 - prior}
    weights = np.array([row.weight / mass[row.source, row.label] * share[row.label] for row in rows], dtype=np.float64)
    even: _Matrix = weights / weights.sum()
    return even


def _newton(values: _Matrix, labels: _Matrix, weights: _Matrix, *, penalty: float) -> _Matrix:
    mean = weights @ values
    spread = np.sqrt(np.maximum(weights @ (values - mean) ** 2, 1e-12))
    # a cue that hardly varies would get a huge weight for a few rows
    spread = np.maximum(spread, 0.02)
    ridge = penalty * spread**2
    ridge[-1] = 0.0
    found = np.zeros(values.shape[1])
    for _ in range(_STEPS):
        # einsum adds in one fixed order, which a threaded matrix product does not promise
        guessed = 1 / (1 + np.exp(-np.einsum("ij,j->i", values, found)))
        slope = np.einsum("ij,i->j", values, weights * (guessed - labels)) + ridge * found
        curve = np.einsum(
            "ij,i,ik->jk", values, weights * guessed * (1 - guessed), values, optimize=["einsum_path", (0, 1), (0, 1)]
        )
        found -= np.linalg.solve(curve + np.diag(ridge + 1e-9), slope)
    return found
