"""How the shipped models are made: which open sets teach what, and the file that comes of it."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from scoring.complaint import Model
from scoring.cues import Cues, read_cues
from scoring.invented import invented
from scoring.joint import Fitted, fit_jointly, less
from scoring.language import Detector
from scoring.phrases import Text
from scoring.sentiment import polarity
from scoring.teach_topics import teach
from scoring.train import Row
from scoring.wording import heard_words, pack

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
# what a set need not say
_COLUMNS = dict.fromkeys(("lang", "label_complaint", "label_sentiment", "brand", "stars", "issue", "role"), "")
# tweets to and about brands are one kind of source, whichever set they came by
_TWEETS = "tweets"
_INVENTED, _INVENTED_WHOLE, _INVENTED_REVIEWS = "invented_", "invented_whole_", "invented_reviews"
_TRAPS, _OF_TRAPS = frozenset(("chatter", "grim")), 0.4
# words: what is longer than any tweet of the sets, and what its opening has at least and at most
_LONG, _BRIEF, _TWEET = 30, 10, 28
_SENTENCE_ENDS = (".", "!", "?", "\u2026")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One post of a set, with its labels as they were given and its words and its cues with and without its rating.

    What is longer than a tweet has an opening, which tells most of it and is as long as one.
    """

    source: str
    told: Mapping[str, str]
    lang: str
    text: Text
    words: Sequence[str]
    plain: Cues
    rated: Cues | None
    opening: "Example | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """A set by its name, with the rows of its file by column, of which only `text` must be there."""

    name: str
    rows: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What goes into models.json and into grams.npz."""

    models: str
    grams: bytes


def shipping(folder: Path) -> list[LabelledSet]:
    """Read the sets in a folder that teach what ships."""
    return [read_set(folder / f"{source}.csv") for source in LICENCES]


