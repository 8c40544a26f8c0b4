"""How well the scorer does on labelled files, and plain vaderSentiment beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeAlias

from rich.table import Table
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from repwatch.labelled import SENTIMENTS, STARS, read_labelled
from scoring.language import UNDETERMINED
from scoring.metrics import (
    accuracy,
    average_precision,
    best_f1,
    calibration,
    macro_f1,
    precision_at,
    recall_in_queue,
    roc_auc,
)
from scoring.pipeline import Post, Score, Scorer

Figures: TypeAlias = dict[str, float | int | None]
Block: TypeAlias = dict[str, object]

_FIGURES = frozenset({"n", "complaint", "sentiment", "language"})
_VADER_CUT = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    told: Mapping[str, str]
    score: Score
    starless: Score
    nameless: Score
    vader: float

    def label(self, name: str) -> str:
        """What the file says under a name, or nothing."""
        return self.told.get(name) or ""


def evaluate(
    paths: Sequence[Path],
    *,
    by: Sequence[str] = (),
    columns: Sequence[str] = (),
    scorer: Scorer | None = None,
    progress: Callable[[Path], None] | None = None,
) -> dict[str, list[Block]]:
    """Score each file (whatever `repwatch import` takes) and compare with its labels, also `by` its columns."""
    used, files = scorer or Scorer(), []
    for path in paths:
        files.append(_evaluate_file(path, used, by=by, columns=columns))
        if progress is not None:
            progress(path)
    return {"files": files}


def _evaluate_file(path: Path, scorer: Scorer, *, by: Sequence[str], columns: Sequence[str]) -> Block:
    rows = _read(path, scorer, by=by, columns=columns)
    groups = [{**dict(zip(by, names, strict=True)), **_figures(theirs)} for names, theirs in _grouped(rows, by=by)]
    return {"file": str(path), **_figures(rows), **({"by": groups} if by else {})}


def _grouped(rows: Sequence[_Row], *, by: Sequence[str]) -> list[tuple[tuple[str, ...], list[_Row]]]:
    found: dict[tuple[str, ...], list[_Row]] = {}
    for row in rows:
        found.setdefault(tuple(row.label(name) for name in by), []).append(row)
    return sorted(found.items())


def _figures(rows: Sequence[_Row]) -> Block:
    return {
        "n": len(rows),
        "complaint": _complaint([row for row in rows if row.label("label_complaint") in {"0", "1"}]),
        "sentiment": _sentiment([row for row in rows if row.label("label_sentiment") in SENTIMENTS]),
        "language": _language([row for row in rows if row.label("lang")]),
    }


def _read(path: Path, scorer: Scorer, *, by: Sequence[str], columns: Sequence[str]) -> list[_Row]:
    labelled = read_labelled(path, columns=columns)
    if missing := [name for name in by if name not in labelled.columns]:
        raise ValueError(
            f"{path} has no column `{missing[0]}` to tell figures by; it has {', '.join(labelled.columns)}"
        )
    posts = [_post(told) for told in labelled.rows]
    starless = [replace(post, rating=None, rating_max=None) for post in posts]
    # the text alone has to tell its language: a declared one would be the label itself
    nameless = [Post(text=post.text) for post in posts]
    oracle = SentimentIntensityAnalyzer()
    scores = scorer.score(posts)
    return [
        _Row(
            told=each,
            score=score,
            starless=bare,
            nameless=alone,
            vader=oracle.polarity_scores(each["text"])["compound"],
        )
        for each, score, bare, alone in zip(
            labelled.rows,
            scores,
            scorer.score(starless) if starless != posts else scores,
            scorer.score(nameless),
            strict=True,
        )
    ]


def _post(told: Mapping[str, str]) -> Post:
    rating = float(told["stars"]) if told["stars"] else None
    return Post(
        text=told["text"], lang=told.get("lang") or None, rating=rating, rating_max=None if rating is None else STARS
    )


def _complaint(rows: Sequence[_Row]) -> Block | None:
    if not rows:
        return None
    labels = [row.label("label_complaint") == "1" for row in rows]
    ours = [row.score.complaint_probability for row in rows]
    return {
        "n": len(rows),
        "prevalence": sum(labels) / len(labels),
        **_ranking(labels, ours),
        "calibration": [asdict(each) for each in calibration(labels, ours)],
        "vader": _ranking(labels, [-row.vader for row in rows]),
    }


def _ranking(labels: list[bool], scores: list[float]) -> Figures:
    return {
        "roc_auc": roc_auc(labels, scores),
        "average_precision": average_precision(labels, scores),
        "best_f1": best_f1(labels, scores),
        "precision_at_100": precision_at(labels, scores, top=100),
        "recall_top20_at_5pct": recall_in_queue(labels, scores),
    }


def _sentiment(rows: Sequence[_Row]) -> Block | None:
    if not rows:
        return None
    labels = [row.label("label_sentiment") for row in rows]
    # labels of rated sets often are their stars: the scorer must not see them here
    ours = [str(row.starless.sentiment) for row in rows]
    theirs = [_vader_label(row.vader) for row in rows]
    return {"n": len(rows), **_labelling(labels, ours), "vader": _labelling(labels, theirs)}


def _labelling(labels: list[str], guesses: list[str]) -> Figures:
    return {"accuracy": accuracy(labels, guesses), "macro_f1": macro_f1(labels, guesses)}


def _language(rows: Sequence[_Row]) -> Block | None:
    if not rows:
        return None
    named = [(row.label("lang"), row.nameless.lang) for row in rows if row.nameless.lang != UNDETERMINED]
    return {
        "n": len(rows),
        # too short or unclear to say, which is no mistake: the source's language is taken then
        "undetermined": len(rows) - len(named),
        "accuracy": accuracy([told for told, _ in named], [found for _, found in named]),
    }


def _vader_label(compound: float) -> str:
    if compound >= _VADER_CUT:
        return "positive"
    return "negative" if compound <= -_VADER_CUT else "neutral"


def as_table(result: dict[str, list[Block]]) -> Table:
    """Draw an evaluation for people: ours, and vaderSentiment's in brackets."""
    table = Table(title="Scores against labels (vaderSentiment in brackets)")
    table.add_column("file")
    for column in ("posts", "ROC-AUC", "avg. precision", "best F1", "caught in top 20 %", "accuracy", "macro-F1"):
        table.add_column(column, justify="right")
    table.add_column("language", justify="right")
    for told in result["files"]:
        table.add_row(Path(str(told["file"])).name, *_cells(told))
        groups = told.get("by")
        for group in groups if isinstance(groups, list) else []:
            names = [str(value) or "-" for name, value in group.items() if name not in _FIGURES]
            table.add_row(f"  {' '.join(names)}", *_cells(group))
    return table


def _cells(told: Block) -> list[str]:
    complaint, sentiment, language = told["complaint"], told["sentiment"], told["language"]
    return [
        str(told["n"]),
        *(_pair(complaint, key) for key in ("roc_auc", "average_precision", "best_f1", "recall_top20_at_5pct")),
        *(_pair(sentiment, key) for key in ("accuracy", "macro_f1")),
        _pair(language, "accuracy"),
    ]


def _pair(block: object, key: str) -> str:
    if not isinstance(block, dict) or block[key] is None:
        return "-"
    theirs = block.get("vader")
    return f"{block[key]:.3f}" + (f" ({theirs[key]:.3f})" if theirs else "")
