"""What a complaint is made of: concepts that are the same in English and French, telling words, runs of letters."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scoring.language import UNDETERMINED
from scoring.phrases import LISTED, Text, book_of, list_text

_Floats = NDArray[np.float32]

RUN = 4
_SHORTEST = 3
_GENERAL = 0.3
"""What a general concept counts beside one that an issue is about."""
_BLOCKS = (("concept", 1.0, 1), ("word", 0.5, 2), ("run", 0.5, 2))
"""Kinds of terms, what each counts, and in how many texts a term must stand."""

Term = tuple[str, str]
"""Its kind, and the term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one text, by kind, and its telling words as they are written."""

    counts: Mapping[str, Counter[str]]
    written: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The terms that some texts share, each with its place and its weight."""

    places: Mapping[Term, int]
    weights: _Floats

    @classmethod
    def of(cls, texts: Sequence[Terms]) -> "Space":
        """Weigh each term by how few texts hold it."""
        names: list[Term] = []
        weights: list[float] = []
        for kind, _, fewest in _BLOCKS:
            held = Counter(term for text in texts for term in text.counts[kind])
            for term in sorted(term for term, count in held.items() if count >= fewest):
                names.append((kind, term))
                rarity = float(np.log((1 + len(texts)) / (1 + held[term]))) + 1
                weights.append(rarity * (_GENERAL if kind == "concept" and concepts()[term].is_general else 1))
        return cls(
            places={name: place for place, name in enumerate(names)}, weights=np.asarray(weights, dtype=np.float32)
        )

    def vectors(self, texts: Sequence[Terms]) -> _Floats:
        """One row per text; the product of two rows is how alike they are, 1 at most."""
        found = np.zeros((len(texts), len(self.places)), dtype=np.float32)
        whole = sum(share for _, share, _ in _BLOCKS)
        for row, text in zip(found, texts, strict=True):
            for kind, share, _ in _BLOCKS:
                held = [
                    (self.places[kind, term], n) for term, n in text.counts[kind].items() if (kind, term) in self.places
                ]
                if held:
                    places, counts = map(np.asarray, zip(*held, strict=True))
                    values = (1 + np.log(counts)) * self.weights[places]
                    row[places] = values * np.sqrt(share / whole) / np.linalg.norm(values)
        return found


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
    return Terms(
        counts={"concept": Counter(found), "word": Counter(folded for folded, _ in words), "run": runs},
        written={folded: written.lower() for folded, written in words},
    )


@cache
def concepts() -> Mapping[str, Concept]:
    """The concepts by key."""
    tables = tomllib.loads(list_text("concepts"))
    return {
        key: Concept(name_en=body["name_en"], name_fr=body["name_fr"], is_general=body.get("is_general", False))
        for key, body in tables.items()
    }


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(tomllib.loads(list_text("stopwords"))["words"].split())
