"""How well the scorer does on labelled files, and plain vaderSentiment beside it."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from rich.table import Table
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from scoring.language import UNDETERMINED
from scoring.metrics import (
    accuracy,
    average_precision,
    best_f1,
    macro_f1,
    precision_at,
    recall_in_queue,
    roc_auc,
)
from scoring.pipeline import Post, Score, Scorer
from triage.urgency import Weights

Figures: TypeAlias = dict[str, float | int | None]
Block: TypeAlias = dict[str, float | int | Figures | None]

_SENTIMENTS = frozenset({"negative", "neutral", "positive"})
_VADER_CUT = 0.05
_STARS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    text: str
    lang: str
    complaint: str
    sentiment: str
    stars: str

    @property
    def post(self) -> Post:
        rating = float(self.stars) if self.stars else None
        return Post(text=self.text, lang=self.lang or None, rating=rating, rating_max=_STARS if self.stars else None)


def evaluate(
    paths: Sequence[Path], *, weights: Weights | None = None, progress: Callable[[Path], None] | None = None
) -> dict[str, list[dict[str, object]]]:
    """Score each file (the columns that `repwatch import` takes) and compare with its labels."""
    scorer = Scorer(weights)
    files = []
    for path in paths:
        files.append(_evaluate_file(path, scorer))
        if progress is not None:
            progress(path)
    return {"files": files}


def _evaluate_file(path: Path, scorer: Scorer) -> dict[str, object]:
    rows = _read(path)
    return {
        "file": str(path),
        "n": len(rows),
        "complaint": _complaint([row for row in rows if row.complaint in {"0", "1"}], scorer),
        "sentiment": _sentiment([row for row in rows if row.sentiment in _SENTIMENTS], scorer),
        "language": _language([row for row in rows if row.lang], scorer),
    }


def _read(path: Path) -> list[_Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines)
        if "text" not in (table.fieldnames or ()):
            raise ValueError(f"{path} has no column `text`: give a CSV with the columns that `repwatch import` takes")
        return [
            _Row(
                text=row["text"],
                lang=row.get("lang") or "",
                complaint=row.get("label_complaint") or "",
                sentiment=row.get("label_sentiment") or "",
                stars=row.get("stars") or "",
            )
            for row in table
        ]


def _complaint(rows: list[_Row], scorer: Scorer) -> Block | None:
    if not rows:
        return None
    labels = [row.complaint == "1" for row in rows]
    ours = [score.complaint_probability for score in scorer.score([row.post for row in rows])]
    theirs = [-compound for compound in _vader(rows)]
    prevalence = sum(labels) / len(labels)
    return {"n": len(rows), "prevalence": prevalence, **_ranking(labels, ours), "vader": _ranking(labels, theirs)}


def _ranking(labels: list[bool], scores: list[float]) -> Figures:
    return {
        "roc_auc": roc_auc(labels, scores),
        "average_precision": average_precision(labels, scores),
        "best_f1": best_f1(labels, scores),
        "precision_at_100": precision_at(labels, scores, top=100),
        "recall_top20_at_5pct": recall_in_queue(labels, scores),
    }


def _sentiment(rows: list[_Row], scorer: Scorer) -> Block | None:
    if not rows:
        return None
    labels = [row.sentiment for row in rows]
    # labels of rated sets often are their stars: the scorer must not see them here
    scores = scorer.score([replace(row.post, rating=None, rating_max=None) for row in rows])
    ours = [str(score.sentiment) for score in scores]
    theirs = [_vader_label(compound) for compound in _vader(rows)]
    return {"n": len(rows), **_labelling(labels, ours), "vader": _labelling(labels, theirs)}


def _labelling(labels: list[str], guesses: list[str]) -> Figures:
    return {"accuracy": accuracy(labels, guesses), "macro_f1": macro_f1(labels, guesses)}


def _language(rows: list[_Row], scorer: Scorer) -> Block | None:
    if not rows:
        return None
    # the text alone has to tell: a declared language would be the label itself
    scores: list[Score] = scorer.score([Post(text=row.text) for row in rows])
    named = [(row.lang, score.lang) for row, score in zip(rows, scores, strict=True) if score.lang != UNDETERMINED]
    return {
        "n": len(rows),
        # too short or unclear to say, which is no mistake: the source's language is taken then
        "undetermined": len(rows) - len(named),
        "accuracy": accuracy([told for told, _ in named], [found for _, found in named]),
    }


def _vader(rows: list[_Row]) -> list[float]:
    oracle = SentimentIntensityAnalyzer()
    return [oracle.polarity_scores(row.text)["compound"] for row in rows]


def _vader_label(compound: float) -> str:
    if compound >= _VADER_CUT:
        return "positive"
    return "negative" if compound <= -_VADER_CUT else "neutral"


def as_table(result: dict[str, list[dict[str, object]]]) -> Table:
    """Draw an evaluation for people: ours, and vaderSentiment's in brackets."""
    table = Table(title="Scores against labels (vaderSentiment in brackets)")
    table.add_column("file")
    for column in ("posts", "ROC-AUC", "avg. precision", "best F1", "caught in top 20 %", "accuracy", "macro-F1"):
        table.add_column(column, justify="right")
    table.add_column("language", justify="right")
    for told in result["files"]:
        complaint, sentiment, language = told["complaint"], told["sentiment"], told["language"]
        table.add_row(
            Path(str(told["file"])).name,
            str(told["n"]),
            *(_pair(complaint, key) for key in ("roc_auc", "average_precision", "best_f1", "recall_top20_at_5pct")),
            *(_pair(sentiment, key) for key in ("accuracy", "macro_f1")),
            _pair(language, "accuracy"),
        )
    return table


def _pair(block: object, key: str) -> str:
    if not isinstance(block, dict) or block[key] is None:
        return "-"
    theirs = block.get("vader")
    return f"{block[key]:.3f}" + (f" ({theirs[key]:.3f})" if theirs else "")
