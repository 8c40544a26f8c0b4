"""Tells how severities would move under other weights, on a sample of the posts of late; nothing is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from repwatch.rating import Scorer, post_of
from repwatch.reports.answering import Row
from triage.urgency import Severity
from warehouse import scores, sql
from warehouse.lake import Lake

MOST = 2_000
"""Posts that are judged twice; whom chance chooses is the same each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A post that would have another severity; `post` tells which, as lists of posts draw it."""

    post: Row
    severity: Severity
    new_severity: Severity
    urgency: int
    new_urgency: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudged:
    """How many posts ask for an answer, how many of them were judged, and what would change among these."""

    posts: int
    judged: int
    counts: Mapping[Severity, int]
    new_counts: Mapping[Severity, int]
    moved: Sequence[Moved]


def rejudge(lake: Lake, scorer: Scorer, proposed: Scorer, *, since: datetime, now: datetime) -> Rejudged:
    """Judge posts that ask for an answer by both scorers; those that move furthest come first."""
    values = {"since": since, "now": now, "most": MOST}
    found = lake.query(sql.load("queries", "posts_to_rejudge"), values)
    read = scores.posts(lake, list(dict.fromkeys((row["platform"], row["native_id"]) for row in found)))
    posts = [post_of(row) for row in read]
    judged = {
        (row["platform"], row["native_id"]): (row["text"], before, after)
        for row, before, after in zip(read, scorer.score(posts), proposed.score(posts), strict=True)
    }
    counts, new_counts = Counter[Severity](), Counter[Severity]()
    moved = []
    for row in found:
        # words may be gone that were there when it was scored
        if (its := judged.get((row["platform"], row["native_id"]))) is None:
            continue
        text, before, after = its
        counts[before.severity] += 1
        new_counts[after.severity] += 1
        if before.severity is not after.severity:
            moved.append(
                Moved(
                    post={**row, "text": text},
                    severity=before.severity,
                    new_severity=after.severity,
                    urgency=before.urgency,
                    new_urgency=after.urgency,
                )
            )
    return Rejudged(
        posts=found[0]["posts"] if found else 0,
        judged=counts.total(),
        counts=counts,
        new_counts=new_counts,
        moved=sorted(moved, key=lambda one: (-abs(one.new_urgency - one.urgency), one.post["native_id"])),
    )
