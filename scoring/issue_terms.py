"""What a complaint is made of: concepts and senses that are the same in English and French, words, runs of letters."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.language import UNDETERMINED
from scoring.phrases import LISTED, Text, book_of, fold, list_text
from scoring.senses import Sense, find_senses, senses

_Floats = NDArray[np.float32]

RUN = 4
_SHORTEST = 3
_FEWEST = 2
"""A term of one text alone says nothing of what it shares with others."""
_GENERAL = 0.3
"""What a general concept or sense counts beside one that an issue is about."""

MEANT = ("concept", "sense")
"""The kinds of terms that are the same in every language."""
_KINDS = (*MEANT, "word", "run")

Term = tuple[str, str]
"""Its kind, and the term."""


class _Block(NamedTuple):
    """Terms that are weighed against each other: what they count together, and each kind among them."""

    share: float
    kinds: Mapping[str, float]


# what problem it is; what it is about; and how it is spelt, which also brings words together that nobody listed
_BLOCKS = (
    _Block(0.3, {"concept": 1}),
    _Block(1.0, {"concept": 0.7, "sense": 1, "word": 0.3}),
    _Block(0.3, {"run": 1}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one text, by kind, its telling words as they are compared, and these and its senses as written."""

    counts: Mapping[str, Counter[str]]
    written: Mapping[Term, str]
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The terms that some texts share, by block: the place of each among all, and its weight."""

    places: Sequence[Mapping[Term, int]]
    weights: _Floats

    @classmethod
    def of(cls, texts: Sequence[Terms], times: Sequence[int]) -> "Space":
        """Weigh each term by how few texts hold it; each text was said as many times."""
        held = {kind: Counter(term for text in texts for term in text.counts[kind]) for kind in _KINDS}
        repeated = {
            (kind, term)
            for text, n in zip(texts, times, strict=True)
            if n >= _FEWEST
            for kind in _KINDS
            for term in text.counts[kind]
        }
        places: list[dict[Term, int]] = []
        weights: list[float] = []
        for block in _BLOCKS:
            found: dict[Term, int] = {}
            for kind, counts in block.kinds.items():
                for term in sorted(
                    term for term, count in held[kind].items() if count >= _FEWEST or (kind, term) in repeated
                ):
                    found[kind, term] = len(weights)
                    rarity = float(np.log((1 + len(texts)) / (1 + held[kind][term]))) + 1
                    weights.append(rarity * counts**0.5 * (_GENERAL if _is_general(kind, term) else 1))
            places.append(found)
        return cls(places=places, weights=np.asarray(weights, dtype=np.float32))

    def vectors(self, texts: Sequence[Terms]) -> _Floats:
        """One row per text; the product of two rows is how alike they are, 1 at most."""
        found = np.zeros((len(texts), len(self.weights)), dtype=np.float32)
        whole = sum(block.share for block in _BLOCKS)
        for row, text in zip(found, texts, strict=True):
            for block, places in zip(_BLOCKS, self.places, strict=True):
                held = [
                    (places[kind, term], n)
                    for kind in block.kinds
                    for term, n in text.counts[kind].items()
                    if (kind, term) in places
                ]
                if held:
                    at, counts = map(np.asarray, zip(*held, strict=True))
                    values = (1 + np.log(counts)) * self.weights[at]
                    row[at] = values * np.sqrt(block.share / whole) / np.linalg.norm(values)
        return found

    def told(self, vector: _Floats) -> Iterator[tuple[Term, float]]:
        """Each term with its weight in a vector; a concept stands in two blocks and is told once."""
        added: dict[Term, float] = defaultdict(float)
        for places in self.places:
            for term, place in places.items():
                added[term] += float(vector[place]) ** 2
        yield from ((term, square**0.5) for term, square in added.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """Something that complaints are about, as people read it."""

    name_en: str
    name_fr: str
    is_general: bool


def read(raw: str, *, lang: str) -> Terms:
    """The terms of a text; concepts are looked for in its language, in both where that is not known."""
    text = Text.read(raw)
    words = [
        (folded, written)
        for folded, written in zip(text.folded, text.words, strict=True)
        if len(folded) >= _SHORTEST and folded not in _stopwords() and folded != "0"
    ]
    runs = Counter[str]()
    for folded, _ in words:
        padded = f" {folded} "
        runs.update(padded[start : start + RUN] for start in range(len(padded) - RUN + 1))
    found = {
        name: len(phrases)
        for name, phrases in book_of("concepts", lang if lang in LISTED else UNDETERMINED).find(text).items()
    }
    meant = find_senses(text, lang=lang)
    return Terms(
        counts={
            "concept": Counter(found),
            "sense": Counter({name: len(met) for name, met in meant.items()}),
            "word": Counter(folded for folded, _ in words),
            "run": runs,
        },
        written={
            **{("word", folded): written.lower() for folded, written in words},
            **{("sense", name): met[0].lower() for name, met in meant.items() if fold(met[0]) not in _stopwords()},
        },
        said=" ".join(text.folded),
    )


@cache
def concepts() -> Mapping[str, Concept]:
    """The concepts by key."""
    tables = tomllib.loads(list_text("concepts"))
    return {
        key: Concept(name_en=body["name_en"], name_fr=body["name_fr"], is_general=body.get("is_general", False))
        for key, body in tables.items()
    }


def meaning(kind: str, name: str) -> Concept | Sense:
    """A concept or a sense as people read it."""
    return concepts()[name] if kind == "concept" else senses()[name]


def _is_general(kind: str, term: str) -> bool:
    return kind in MEANT and meaning(kind, term).is_general


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(tomllib.loads(list_text("stopwords"))["words"].split())
