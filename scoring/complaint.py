"""How likely a post is a complaint, a question or request, negative or positive: by its cues and its wording."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scoring.cues import BUILD, Cues
from scoring.wording import Tables, shipped_bytes, unpack

NAMES = ("complaint", "question", "negative", "positive")
# a word must add this much to the log-odds to be named as a cause
_TELLING = 0.1
_SMALL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A weight for each cue; what has none counts nothing."""

    intercept: float
    weights: Mapping[str, float]

    def probability(self, cues: Cues, *, wording: float = 0.0) -> float:
        """Give the probability, the same to the last digit for one post or a thousand."""
        weights, values = self.weights, cues.values
        # added up exactly, so that the order of the cues cannot tip a digit
        score = math.fsum((
            self.intercept,
            wording,
            *[weights[name] * values[name] for name in values if name in weights],
        ))
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 4)

    def causes(
        self, cues: Cues, *, words: Sequence[str] = (), by_word: Sequence[float] = (), most: int = 3
    ) -> tuple[str, ...]:
        """Give the words (or figures) that raised the probability most: those of cues, then those learnt."""
        weights, values = self.weights, cues.values
        raised = [(-weights[name] * values[name], name) for name in values if name in weights and name not in BUILD]
        ranked = [name for change, name in sorted(raised)[:most] if change < 0]
        shown = dict.fromkeys(word for name in ranked for word in cues.evidence(name))
        telling = [(-weight, words[place]) for place, weight in enumerate(by_word) if weight >= _TELLING]
        if not telling:
            return tuple(shown)
        told = {word for phrase in shown for word in phrase.split()}
        # "the" and "is" carry a tone too, but explain nothing to anyone
        learnt = [word for _, word in sorted(telling) if len(word) > _SMALL and word not in told]
        return tuple(dict.fromkeys((*shown, *learnt[:most])))


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
