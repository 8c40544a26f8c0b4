"""Fits cues and grams together: what readable cues explain is theirs, the grams learn what is left."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.complaint import Model
from scoring.grams import PLACES, Places, read_grams
from scoring.train import Row, even_weights, matrix_of, newton, readable
from scoring.wording import Table

_Floats = NDArray[np.float64]
# stopping early keeps grams of one source small; further steps only learn the sources by heart
_ROUNDS = 3
_STEPS = 8
_RIDGE = 1e-4
# the curve of the loss along the grams is well below this, so that every step goes down
_CURVE = 0.06
_PARTS = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A model of cues, and its table of grams in steps of a scale."""

    model: Model
    table: Table
    scale: float


class Wordings:
    """The grams of the rows; rows of the same post share them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        texts: dict[int, Sequence[str]] = {id(row.words): row.words for row in rows}
        numbers = {key: number for number, key in enumerate(texts)}
        self._n = len(texts)
        self.text_of_row = np.array([numbers[id(row.words)] for row in rows], dtype=np.intp)
        grams = read_grams(list(texts.values()))
        text = grams.text_of_word[grams.words]
        order = np.argsort(text, kind="stable")
        self._places: Places = grams.places[order]
        self._texts, self._starts = np.unique(text[order], return_index=True)
        self._counts = np.diff(self._starts, append=len(text))
        kind = (np.arange(len(text)) >= grams.split).astype(np.intp)
        self._values = grams.shares[kind, text][order].astype(np.float32)

    def scores(self, table: NDArray[np.float32]) -> _Floats:
        """Give what the wording adds to each row."""
        found: _Floats = np.zeros(self._n)
        if len(self._texts):
            found[self._texts] = np.add.reduceat(table[self._places] * self._values, self._starts)
        return found[self.text_of_row]

    def slope(self, errors: _Floats) -> _Floats:
        """Give how the loss changes with each place of the table."""
        by_text = np.bincount(self.text_of_row, weights=errors, minlength=self._n).astype(np.float32)
        spread = self._values * np.repeat(by_text[self._texts], self._counts)
        return np.bincount(self._places, weights=spread, minlength=PLACES).astype(np.float64)


def fit_jointly(rows: Sequence[Row], *, prior: float = 0.5) -> Fitted:
    """Fit cues and grams in turns; the sources weigh evenly and the result is the same each time."""
    names, values, labels = matrix_of(rows)
    weights = even_weights(rows, prior=prior)
    wordings = Wordings(rows)
    grams = Descent()
    cues = newton(values, labels, weights)
    for _ in range(_ROUNDS):
        grams.go_on(wordings, labels, weights, beside=np.einsum("ij,j->i", values, cues))
        cues = newton(values, labels, weights, beside=wordings.scores(grams.table))
    # rounded first, so that the cues are fitted beside the grams that ship
    packed, scale = rounded(grams.table)
    cues = newton(values, labels, weights, beside=wordings.scores(unrounded(packed, scale)))
    return Fitted(model=readable(names, cues), table=packed, scale=scale)


class Descent:
    """A table of grams on its way down the loss, by Nesterov's steps."""

    def __init__(self, *, ridge: float = _RIDGE) -> None:
        self.table = np.zeros(PLACES, dtype=np.float32)
        self._ahead = self.table
        self._pace = 1.0
        self._ridge = ridge

    def go_on(self, wordings: Wordings, labels: _Floats, weights: _Floats, *, beside: _Floats) -> None:
        """Take a few steps more, where `beside` is already known of the log-odds."""
        for _ in range(_STEPS):
            guessed = 1 / (1 + np.exp(-(beside + wordings.scores(self._ahead))))
            slope = wordings.slope(weights * (guessed - labels)) + self._ridge * self._ahead
            # from a point ahead along the last move
            moved = (self._ahead - slope / (_CURVE + self._ridge)).astype(np.float32)
            faster = (1 + (1 + 4 * self._pace * self._pace) ** 0.5) / 2
            self._ahead = (moved + (self._pace - 1) / faster * (moved - self.table)).astype(np.float32)
            self.table, self._pace = moved, faster


def rounded(table: NDArray[np.float32]) -> tuple[Table, float]:
    """Give a table in whole steps of one byte, and the step."""
    scale = float(f"{float(np.abs(table).max()) / _PARTS or 1.0:.6g}")
    return np.rint(table / scale).clip(-_PARTS, _PARTS).astype(np.int8), scale


def unrounded(packed: Table, scale: float) -> NDArray[np.float32]:
    """Give the weights that a rounded table stands for."""
    return packed.astype(np.float32) * np.float32(scale)
