"""The demo and the scorer agree: what a person would answer is flagged, and the hours stay lively by its severities."""

from datetime import timedelta
from functools import cache

from collectors.demo_brand.content import CYCLE, Role, posts
from collectors.demo_brand.content import Post as DemoPost
from scoring.pipeline import Post, Score, Scorer
from triage.urgency import Severity

EVERYDAY = range(1, 1000)  # the numbers of everyday.jsonl: plain complaints, two in every nine hours
FIRST_ANSWER_WITHIN = {
    Severity.P1: timedelta(hours=1),
    Severity.P2: timedelta(hours=4),
    Severity.P3: timedelta(hours=24),
    Severity.P4: timedelta(hours=48),
}


@cache
def scored() -> tuple[tuple[DemoPost, Score], ...]:
    """Every opening post of a cycle with its score; later turns are the thread's matter."""
    opening = [post for post in posts().values() if post.role is Role.CUSTOMER and post.parent is None]
    scores = Scorer().score([_as_collected(post) for post in opening])
    return tuple(zip(opening, scores, strict=True))


def _as_collected(post: DemoPost) -> Post:
    return Post(
        text=post.text,
        lang=post.lang,
        rating=post.stars,
        rating_max=None if post.stars is None else 5,
        followers=post.followers,
        likes=post.likes,
        shares=post.shares,
    )


def test_nine_in_ten_posts_that_need_an_answer_are_flagged() -> None:
    flagged = [score.needs_answer for post, score in scored() if post.expected.needs_answer]

    assert sum(flagged) / len(flagged) >= 0.90


def test_at_most_one_in_eight_posts_that_need_none_is_flagged() -> None:
    flagged = [score.needs_answer for post, score in scored() if not post.expected.needs_answer]

    assert sum(flagged) / len(flagged) <= 0.12


def test_everyday_complaints_are_flagged_as_ordinary_ones() -> None:
    ordinary = [s.needs_answer and s.severity is Severity.P3 for post, s in scored() if post.n in EVERYDAY]

    assert sum(ordinary) / len(ordinary) >= 0.95


def test_by_the_scores_something_is_at_risk_in_nearly_every_hour() -> None:
    """The labels promise every instant (test_demo.py); a few everyday posts may be scored otherwise."""
    first_answer = {post.parent: post.offset for post in reversed(list(posts().values())) if post.role is Role.COMPANY}
    at_risk = [
        (post.offset + 0.8 * within, min(post.offset + within, first_answer.get(post.n, CYCLE * 2)))
        for post, score in scored()
        if score.needs_answer and (within := FIRST_ANSWER_WITHIN[score.severity])
    ]
    hours = [timedelta(hours=hour) for hour in range(720)]
    alive = [hour for hour in hours if any(a <= at < b for a, b in at_risk for at in (hour, hour + CYCLE))]

    assert len(alive) / len(hours) >= 0.95