def read_set(path: Path) -> LabelledSet:
    """Read a set as it was published: a plain CSV, its name that of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return LabelledSet(name=path.stem, rows=list(csv.DictReader(lines)))


def make(sets: Sequence[LabelledSet], *, with_invented: bool = True) -> Made:
    """Fit the four models on labelled sets.

    The order in which they are given does not matter. ValueError says what is missing. Invented posts teach beside
    them, as they do for what ships, unless they are left out.
    """
    known = list(LICENCES)
    places = {source: place for place, source in enumerate(known)}
    ordered = sorted(sets, key=lambda one: (places.get(one.name, len(known)), one.name))
    given = [example for one in ordered for example in examples_of(one)]
    for name, rows in RECIPES.items():
        if len({row.label for row in rows(given)}) < 2:
            column = "label_sentiment" if name in {"negative", "positive"} else "label_complaint"
            raise ValueError(
                f"nothing to fit {name!r} with: the files need posts that are, and posts that are not (column {column})"
            )
    dealt = invented_examples() if with_invented else []
    examples = [*given, *dealt]
    fitted = fit_all(examples)
    made = {name: one.model for name, one in fitted.items()}
    made["negative"] = _with_rating(made["negative"], low=_RATING_SENTIMENT)
    made["positive"] = _with_rating(made["positive"], low=-_RATING_SENTIMENT)
    trained = {
        "how": "logistic regression on cues and hashed n-grams, balanced over sets and labels (scoring/recipe.py)",
        "languages": ["en", "fr"],
        "sets": {one.name: LICENCES.get(one.name, "not stated") for one in ordered},
        "posts": len(given),
        "invented": len(dealt),
    }
    written = {
        name: {
            "intercept": model.intercept,
            "scale": fitted[name].scale,
            "weights": dict(sorted(model.weights.items())),
        }
        for name, model in made.items()
    }
    return Made(
        models=json.dumps({"trained": trained, **written}, indent=1) + "\n",
        grams=pack({name: one.table for name, one in fitted.items()}),
    )


def examples_of(one: LabelledSet) -> list[Example]:
    """Read the posts of a set."""
    detector = Detector()
    return [_example(one.name, {**_COLUMNS, **told}, detector) for told in one.rows]


def invented_examples() -> list[Example]:
    """Read the posts that nobody wrote, which teach beside any set.

    Whole ones say what a post is for and teach no sentiment: their kinds leave open in what mood a question is asked.
    """
    detector = Detector()
    return [
        _example(
            f"{_INVENTED_WHOLE if post.is_whole else _INVENTED}{post.lang}",
            {
                **_COLUMNS,
                "text": post.text,
                "lang": post.lang,
                "role": post.kind,
                "label_sentiment": "" if post.is_whole else post.sentiment,
            },
            detector,
        )
        for post in invented()
    ]


def _example(source: str, told: Mapping[str, str], detector: Detector) -> Example:
    text, stars = Text.read(told["text"]), told.get("stars")
    lang, vader = detector.detect(text.raw, declared=told["lang"]).code, polarity(text.raw)
    plain = read_cues(text, lang=lang, vader=vader, rating_share=None)
    rated = None
    if stars:
        rated = read_cues(text, lang=lang, vader=vader, rating_share=min(max((float(stars) - 1) / 4, 0.0), 1.0))
    return Example(
        source=source,
        told=told,
        lang=lang,
        text=text,
        words=heard_words(text, lang=lang),
        plain=plain,
        rated=rated,
        opening=_example(source, {**told, "text": begun}, detector) if (begun := opening_of(text.raw)) else None,
    )


def opening_of(text: str) -> str:
    """Give the first sentences of a text that is longer than a tweet, at most as many words as one has; else none."""
    words = text.split()
    if len(words) <= _LONG:
        return ""
    ends = (n for n in range(_BRIEF, _TWEET) if words[n - 1].endswith(_SENTENCE_ENDS))
    return " ".join(words[: next(ends, _TWEET)])


def _rows(
    example: Example,
    *,
    label: bool,
    group: str = "",
    weight: float = 1.0,
    with_rating: bool = False,
    with_opening: bool = False,
) -> Iterator[Row]:
    """Give the rows of an example, and those of its opening if that is to count as much as the whole."""
    if with_opening and example.opening:
        yield from _rows(example.opening, label=label, group=group, weight=weight, with_rating=with_rating)
    row = Row(cues=example.plain, words=example.words, label=label, source=group or example.source, weight=weight)
    if with_rating and example.rated is not None:
        # once with and once without its stars, so that words do not lean on them
        yield replace(row, weight=weight / 2)
        yield replace(row, cues=example.rated, weight=weight / 2)
    else:
        yield row


def complaint_rows(examples: list[Example]) -> Iterator[Row]:
    """Complaints as people labelled them, and three sets that show what else is in a stream."""
    for example in examples:
        told = example.told
        match example.source:
            case source if source.startswith(_INVENTED):
                is_review = told["role"].endswith("_review")
                # small talk was written with the very words of complaints, and would speak against them
                weight = _OF_TRAPS if source.startswith(_INVENTED_WHOLE) and told["role"] in _TRAPS else 1.0
                # a middling review may complain or not
                if told["role"] != "fair_review":
                    is_complaint = told["role"] in {"complaint", "poor_review"}
                    group = _INVENTED_REVIEWS if is_review else ""
                    yield from _rows(example, label=is_complaint, group=group, weight=weight)
            case "vader_gt_tweets":
                yield from _rows(example, label=False, group=_TWEETS, weight=0.3)
            case "ibm_cdp":
                # unlabelled, but a post that opens a care dialogue mostly complains and the brand's reply never does
                yield from _rows(example, label=told["role"] == "customer", group=_TWEETS, weight=0.2)
            case "play_safeboda":
                if told["role"] == "customer" and told["stars"] in {"1", "2", "5"}:
                    yield from _rows(example, label=told["stars"] != "5", with_opening=True)
            case "complaints_acl2019":
                yield from _rows(example, label=told["label_complaint"] == "1", group=_TWEETS)
            case _ if told["label_complaint"]:
                is_complaint = told["label_complaint"] == "1"
                yield from _rows(example, label=is_complaint, with_rating=True, with_opening=True)


def question_rows(examples: list[Example]) -> Iterator[Row]:
    """What customers ask or ask for, against praise, chatter and the brand's own replies."""
    for example in examples:
        asks = _invented_asks(example) if example.source.startswith(_INVENTED) else _asks(example)
        if asks is not None:
            chatter = example.source == "vader_gt_tweets"
            group = _TWEETS if chatter or example.source == "complaints_acl2019" else ""
            yield from _rows(example, label=asks, group=group, weight=0.3 if chatter else 1.0)


