"""How likely a post is a complaint, a question or request, negative or positive: weights that a person can read."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scoring.cues import BUILD, Cues


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A weight for each cue; what has none counts nothing."""

    intercept: float
    weights: Mapping[str, float]

    def probability(self, cues: Cues) -> float:
        """Give the probability, the same to the last digit for one post or a thousand."""
        weights = self.weights
        parts = [self.intercept, *(weights.get(name, 0.0) * value for name, value in cues.values.items())]
        score = math.fsum(parts)
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 4)

    def causes(self, cues: Cues, *, most: int = 3) -> tuple[str, ...]:
        """Give the words (or figures) of the cues that raised the probability most, strongest first."""
        raised = {name: self.weights.get(name, 0.0) * value for name, value in cues.values.items() if name not in BUILD}
        ranked = sorted((name for name in raised if raised[name] > 0), key=lambda name: (-raised[name], name))
        return tuple(dict.fromkeys(word for name in ranked[:most] for word in cues.evidence(name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The four models that ship, and how they were made."""

    complaint: Model
    question: Model
    negative: Model
    positive: Model
    trained: Mapping[str, object]


@cache
def shipped_text() -> str:
    """Read the models file; its text is part of the scorer's version."""
    return files("scoring").joinpath("models.json").read_text(encoding="utf-8")


@cache
def shipped() -> Models:
    """Load the models that come with the product."""
    told = json.loads(shipped_text())
    named = {
        name: Model(intercept=told[name]["intercept"], weights=told[name]["weights"])
        for name in ("complaint", "question", "negative", "positive")
    }
    return Models(**named, trained=told["trained"])
