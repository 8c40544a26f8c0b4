"""What a post is about where no listed word tells: learnt from posts whose listed words were taken away."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import accumulate, chain
from typing import NamedTuple, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from scoring.cues import Cues
from scoring.grams import Places, word_places

PLACES = 1 << 14
# a guess is worth less than a listed word, but more than "other" from here on
_LEAST = math.log(0.4 / 0.6)
# cues of these names hear nearly the same words as the topics, which call for a lead: listed words say them, or nobody
_TOPICAL = frozenset(("safety", "privacy", "legal"))
_MOST_WORDS = 3
_SMALL = 3


class Guess(NamedTuple):
    """A topic, and the words that tell it most."""

    topic: str
    words: tuple[str, ...]


class Features(NamedTuple):
    """The places of words, pairs of words and cues of some posts, with the post and the word of each (-1 for a cue)."""

    places: Places
    posts: Places
    words: Places
    shares: NDArray[np.float64]


def read_features(texts: Sequence[Sequence[str]], cues: Sequence[Cues]) -> Features:
    """Hash what tells a topic; the same in any batch."""
    sizes = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
    text_of_word = np.repeat(np.arange(len(texts)), sizes)
    places, words = word_places(list(chain.from_iterable(texts)), text_of_word)
    heard = [[crc32(name.encode()) for name in one.words if name not in _TOPICAL] for one in cues]
    heard_by = np.repeat(np.arange(len(texts)), np.fromiter(map(len, heard), dtype=np.intp, count=len(heard)))
    posts = np.concatenate((text_of_word[words], heard_by))
    counts = np.bincount(posts, minlength=len(texts))
    return Features(
        places=np.concatenate((places, np.fromiter(chain.from_iterable(heard), dtype=np.intp))) & (PLACES - 1),
        posts=posts,
        words=np.concatenate((words, np.full(len(heard_by), -1))),
        shares=1 / np.sqrt(np.maximum(counts, 1)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicModel:
    """For each topic a table of one byte a place, its step, and what a post without any feature has."""

    names: tuple[str, ...]
    tables: NDArray[np.int8]
    scales: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    @classmethod
    def load(cls, packed: bytes) -> Self:
        """Unpack what `pack` gave."""
        with np.load(BytesIO(packed)) as opened:
            return cls(
                names=tuple(opened["names"].tolist()),
                tables=opened["tables"],
                scales=opened["scales"],
                intercepts=opened["intercepts"],
            )

    def pack(self) -> bytes:
        """Give the model as the bytes of a file, the same each time."""
        packed = BytesIO()
        np.savez(
            packed,
            allow_pickle=False,
            names=np.array(self.names),
            tables=self.tables,
            scales=self.scales,
            intercepts=self.intercepts,
        )
        return packed.getvalue()

    def guess(self, texts: Sequence[Sequence[str]], cues: Sequence[Cues]) -> list[Guess | None]:
        """Guess the topic of each text by its words; None where none is likely, the same alone and among others."""
        if not texts:
            return []
        features = read_features(texts, cues)
        # whole numbers add up alike in any order
        sums = np.stack([
            np.bincount(features.posts, weights=table[features.places], minlength=len(texts)) for table in self.tables
        ])
        told = self.intercepts[:, None] + sums * self.scales[:, None] * features.shares
        told[[name in _TOPICAL for name in self.names]] = -np.inf
        best = told.argmax(axis=0)
        # what each word of all the posts says for the topic of its own
        spoken = features.words >= 0
        posts, words, places = features.posts[spoken], features.words[spoken], features.places[spoken]
        weights = np.bincount(words, weights=self.tables[best[posts], places]).tolist()
        ends = list(accumulate(map(len, texts)))
        guesses: list[Guess | None] = [None] * len(texts)
        for post in np.flatnonzero(told.max(axis=0) >= _LEAST).tolist():
            own = texts[post]
            # what no word shows cannot be shown to anyone
            if shown := _raising(own, weights[ends[post] - len(own) : ends[post]]):
                guesses[post] = Guess(self.names[best[post]], shown)
        return guesses


def _raising(words: Sequence[str], weights: Sequence[float]) -> tuple[str, ...]:
    """Give the words that say most for a topic."""
    raised = sorted(
        (-weight, place) for place, weight in enumerate(weights) if weight > 0 and len(words[place]) > _SMALL
    )
    return tuple(dict.fromkeys(words[place] for _, place in raised))[:_MOST_WORDS]


@cache
def shipped_topics() -> bytes:
    """Read the topic model that comes with the product."""
    return files("scoring").joinpath("topics.npz").read_bytes()


@cache
def topic_model() -> TopicModel:
    """Load the topic model that comes with the product."""
    return TopicModel.load(shipped_topics())
