"""Measures topics, customer types, intents and answers owed on posts that were invented and labelled before the rules.

`python -m tests.scoring.measured` prints precision and recall. Rules are made by dev.csv alone;
test.csv holds them to it.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.pipeline import Post, Scorer

FIXTURES = Path(__file__).with_name("fixtures")
HALVES = ("dev", "test")
LANGS = ("en", "fr")
PARTS = ("topic", "customer type", "intent", "needs an answer")
_OWED = frozenset({"complaint", "question", "request"})
_NONE = frozenset({"none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A post of a fixture: what is to be found in it, by part."""

    lang: str
    text: str
    labels: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How well one name, or all of a part (name ""), is found in one language."""

    part: str
    lang: str
    name: str
    n: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / self.n if self.n else 1.0


def labelled(half: str) -> list[Labelled]:
    """Read one half of the fixture."""
    with (FIXTURES / f"{half}.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Labelled(
                lang=row["lang"],
                text=row["text"],
                labels={
                    "topic": frozenset(row["topics"].split()),
                    "customer type": frozenset({row["customer_type"]}) - _NONE,
                    "intent": frozenset({row["intent"]}),
                    "needs an answer": frozenset({"yes"} if row["intent"] in _OWED else ()),
                },
            )
            for row in csv.DictReader(lines)
        ]


def measure(rows: Sequence[Labelled]) -> list[Line]:
    """Count by part, language and name; the line without a name sums its part."""
    scores = Scorer().score([Post(text=row.text, lang=row.lang) for row in rows])
    n: Counter[tuple[str, str, str]] = Counter()
    found, right = n.copy(), n.copy()
    for row, score in zip(rows, scores, strict=True):
        guesses = {
            "topic": frozenset(score.topics),
            "customer type": frozenset({str(score.customer_type)}) - _NONE,
            "intent": frozenset({str(score.intent)}),
            "needs an answer": frozenset({"yes"} if score.needs_answer else ()),
        }
        for part in PARTS:
            told, guessed = row.labels[part], guesses[part]
            n.update(_keys(part, row.lang, told))
            found.update(_keys(part, row.lang, guessed))
            right.update(_keys(part, row.lang, told & guessed))
    return [
        Line(part=part, lang=lang, name=name, n=n[key], found=found[key], right=right[key])
        for key in sorted({*n, *found}, key=lambda key: (PARTS.index(key[0]), key[1:]))
        for part, lang, name in [key]
    ]


def _keys(part: str, lang: str, names: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    for name in names:
        yield part, lang, ""
        yield part, lang, name


def main() -> None:
    """Print both halves."""
    for half in HALVES:
        sys.stdout.write(f"{half}.csv: right of found (precision), right of labelled (recall)\n")
        for line in measure(labelled(half)):
            precision = f"{line.right:>3} of {line.found:<3} {line.precision:.2f}"
            recall = f"{line.right:>3} of {line.n:<3} {line.recall:.2f}"
            sys.stdout.write(f"  {line.part:<16} {line.lang}  {line.name or 'all':<12} {precision}   {recall}\n")


if __name__ == "__main__":
    main()
