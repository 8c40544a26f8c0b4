"""How likely a post is a complaint, a question or request, negative or positive: by its cues and its wording."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.cues import BUILD, Cues
from scoring.meetings import NOTHING, Meetings, Met
from scoring.wording import Tables, Telling, Wording, shipped_bytes, unpack

NAMES = ("complaint", "question", "negative", "positive")
_SMALL = 3
# log-odds from which on a probability is 0 in as many digits as are kept
_FAR = -30.0
_DIGITS = 4
_UNCLEAR = 1e-6
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A weight for each cue; what has none counts nothing."""

    intercept: float
    weights: Mapping[str, float]
    # the weights of what may be shown as a cause
    _shown: Mapping[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        shown = {name: weight for name, weight in self.weights.items() if weight and name not in BUILD}
        object.__setattr__(self, "_shown", shown)

    def probability(self, cues: Cues, *, wording: float = 0.0) -> float:
        """Give the probability, the same to the last digit for one post or a thousand."""
        # a text gives its cues in one order, so the sum is the same in any batch
        score, weight_of = self.intercept + wording, self.weights.get
        for name, value in cues.values.items():
            score += weight_of(name, 0.0) * value
        return probability_of(score)

    def causes(
        self,
        cues: Cues,
        *,
        words: Sequence[str] = (),
        telling: Sequence[Telling] = (),
        met: Met = NOTHING,
        most: int = 3,
    ) -> tuple[str, ...]:
        """Give the words (or figures) that raised the probability most: those of cues, then those learnt.

        `met` is what cues add by those they meet.
        """
        weight_of, met_of = self._shown.get, met.by_cue.get
        raised = [
            (change, name)
            for name, value in cues.values.items()
            if (weight := weight_of(name)) and (change := -weight * value - met_of(name, 0.0)) < 0
        ]
        raised.sort()
        shown = list(chain.from_iterable([cues.evidence(name) for _, name in raised[:most]]))
        if telling:
            told = set(" ".join(shown).split())
            # "the" and "is" carry a tone too, but explain nothing to anyone
            learnt = [
                (-weight, word) for place, weight in telling if len(word := words[place]) > _SMALL and word not in told
            ]
            learnt.sort()
            shown += list(dict.fromkeys([word for _, word in learnt]))[:most]
        return tuple(dict.fromkeys(shown))


class Probabilities(NamedTuple):
    """What the four models say of a post."""

    complaint: float
    question: float
    negative: float
    positive: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The four models, their tables of grams, how they were made, and a digest that changes with them."""

    complaint: Model
    question: Model
    negative: Model
    positive: Model
    tables: Tables
    trained: Mapping[str, object]
    digest: str = ""
    _numbers: Mapping[str, int] = field(init=False, repr=False, compare=False)
    _weights: _Floats = field(init=False, repr=False, compare=False)
    _intercepts: _Floats = field(init=False, repr=False, compare=False)
    _meetings: Meetings | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        models = (self.complaint, self.question, self.negative, self.positive)
        names = list(dict.fromkeys(name for model in models for name in model.weights))
        # the last is for cues that no model weighs
        weights = np.array([[*(model.weights.get(name, 0.0) for name in names), 0.0] for model in models])
        object.__setattr__(self, "_numbers", {name: number for number, name in enumerate(names)})
        object.__setattr__(self, "_weights", weights)
        object.__setattr__(self, "_intercepts", np.array([model.intercept for model in models]))
        object.__setattr__(self, "_meetings", self.tables.meetings("complaint"))

    def met(self, cues: Sequence[Cues]) -> list[Met]:
        """Tell of each post what it gains as a complaint by cues that meet."""
        return [NOTHING] * len(cues) if self._meetings is None else self._meetings.read(cues)

    def probabilities(
        self, cues: Sequence[Cues], *, wordings: Sequence[Wording], met: Sequence[Met]
    ) -> list[Probabilities]:
        """Ask all four of each post, the same alone and among others."""
        told = [one.values for one in cues]
        post = np.repeat(np.arange(len(cues)), np.fromiter(map(len, told), dtype=np.intp, count=len(told)))
        number_of = map(self._numbers.get, chain.from_iterable(told), repeat(len(self._numbers)))
        numbers = np.fromiter(number_of, dtype=np.intp, count=len(post))
        values = np.fromiter(chain.from_iterable([one.values() for one in told]), dtype=np.float64, count=len(numbers))
        weights = self._weights[:, numbers] * values
        # bincount adds the cues of a post one after the other, wherever the post stands
        sums = np.array([np.bincount(post, weights=each, minlength=len(cues)) for each in weights])
        worded = np.array([[wording.total.get(name, 0.0) for wording in wordings] for name in NAMES])
        log_odds = self._intercepts[:, None] + worded + sums
        log_odds[NAMES.index("complaint")] += [one.total for one in met]
        return list(map(Probabilities, *probabilities_of(log_odds).tolist()))


def probability_of(log_odds: float) -> float:
    """Give the probability, in steps of a ten-thousandth."""
    if log_odds < _FAR:
        return 0.0
    return round(1 / (1 + math.exp(-log_odds)), _DIGITS)


def probabilities_of(log_odds: _Floats) -> _Floats:
    """Give the probability of each, as `probability_of` does."""
    steps = 10**_DIGITS / (1 + np.exp(-np.maximum(log_odds, _FAR)))
    found: _Floats = np.rint(steps) / 10**_DIGITS
    # the last digit of a number decides only where it lies between two steps
    unclear = np.abs(steps % 1 - 0.5) < _UNCLEAR
    if unclear.any():
        found[unclear] = [probability_of(one) for one in log_odds[unclear].tolist()]
    return found


def load(text: str, grams: bytes) -> Models:
    """Make models of the contents of models.json and grams.npz."""
    told = json.loads(text)
    named = {name: Model(intercept=told[name]["intercept"], weights=told[name]["weights"]) for name in NAMES}
    tables = unpack(grams)
    scaled = Tables({name: (tables[name], told[name]["scale"]) for name in NAMES})
    digest = hashlib.sha256(text.encode() + b"\0" + grams).hexdigest()
    return Models(**named, tables=scaled, trained=told["trained"], digest=digest)


@cache
def shipped_text() -> str:
    """Read the models file that comes with the product."""
    return files("scoring").joinpath("models.json").read_text(encoding="utf-8")


@cache
def shipped() -> Models:
    """Load the models that come with the product."""
    return load(shipped_text(), shipped_bytes())
