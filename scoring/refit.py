"""Fits the models on with what a team decided: what ships is the start, and only evidence moves a weight from there."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.complaint import NAMES, Model, Models, load, shipped
from scoring.cues import Cues, read_cues
from scoring.intent import Thresholds
from scoring.joint import Descent, Wordings, rounded, unrounded
from scoring.language import Detector
from scoring.phrases import Text
from scoring.pipeline import Post
from scoring.sentiment import polarity
from scoring.train import Row, matrix_of, newton, readable
from scoring.wording import Table, heard_words, pack

_Floats = NDArray[np.float64]
_Packed = tuple[Table, float]
# how many decisions the start is worth: the more there are, the further a weight may go
_CUES_WORTH = 6.0
_GRAMS_WORTH = 0.5
_ROUNDS = 2
_ON_THE_WAY = 4
# posts that nobody judged hold the models where they are, all together as much as this share of what was judged
_HOLDING = 0.5
_LEARNING = ("complaint", "question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One post and whether it needs an answer as people see it; None where nobody judged it.

    Posts of one `group` (a thread, an author) are never on both sides of a comparison.
    """

    post: Post
    needs_answer: bool | None
    group: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refitted:
    """The two files of the new models, and the models that they hold."""

    text: str
    grams: bytes
    models: Models


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A post as the models hear it, and the log-odds that each gives it before anything is learnt."""

    told: Told
    row: Row
    logits: Mapping[str, float]


def refit(told: Sequence[Told], *, start: Models | None = None) -> Refitted:
    """Fit on from `start` (else what ships); the same to the byte from the same posts in the same order."""
    return refit_heard(hear(told, start=start), start=start)


def refit_heard(heard: Sequence[Heard], *, start: Models | None = None) -> Refitted:
    """Fit on from the `start` that these posts were heard with."""
    begun = start or shipped()
    n = sum(one.told.needs_answer is not None for one in heard)
    if not n:
        raise ValueError("nothing to fit: nobody has judged a post yet")
    models: dict[str, Model] = {name: getattr(begun, name) for name in NAMES}
    tables = {name: begun.tables.of(name) for name in NAMES}
    for name in _LEARNING:
        models[name], tables[name] = _move(name, heard, models[name], tables[name])
    written = {
        name: {"intercept": model.intercept, "scale": tables[name][1], "weights": dict(sorted(model.weights.items()))}
        for name, model in models.items()
    }
    text = json.dumps({"trained": {**begun.trained, "decisions": n}, **written}, indent=1) + "\n"
    grams = pack({name: table for name, (table, _) in tables.items()})
    return Refitted(text=text, grams=grams, models=load(text, grams))


def hear(told: Sequence[Told], *, start: Models | None = None) -> list[Heard]:
    """Hear each post, which is half of the work, for as many fits as are wanted."""
    begun = start or shipped()
    texts = [Text.read(one.post.text, brands=one.post.brands) for one in told]
    languages = Detector().detect_all([(text.raw, one.post.lang) for text, one in zip(texts, told, strict=True)])
    words = [heard_words(text, lang=lang.code) for text, lang in zip(texts, languages, strict=True)]
    wordings = begun.tables.read(words)
    found = []
    for i, one in enumerate(told):
        vader, share = polarity(texts[i].raw), one.post.rating_share
        cues = read_cues(texts[i], lang=languages[i].code, vader=vader, rating_share=share)
        beside = {"complaint": begun.met([cues])[0].total}
        logits = {
            name: _logit(getattr(begun, name), cues, wordings[i].total[name] + beside.get(name, 0.0))
            for name in _LEARNING
        }
        found.append(Heard(told=one, row=Row(cues=cues, label=False, source="", words=words[i]), logits=logits))
    return found


def _logit(model: Model, cues: Cues, wording: float) -> float:
    told = (weight * cues.values[name] for name, weight in model.weights.items() if name in cues.values)
    return math.fsum((model.intercept, wording, *told))


def _move(name: str, heard: Sequence[Heard], model: Model, packed: _Packed) -> tuple[Model, _Packed]:
    """Fit what has to be added to the weights of one model."""
    taught = [one for one in heard if _weight(name, one) > 0]
    if not any(one.told.needs_answer is not None for one in taught):
        return model, packed
    base = np.array([one.logits[name] for one in taught])
    guesses = 1 / (1 + np.exp(-base))
    labels = np.array([
        guess if one.told.needs_answer is None else float(one.told.needs_answer)
        for one, guess in zip(taught, guesses.tolist(), strict=True)
    ])
    weights = _weights(name, taught)
    n = weights.sum()
    weights = weights / n
    rows = [one.row for one in taught]
    names, values, _ = matrix_of(rows)
    wordings, grams = Wordings(rows), Descent(ridge=_GRAMS_WORTH / n)
    penalty = _CUES_WORTH / n
    cues = newton(values, labels, weights, beside=base, penalty=penalty, steps=_ON_THE_WAY)
    for _ in range(_ROUNDS):
        grams.go_on(wordings, labels, weights, beside=base + np.einsum("ij,j->i", values, cues))
        known = base + wordings.scores(grams.table)
        cues = newton(values, labels, weights, beside=known, penalty=penalty, steps=_ON_THE_WAY)
    # pairs of cues stay as they are
    table = rounded(unrounded(*packed) + np.pad(grams.table, (0, len(packed[0]) - len(grams.table))))
    moved = wordings.scores(unrounded(*table) - unrounded(*packed))
    added = readable(names, newton(values, labels, weights, beside=base + moved, penalty=penalty))
    return _sum(model, added), table


def _weights(name: str, taught: Sequence[Heard]) -> _Floats:
    """What each post counts; those that nobody judged count little, however many they are."""
    weights = np.array([_weight(name, one) for one in taught])
    unjudged = np.array([one.told.needs_answer is None for one in taught])
    if unjudged.any():
        weights[unjudged] *= min(1.0, _HOLDING * weights[~unjudged].sum() / weights[unjudged].sum())
    return weights


def _weight(name: str, one: Heard) -> float:
    """A post that needs no answer is neither complaint nor question; one that does is what it looks like most."""
    if one.told.needs_answer:
        least = Thresholds()
        over = {each: one.logits[each] - _log_odds(getattr(least, each)) for each in _LEARNING}
        return one.told.weight if name == max(_LEARNING, key=over.__getitem__) else 0.0
    return one.told.weight


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _sum(model: Model, added: Model) -> Model:
    names = {**model.weights, **added.weights}
    weights = {name: round(model.weights.get(name, 0.0) + added.weights.get(name, 0.0), 4) for name in names}
    return Model(intercept=round(model.intercept + added.intercept, 4), weights=weights)
