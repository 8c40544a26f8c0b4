"""Whether models that were fitted on decisions are better than others, on decisions that neither was taught."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from scoring.complaint import Models
from scoring.metrics import average_precision, roc_auc
from scoring.pipeline import Score, Scorer
from scoring.refit import Told, hear, refit_heard

FOLDS = 5
LEAST = 20
"""Decisions of either kind that it takes to compare at all."""


class TooFewError(Exception):
    """Not enough was decided to learn from; the message says what is there and what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How well models find what people decided needs an answer; `precision` and `recall` are of what they flag."""

    n: int
    needs_answer: int
    roc_auc: float
    average_precision: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Precision and recall in one figure."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0

    def as_dict(self) -> dict[str, float | int]:
        """The figures by name."""
        return {**asdict(self), "f1": round(self.f1, 4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Figures of the models in force and of new ones, on the same decisions."""

    before: Figures
    after: Figures

    @classmethod
    def of(cls, labels: Sequence[bool], *, before: Sequence[Score], after: Sequence[Score]) -> Self:
        """Hold both against the same decisions."""
        return cls(before=figures(labels, before), after=figures(labels, after))

    @property
    def is_better(self) -> bool:
        """Whether the new ones rank better and flag no worse, or flag better and rank no worse."""
        gained = (self.after.roc_auc - self.before.roc_auc, self.after.f1 - self.before.f1)
        return min(gained) >= 0 and max(gained) > 0


def held_out(told: Sequence[Told], *, start: Models | None = None) -> list[Score]:
    """Score each decided post by models that were fitted without its fold; TooFewError where that cannot be done."""
    heard = hear(told, start=start)
    judged = [one for one in heard if one.told.needs_answer is not None]
    require_enough([bool(one.told.needs_answer) for one in judged])
    folds = [fold_of(one.told.group or one.told.post.text) for one in judged]
    if len(set(folds)) < 2:
        raise TooFewError("All decisions are about one thread or author: it takes several to compare.")
    unjudged = [one for one in heard if one.told.needs_answer is None]
    found: dict[int, Score] = {}
    for fold in sorted(set(folds)):
        out = [i for i, its in enumerate(folds) if its == fold]
        kept = [one for one, its in zip(judged, folds, strict=True) if its != fold]
        models = refit_heard([*kept, *unjudged], start=start).models
        scores = Scorer(models=models).score([judged[i].told.post for i in out])
        found |= dict(zip(out, scores, strict=True))
    return [found[i] for i in range(len(judged))]


def fold_of(group: str) -> int:
    """The fold of a group: the same on every run and machine."""
    return hashlib.sha256(group.encode("utf-8", "surrogatepass")).digest()[0] % FOLDS


def figures(labels: Sequence[bool], scores: Sequence[Score]) -> Figures:
    """Hold scores against decisions."""
    either = [probability(score) for score in scores]
    flagged = [score.needs_answer for score in scores]
    right = sum(label and flag for label, flag in zip(labels, flagged, strict=True))
    return Figures(
        n=len(labels),
        needs_answer=sum(labels),
        roc_auc=round(roc_auc(labels, either) or 0.0, 4),
        average_precision=round(average_precision(labels, either) or 0.0, 4),
        precision=round(right / sum(flagged), 4) if any(flagged) else 0.0,
        recall=round(right / sum(labels), 4) if any(labels) else 0.0,
    )


def probability(score: Score) -> float:
    """How likely a post needs an answer: as a complaint, or as a question or request."""
    return 1 - (1 - score.complaint_probability) * (1 - score.question_probability)


def groups(links: Sequence[Sequence[str]]) -> list[str]:
    """Name the group of each post, where posts that share any link (a thread, an author) are of one group."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    for names in links:
        for name in names[1:]:
            first, other = sorted((root(names[0]), root(name)))
            parent[other] = first
    return [root(names[0]) if names else "" for names in links]


def require_enough(labels: Sequence[bool]) -> None:
    """TooFewError unless there are enough decisions of either kind."""
    counts: Mapping[str, int] = {"need an answer": sum(labels), "need none": len(labels) - sum(labels)}
    if min(counts.values()) < LEAST:
        there = " and ".join(f"{n} that {what}" for what, n in counts.items())
        raise TooFewError(f"There are {there}; it takes {LEAST} of each to learn from and to compare.")