def _asks(example: Example) -> bool | None:
    """Tell whether a post asks; None where its set does not let one say."""
    told = example.told
    is_reported = told["label_complaint"] == "1"
    match example.source:
        case "minibar_en" | "minibar_fr":
            return None if is_reported else told["issue"] == "feature"
        case "ibm_cdp":
            return told["role"] == "customer"
        case "complaints_acl2019" if not told["brand"].startswith("random"):
            # no set labels questions as such: a non-complaint to a brand that holds a question mark is one
            return True if "?" in told["text"] and not is_reported else None
        case "play_safeboda" if told["role"] == "customer" and told["stars"] != "5":
            return None
        case source if source not in LICENCES:
            return "?" in told["text"] if told["label_complaint"] == "0" else None
        case _:
            return None if is_reported else False


def _invented_asks(example: Example) -> bool | None:
    kind = example.told["role"]
    return None if kind == "complaint" or kind.endswith("_review") else kind in {"question", "request"}


def _sentiment_rows(examples: list[Example], *, label: str) -> Iterator[Row]:
    for example in examples:
        if told := example.told["label_sentiment"]:
            yield from _rows(example, label=told == label)


RECIPES: dict[str, Callable[[list[Example]], Iterator[Row]]] = {
    "complaint": complaint_rows,
    "question": question_rows,
    "negative": partial(_sentiment_rows, label="negative"),
    "positive": partial(_sentiment_rows, label="positive"),
}


# the share of each in a stream of posts about a brand; it moves the 0.5 cut, not the order of the posts
PRIORS = {"complaint": 0.33, "question": 0.33, "negative": 0.4, "positive": 0.4}


# A source of few trades counts less for complaints, and what is most like a stream of posts to brands counts more.
_MASSES = {
    _TWEETS: 3.0,
    f"{_INVENTED}en": 1.5,
    f"{_INVENTED}fr": 1.5,
    f"{_INVENTED_WHOLE}en": 1.5,
    # no open set holds French posts but reviews of two apps
    f"{_INVENTED_WHOLE}fr": 2.0,
    "play_safeboda": 0.5,
}
# More is labelled positive than is labelled to be no complaint: what sounds glad is taken off what sounds like one.
_LESS_GLAD = 0.25


def fit_all(examples: list[Example], *, names: Iterable[str] = tuple(RECIPES)) -> dict[str, Fitted]:
    """Fit models by name.

    A complaint's learns what cues say that meet, and from what is rare faster; it is less of one the gladder it sounds.
    """
    rows = {name: list(RECIPES[name](examples)) for name in names}
    fitted = {name: fit_jointly(rows[name], prior=PRIORS[name]) for name in rows if name != "complaint"}
    prior, sought = PRIORS["complaint"], rows["complaint"]
    grim = fit_jointly(sought, prior=prior, masses=_MASSES, meets=True, rarity=True)
    fitted["complaint"] = less(grim, fitted["positive"], sought, share=_LESS_GLAD, prior=prior, masses=_MASSES)
    return fitted


def make_topics(sets: Sequence[LabelledSet]) -> bytes:
    """Fit the topic model on what customers wrote, whatever its labels; tweets about everything tell no topic."""
    told = [example for one in sets for example in examples_of(one)] + invented_examples()
    return teach([
        one
        for one in told
        if one.words
        and one.source != "vader_gt_tweets"
        and not one.source.startswith(_INVENTED_WHOLE)
        and one.told["role"] != "company"
    ]).pack()


def _with_rating(model: Model, *, low: float) -> Model:
    return replace(model, weights={**model.weights, "rating_low": low, "rating_high": -low})


def main() -> None:
    """Write what ships anew: `python -m scoring.recipe FOLDER`."""
    import sys  # noqa: PLC0415 -- only this entry reads arguments

    sets, here = shipping(Path(sys.argv[1])), Path(__file__)
    made = make(sets)
    here.with_name("models.json").write_text(made.models, encoding="utf-8")
    here.with_name("grams.npz").write_bytes(made.grams)
    here.with_name("topics.npz").write_bytes(make_topics(sets))


if __name__ == "__main__":
    main()
