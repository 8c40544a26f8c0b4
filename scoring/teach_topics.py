"""Teaches what posts are about by their listed words, which are then taken away: what stands around them remains."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scoring.cues import Cues
from scoring.joint import Descent, Features, rounded, unrounded
from scoring.phrases import Text, book_of
from scoring.topic_model import PLACES, TopicModel, read_features
from scoring.topics import topics_of

_Floats = NDArray[np.float64]
_ROUNDS = 12
_RIDGE = 2e-5
# what a topic is weighed as having of all posts
_PRIOR = 0.3


class Post(Protocol):
    """What is needed of a post that teaches."""

    @property
    def lang(self) -> str:
        """Its language."""

    @property
    def text(self) -> Text:
        """Its words."""

    @property
    def plain(self) -> Cues:
        """Its cues."""


def teach(posts: Sequence[Post]) -> TopicModel:
    """Fit one model for each topic, the same to the byte from the same posts in the same order."""
    names = book_of("topics", "en").names
    topics = [topics_of(post.text, lang=post.lang, heard=post.plain.words) for post in posts]
    heard = read_features(
        [book_of("topics", post.lang).rest(post.text) for post in posts], [post.plain for post in posts]
    )
    features = Features(
        texts=heard.posts, places=heard.places, values=heard.shares[heard.posts], n=len(posts), size=PLACES
    )
    fitted = [_fit(features, np.array([float(name in one) for one in topics])) for name in names]
    return TopicModel(
        names=names,
        tables=np.stack([table for table, _, _ in fitted]),
        scales=np.array([scale for _, scale, _ in fitted]),
        intercepts=np.array([intercept for _, _, intercept in fitted]),
    )


def _fit(features: Features, labels: _Floats) -> tuple[NDArray[np.int8], float, float]:
    share = np.where(labels > 0, _PRIOR, 1 - _PRIOR)
    weights = share / np.where(labels > 0, labels.sum(), (1 - labels).sum())
    descent, intercept = Descent(ridge=_RIDGE, size=PLACES), 0.0
    for _ in range(_ROUNDS):
        descent.go_on(features, labels, weights, beside=np.full(len(labels), intercept))
        intercept = _level(features.scores(descent.table), labels, weights, start=intercept)
    table, scale = rounded(descent.table)
    return table, scale, round(_level(features.scores(unrounded(table, scale)), labels, weights, start=intercept), 4)


def _level(known: _Floats, labels: _Floats, weights: _Floats, *, start: float) -> float:
    """Give the intercept beside what is known, by Newton's steps."""
    for _ in range(8):
        guessed = 1 / (1 + np.exp(-known - start))
        curve = float((weights * guessed * (1 - guessed)).sum())
        start -= float((weights * (guessed - labels)).sum()) / max(curve, 1e-6)
    return start
