"""Scores what is new, edited, or was scored by an older version."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog

from scoring.pipeline import Post, Score

log = structlog.get_logger(__name__)

BATCH = 2_000
Key = tuple[str, str]


class Ratings(Protocol):
    """What scoring needs of the warehouse."""

    def waiting(self, version: str) -> tuple[list[Key], int]:
        """Keys of posts without a score by this version, and the snapshot they were looked for in."""
        ...

    def posts(self, keys: Sequence[Key]) -> list[dict[str, Any]]:
        """What is read of these posts."""
        ...

    def save(self, rows: Sequence[dict[str, Any]]) -> None:
        """Store scores."""
        ...

    def done(self, version: str, snapshot_id: int) -> None:
        """Everything up to this snapshot is scored."""
        ...


class Scorer(Protocol):
    """What turns posts into scores."""

    @property
    def version(self) -> str:
        """Changes with whatever can change a score."""
        ...

    def score(self, posts: Sequence[Post]) -> list[Score]:
        """One score per post."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSummary:
    """What one scoring pass did."""

    scored: int
    needs_answer: int
    version: str

    def as_dict(self) -> dict[str, int | str]:
        """The counts by name."""
        return asdict(self)


def score_new(
    ratings: Ratings, scorer: Scorer, *, now: datetime, on_batch: Callable[[int, int], None] = lambda _done, _all: None
) -> ScoreSummary:
    """Score every post that waits, in batches; a crash loses the unfinished batch alone."""
    version = scorer.version
    keys, snapshot_id = ratings.waiting(version)
    flagged = 0
    for done, batch in _batches(keys):
        posts = ratings.posts(batch)
        scores = scorer.score([post_of(row) for row in posts])
        ratings.save([_row(row, score, version=version, now=now) for row, score in zip(posts, scores, strict=True)])
        flagged += sum(score.needs_answer for score in scores)
        on_batch(done, len(keys))
    ratings.done(version, snapshot_id)
    log.info("scored", posts=len(keys), version=version)
    return ScoreSummary(scored=len(keys), needs_answer=flagged, version=version)


def _batches(keys: Sequence[Key]) -> Iterator[tuple[int, Sequence[Key]]]:
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        yield start + len(batch), batch


def post_of(row: dict[str, Any]) -> Post:
    """What the scorer reads of a post of the lake."""
    return Post(
        text=row["text"],
        lang=row["lang"],
        rating=row["rating"],
        rating_max=row["rating_max"],
        followers=row["author_followers"],
        likes=row["likes"],
        shares=row["shares"],
        replies=row["replies"],
        is_reply=row["kind"] == "reply",
        platform=row["platform"],
        brands=tuple(row["brands"] or ()),
    )


def _row(post: dict[str, Any], score: Score, *, version: str, now: datetime) -> dict[str, Any]:
    reasons = [{"name": r.name, "points": r.points, "evidence": list(r.evidence)} for r in score.reasons]
    return {
        "platform": post["platform"],
        "native_id": post["native_id"],
        "scorer_version": version,
        "content_hash": post["content_hash"],
        "lang": score.lang,
        "lang_probability": score.lang_probability,
        "positive": score.positive,
        "neutral": score.neutral,
        "negative": score.negative,
        "compound": score.compound,
        "sentiment": str(score.sentiment),
        "complaint_probability": score.complaint_probability,
        "question_probability": score.question_probability,
        "intent": str(score.intent),
        "topics": list(score.topics),
        "customer_type": str(score.customer_type),
        "needs_answer": score.needs_answer,
        "strength": score.strength,
        "urgency": score.urgency,
        "severity": score.severity.value,
        "reasons": json.dumps(reasons, ensure_ascii=False),
        "scored_at": now,
    }
