"""How well the recipe does on what it was not taught: whole sets, or brands of each set, are left out and scored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.complaint import Models
from scoring.joint import Fitted
from scoring.metrics import macro_f1, recall_in_queue, roc_auc
from scoring.mood import mood_of
from scoring.recipe import LICENCES, Example, examples_of, fit_all, invented_examples, shipping
from scoring.sentiment import polarity
from scoring.wording import Tables

_BRANDS = frozenset({"Books", "Edible", "software", "retail", "random_tweet", "Garmin Connect"})
# sets of the same apps leave together
_FOLDS: Mapping[str, Callable[[Example], bool]] = {
    "set: cesamard": lambda example: example.source == "cesamard",
    "set: complaints_acl2019": lambda example: example.source == "complaints_acl2019",
    "set: minibar": lambda example: example.source.startswith("minibar"),
    "brands of each": lambda example: example.told["brand"] in _BRANDS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The figures of one set in one fold; None where it has no such labels."""

    fold: str
    source: str
    roc_auc: float | None
    recall_top20_at_5pct: float | None
    macro_f1: float | None


def leave_out(folder: Path) -> Iterator[Result]:
    """Fit on all but what a fold leaves out, and score that, without its stars."""
    examples = [example for one in shipping(folder) for example in examples_of(one)]
    dealt = invented_examples()
    for fold, is_out in _FOLDS.items():
        kept = [*(example for example in examples if not is_out(example)), *dealt]
        models = _models(fit_all(kept, names=("complaint", "negative", "positive")))
        for source in LICENCES:
            out = [example for example in examples if is_out(example) and example.source == source]
            if out:
                yield _score(fold, source, out, models)


def _models(fitted: Mapping[str, Fitted]) -> Models:
    return Models(
        complaint=fitted["complaint"].model,
        question=fitted["complaint"].model,
        negative=fitted["negative"].model,
        positive=fitted["positive"].model,
        tables=Tables({name: (one.table, one.scale) for name, one in fitted.items()}),
        trained={},
    )


def _score(fold: str, source: str, examples: Sequence[Example], models: Models) -> Result:
    labels, scores, moods, mooded = [], [], [], []
    cues = [example.plain for example in examples]
    wordings = models.tables.read([example.words for example in examples])
    probabilities = models.probabilities(cues, wordings=wordings, met=models.met(cues))
    for example, guessed in zip(examples, probabilities, strict=True):
        told = example.told
        if told["label_complaint"]:
            labels.append(told["label_complaint"] == "1")
            scores.append(guessed.complaint)
        if told["label_sentiment"]:
            mood = mood_of(example.plain, guessed, lang=example.lang, vader=polarity(example.text.raw))
            moods.append(told["label_sentiment"])
            mooded.append(str(mood.sentiment))
    return Result(
        fold=fold,
        source=source,
        roc_auc=roc_auc(labels, scores),
        recall_top20_at_5pct=recall_in_queue(labels, scores) if labels else None,
        macro_f1=macro_f1(moods, mooded) if moods else None,
    )


def main() -> None:
    """Print the figures: `python -m scoring.leave_out FOLDER`."""
    import sys  # noqa: PLC0415 -- only this entry reads arguments

    for result in leave_out(Path(sys.argv[1])):
        figures = (result.roc_auc, result.recall_top20_at_5pct, result.macro_f1)
        shown = " ".join("    -" if figure is None else f"{figure:.3f}" for figure in figures)
        sys.stdout.write(f"{result.fold:<26} {result.source:<20} {shown}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
