"""Fits cues and grams together: what readable cues explain is theirs, the grams learn what is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring import meetings
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
# what a place counts by its rarity, so that places of rare grams learn in few steps what those of common ones do
_RARITY = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A model of cues, and its table of grams, and of pairs of cues behind them, in steps of a scale."""

    model: Model
    table: Table
    scale: float


class Features:
    """What counts in each of some texts, by its place in a table."""

    def __init__(self, *, texts: Places, places: Places, values: _Floats, n: int, size: int) -> None:
        order = np.argsort(texts, kind="stable")
        self.size = size
        self._n = n
        self._places = places[order]
        self._texts, self._starts = np.unique(texts[order], return_index=True)
        self._counts = np.diff(self._starts, append=len(texts))
        self._values = values[order].astype(np.float32)

    def weigh_rarity(self) -> NDArray[np.float32]:
        """Let what few texts have count more; gives by how much that is, for each place of the table."""
        met = np.maximum(np.bincount(self._places, minlength=self.size), 1)
        counts = (_RARITY * np.log1p(self._n / met)).astype(np.float32)
        self._values *= counts[self._places]
        return counts

    def scores(self, table: NDArray[np.float32]) -> _Floats:
        """Give what a table adds to each text."""
        found: _Floats = np.zeros(self._n)
        if len(self._texts):
            found[self._texts] = np.add.reduceat(table[self._places] * self._values, self._starts)
        return found

    def slope(self, errors: _Floats) -> _Floats:
        """Give how the loss changes with each place of the table."""
        spread = self._values * np.repeat(errors.astype(np.float32)[self._texts], self._counts)
        return np.bincount(self._places, weights=spread, minlength=self.size).astype(np.float64)


class Wordings(Features):
    """The grams of the rows, and the pairs of cues that meet if these count too; rows of the same post share them."""

    def __init__(self, rows: Sequence[Row], *, meets: bool = False) -> None:
        keys = [(id(row.words), *(meetings.meeting(row.cues) if meets else ())) for row in rows]
        texts = dict(zip(keys, rows, strict=True))
        numbers = {key: number for number, key in enumerate(texts)}
        size = PLACES + meetings.PLACES if meets else PLACES
        grams = read_grams([row.words for row in texts.values()])
        text, places = grams.text_of_word[grams.words], grams.places
        kind = (np.arange(len(text)) >= grams.split).astype(np.intp)
        values = grams.shares[kind, text]
        if meets:
            names = [meetings.meeting(row.cues) for row in texts.values()]
            pairs = [meetings.places_of(each) for each in names]
            counts = [len(each) for each in pairs]
            text = np.concatenate((text, np.repeat(np.arange(len(texts)), counts)))
            places = np.concatenate((places, PLACES + np.array([one for each in pairs for one in each], dtype=np.intp)))
            values = np.concatenate((values, np.repeat([meetings.share_of(len(each)) for each in names], counts)))
        self.text_of_row = np.array([numbers[key] for key in keys], dtype=np.intp)
        super().__init__(texts=text, places=places, values=values, n=len(texts), size=size)

    def scores(self, table: NDArray[np.float32]) -> _Floats:
        """Give what the wording adds to each row."""
        return super().scores(table)[self.text_of_row]

    def slope(self, errors: _Floats) -> _Floats:
        """Give how the loss changes with each place of the table."""
        by_text = np.bincount(self.text_of_row, weights=errors, minlength=self._n).astype(np.float64)
        return super().slope(by_text)


def fit_jointly(
    rows: Sequence[Row],
    *,
    prior: float = 0.5,
    masses: Mapping[str, float] | None = None,
    meets: bool = False,
    rarity: bool = False,
) -> Fitted:
    """Fit cues and grams in turns, with the pairs of cues if they count too (`meets`); the same each time.

    Sources weigh evenly, but for those that `masses` names; `rarity` lets rare grams and pairs learn faster.
    """
    names, values, labels = matrix_of(rows)
    weights = even_weights(rows, prior=prior, masses=masses)
    wordings = Wordings(rows, meets=meets)
    counts = wordings.weigh_rarity() if rarity else np.float32(1)
    grams = Descent(size=wordings.size)
    cues = newton(values, labels, weights)
    for _ in range(_ROUNDS):
        grams.go_on(wordings, labels, weights, beside=np.einsum("ij,j->i", values, cues))
        cues = newton(values, labels, weights, beside=wordings.scores(grams.table))
    # rounded first, so that the cues are fitted beside the grams that ship
    packed, scale = rounded(grams.table * counts)
    cues = newton(values, labels, weights, beside=wordings.scores(unrounded(packed, scale) / counts))
    return Fitted(model=readable(names, cues), table=packed, scale=scale)


def less(
    fitted: Fitted,
    other: Fitted,
    rows: Sequence[Row],
    *,
    share: float,
    prior: float = 0.5,
    masses: Mapping[str, float] | None = None,
) -> Fitted:
    """Take a share of another model away from one, and stretch what is left so that its probabilities hold for rows."""
    table, taken = unrounded(fitted.table, fitted.scale), unrounded(other.table, other.scale)
    table[: len(taken)] -= np.float32(share) * taken
    names, values, labels = matrix_of(rows)
    weight_of = {
        name: fitted.model.weights.get(name, 0.0) - share * other.model.weights.get(name, 0.0)
        for name in sorted({*names, *other.model.weights})
    }
    known = np.einsum("ij,j->i", values[:, :-1], np.array([weight_of[name] for name in names]))
    known += Wordings(rows, meets=len(table) > PLACES).scores(table)
    beside = np.stack((known, np.ones(len(rows))), axis=1)
    stretch, intercept = newton(beside, labels, even_weights(rows, prior=prior, masses=masses), beside=known)
    packed, scale = rounded(table * np.float32(1 + stretch))
    told = readable(list(weight_of), np.array([*((1 + stretch) * np.array(list(weight_of.values()))), intercept]))
    return replace(fitted, model=told, table=packed, scale=scale)


class Descent:
    """A table of grams on its way down the loss, by Nesterov's steps."""

    def __init__(self, *, ridge: float = _RIDGE, size: int = PLACES) -> None:
        self.table = np.zeros(size, dtype=np.float32)
        self._ahead = self.table
        self._pace = 1.0
        self._ridge = ridge

    def go_on(self, wordings: Features, labels: _Floats, weights: _Floats, *, beside: _Floats) -> None:
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
