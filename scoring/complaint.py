"""How likely a post is a complaint, a question or request, negative or positive: by its cues and its wording."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from scoring.cues import BUILD, Cues
from scoring.wording import Tables, Telling, shipped_bytes, unpack

NAMES = ("complaint", "question", "negative", "positive")
_SMALL = 3


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
        return _probability(score)

    def causes(
        self, cues: Cues, *, words: Sequence[str] = (), telling: Sequence[Telling] = (), most: int = 3
    ) -> tuple[str, ...]:
        """Give the words (or figures) that raised the probability most: those of cues, then those learnt."""
        weight_of = self._shown
        raised = [
            (change, name)
            for name, value in cues.values.items()
            if name in weight_of and (change := -weight_of[name] * value) < 0
        ]
        raised.sort()
        shown: dict[str, None] = {}
        for _, name in raised[:most]:
            for phrase in cues.evidence(name):
                shown[phrase] = None
        if telling:
            told = set(" ".join(shown).split())
            learnt = 0
            for _, word in sorted([(-weight, words[place]) for place, weight in telling]):
                # "the" and "is" carry a tone too, but explain nothing to anyone
                if len(word) > _SMALL and word not in told:
                    shown[word] = None
                    learnt += 1
                    if learnt == most:
                        break
        return tuple(shown)


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
    _by_cue: Mapping[str, tuple[float, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        models = self._models()
        names = dict.fromkeys(name for model in models for name in model.weights)
        by_cue = {name: tuple(model.weights.get(name, 0.0) for model in models) for name in names}
        object.__setattr__(self, "_by_cue", by_cue)

    def _models(self) -> tuple[Model, ...]:
        return (self.complaint, self.question, self.negative, self.positive)

    def probabilities(self, cues: Cues, *, wording: Mapping[str, float]) -> Probabilities:
        """Ask all four at once, each saying what it says alone."""
        complaint = self.complaint.intercept + wording.get("complaint", 0.0)
        question = self.question.intercept + wording.get("question", 0.0)
        negative = self.negative.intercept + wording.get("negative", 0.0)
        positive = self.positive.intercept + wording.get("positive", 0.0)
        by_cue = self._by_cue
        for name, value in cues.values.items():
            if name in by_cue:
                to_complaint, to_question, to_negative, to_positive = by_cue[name]
                complaint += to_complaint * value
                question += to_question * value
                negative += to_negative * value
                positive += to_positive * value
        return Probabilities(
            _probability(complaint), _probability(question), _probability(negative), _probability(positive)
        )


def _probability(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 4)


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
