"""How well scores find what people labelled: the figures of an evaluation, from numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Bools = NDArray[np.bool_]


def roc_auc(labels: Sequence[bool], scores: Sequence[float]) -> float | None:
    """The chance that a positive scores above a negative, ties counting half; None with one label only."""
    truth, given = np.asarray(labels, dtype=bool), np.asarray(scores, dtype=float)
    n_positive, n_negative = int(truth.sum()), int((~truth).sum())
    if not n_positive or not n_negative:
        return None
    _, place, count = np.unique(given, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((rank[truth].sum() - n_positive * (n_positive + 1) / 2) / (n_positive * n_negative))


def average_precision(labels: Sequence[bool], scores: Sequence[float]) -> float | None:
    """The area under precision against recall, one step for each distinct score; None without a positive."""
    hits, ranked = _steps(labels, scores)
    if not len(hits) or not hits[-1]:
        return None
    gained = np.diff(hits, prepend=0) / hits[-1]
    return float((gained * hits / ranked).sum())


def best_f1(labels: Sequence[bool], scores: Sequence[float]) -> float | None:
    """The F1 at the best threshold; None without a positive."""
    hits, ranked = _steps(labels, scores)
    if not len(hits) or not hits[-1]:
        return None
    return float((2 * hits / (ranked + hits[-1])).max())


def precision_at(labels: Sequence[bool], scores: Sequence[float], *, top: int) -> float | None:
    """The share of positives among the first `top`; a tie across the edge counts by its own share."""
    truth = _expected_in_order(labels, scores)
    first = truth[:top]
    return float(first.mean()) if len(first) else None


def recall_in_queue(
    labels: Sequence[bool], scores: Sequence[float], *, share: float = 0.2, prevalence: float = 0.05
) -> float | None:
    """The share of positives in the top `share` of a queue in which only `prevalence` are positive.

    Weighing the labels gives the figure that resampling many times would settle on, without chance in it.
    """
    truth, given = np.asarray(labels, dtype=bool), np.asarray(scores, dtype=float)
    if truth.all() or not truth.any():
        return None
    mass = np.where(truth, prevalence / truth.sum(), (1 - prevalence) / (~truth).sum())
    caught = seen = 0.0
    for score in np.unique(given)[::-1]:
        tied = given == score
        whole = float(mass[tied].sum())
        room = min(1.0, (share - seen) / whole)
        caught += room * float(mass[tied & truth].sum())
        seen += whole
        if seen >= share:
            break
    return caught / prevalence


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One stretch of a calibration curve: what was said of its posts on the average, and what held."""

    start: float
    end: float
    n: int
    said: float | None
    held: float | None


def calibration(labels: Sequence[bool], probabilities: Sequence[float], *, bins: int = 10) -> list[Bin]:
    """Hold probabilities against the share that they came true of, in stretches of equal width."""
    truth, given = np.asarray(labels, dtype=bool), np.asarray(probabilities, dtype=float)
    place = np.minimum((given * bins).astype(int), bins - 1)
    found = []
    for each in range(bins):
        its = place == each
        n = int(its.sum())
        said, held = (float(given[its].mean()), float(truth[its].mean())) if n else (None, None)
        found.append(Bin(start=each / bins, end=(each + 1) / bins, n=n, said=said, held=held))
    return found


def accuracy(labels: Sequence[str], guesses: Sequence[str]) -> float | None:
    """The share that was guessed right."""
    return float(np.mean(np.asarray(labels) == np.asarray(guesses))) if len(labels) else None


def macro_f1(labels: Sequence[str], guesses: Sequence[str]) -> float | None:
    """The mean F1 of the labels that occur, each counting the same however rare."""
    truth, guessed = np.asarray(labels), np.asarray(guesses)
    found = [
        2 * float(((truth == name) & (guessed == name)).sum()) / float((truth == name).sum() + (guessed == name).sum())
        for name in sorted(set(labels))
    ]
    return float(np.mean(found)) if found else None


def _steps(labels: Sequence[bool], scores: Sequence[float]) -> tuple[_Floats, _Floats]:
    """Count the positives and all rows at or above each distinct score, from the highest down."""
    truth, given = np.asarray(labels, dtype=bool), np.asarray(scores, dtype=float)
    order = np.argsort(-given, kind="stable")
    last_of_tie = np.flatnonzero(np.diff(given[order], append=-np.inf))
    return np.cumsum(truth[order])[last_of_tie].astype(float), (last_of_tie + 1).astype(float)


def _expected_in_order(labels: Sequence[bool], scores: Sequence[float]) -> _Floats:
    """Rank by score and give every row of a tie the share of positives in it."""
    hits, ranked = _steps(labels, scores)
    sizes = np.diff(ranked, prepend=0)
    return np.repeat(np.diff(hits, prepend=0) / sizes, sizes.astype(int))
