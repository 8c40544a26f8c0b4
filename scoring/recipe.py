"""How the shipped models are made: which open sets teach what, and the file that comes of it."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.complaint import Model
from scoring.cues import Cues, read_cues
from scoring.language import Detector
from scoring.sentiment import polarity
from scoring.train import Row, fit

# only sets whose stated licence lets a model be shipped
LICENCES = {
    "cesamard": "MIT",
    "complaints_acl2019": "MIT (the tweets as published in X-CI)",
    "ibm_cdp": "Apache-2.0",
    "minibar_en": "MIT",
    "minibar_fr": "MIT",
    "play_safeboda": "MIT",
    "vader_gt_tweets": "MIT",
}
# A rating is what a customer says of it all: the sets that have stars take their sentiment from them, so nothing
# can be learnt about how stars and words weigh against each other, and this weight is set by hand.
_RATING_SENTIMENT = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One post of a set, with its labels as they were given and its cues with and without its rating."""

    source: str
    told: Mapping[str, str]
    plain: Cues
    rated: Cues | None


def make(folder: Path) -> dict[str, object]:
    """Fit the four models on the sets in a folder and give what goes into models.json."""
    examples = [example for source in LICENCES for example in read(folder, source)]
    made = {name: fit(list(rows(examples))) for name, rows in RECIPES.items()}
    made["negative"] = _with_rating(made["negative"], low=_RATING_SENTIMENT)
    made["positive"] = _with_rating(made["positive"], low=-_RATING_SENTIMENT)
    trained = {
        "how": "logistic regression on readable cues, balanced over sets and labels (scoring/recipe.py)",
        "languages": ["en", "fr"],
        "sets": LICENCES,
        "posts": len(examples),
    }
    written = {
        name: {"intercept": model.intercept, "weights": dict(sorted(model.weights.items()))}
        for name, model in made.items()
    }
    return {"trained": trained, **written}


def read(folder: Path, source: str) -> list[Example]:
    """Read one set (`<source>.csv`, the columns that `repwatch import` takes)."""
    detector = Detector()
    with (folder / f"{source}.csv").open(encoding="utf-8", newline="") as lines:
        return [_example(source, told, detector) for told in csv.DictReader(lines)]


def _example(source: str, told: Mapping[str, str], detector: Detector) -> Example:
    text = told["text"]
    lang = detector.detect(text, declared=told["lang"]).code
    scores = polarity(text)
    stars = told.get("stars")
    rated = None
    if stars:
        rated = read_cues(text, lang=lang, polarity=scores, rating_share=(float(stars) - 1) / 4)
    plain = read_cues(text, lang=lang, polarity=scores, rating_share=None)
    return Example(source=source, told=told, plain=plain, rated=rated)


def _rows(example: Example, *, label: bool, with_rating: bool = False, weight: float = 1.0) -> Iterator[Row]:
    row = Row(cues=example.plain, label=label, source=example.source, weight=weight)
    if with_rating and example.rated is not None:
        # once with and once without its stars, so that words do not lean on them
        yield replace(row, weight=weight / 2)
        yield replace(row, cues=example.rated, weight=weight / 2)
    else:
        yield row


def complaint_rows(examples: list[Example]) -> Iterator[Row]:
    """Labelled complaints; a brand's own replies and random chatter are none."""
    for example in examples:
        told = example.told
        match example.source:
            case "vader_gt_tweets":
                # the chatter that the other tweets are told from; too one-sided to be a set of its own
                chatter = replace(example, source="complaints_acl2019")
                yield from _rows(chatter, label=False, weight=0.3)
            case "ibm_cdp":
                if told["role"] == "company":
                    yield from _rows(example, label=False)
            case "play_safeboda":
                if told["role"] == "company" or told["stars"] in {"1", "2"}:
                    yield from _rows(example, label=told["role"] == "customer")
            case _:
                yield from _rows(example, label=told["label_complaint"] == "1", with_rating=True)


def question_rows(examples: list[Example]) -> Iterator[Row]:
    """What customers ask or ask for, against praise, chatter and the brand's own replies."""
    for example in examples:
        told = example.told
        match example.source:
            case "minibar_en" | "minibar_fr":
                if told["issue"] != "problem":
                    yield from _rows(example, label=told["issue"] == "feature")
            case "ibm_cdp":
                yield from _rows(example, label=told["role"] == "customer")
            case "complaints_acl2019":
                # no set labels questions as such: a non-complaint to a brand that holds a question mark is one
                is_random = told["brand"].startswith("random")
                asks = "?" in told["text"] and told["text"].startswith("@") and not is_random
                if asks or is_random:
                    yield from _rows(example, label=asks)
            case "cesamard":
                if told["label_complaint"] == "0":
                    yield from _rows(example, label=False)
            case "vader_gt_tweets":
                yield from _rows(replace(example, source="complaints_acl2019"), label=False, weight=0.3)
            case _:
                if told["role"] == "company":
                    yield from _rows(example, label=False)


def _sentiment_rows(examples: list[Example], label: str) -> Iterator[Row]:
    for example in examples:
        if told := example.told["label_sentiment"]:
            yield from _rows(example, label=told == label)


RECIPES = {
    "complaint": complaint_rows,
    "question": question_rows,
    "negative": lambda examples: _sentiment_rows(examples, "negative"),
    "positive": lambda examples: _sentiment_rows(examples, "positive"),
}


def _with_rating(model: Model, *, low: float) -> Model:
    return replace(model, weights={**model.weights, "rating_low": low, "rating_high": -low})


def main() -> None:
    """Write models.json anew: `python -m scoring.recipe FOLDER`."""
    import sys  # noqa: PLC0415 -- only this entry reads arguments

    target = Path(__file__).with_name("models.json")
    target.write_text(json.dumps(make(Path(sys.argv[1])), indent=1, sort_keys=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
