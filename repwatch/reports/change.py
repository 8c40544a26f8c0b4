"""Whether something happens more or less often than before, and when it is too early to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scoring import intervals

ENOUGH = 5
"""Events before, and events that their rate lets one expect after; with fewer, no news is no news.

Of as many posts one knows that the first half of a span was read.
"""
ENOUGH_POSTS = 20
"""Posts on either side; of fewer, a rate says little anywhere in the reports."""


class Verdict(StrEnum):
    """What a comparison of two rates says."""

    MORE = "more"
    FEWER = "fewer"
    NO_CLEAR_CHANGE = "no_clear_change"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Events per 1,000 posts before and after; `ratio` is after over before, with its 95 % interval."""

    before_n: int
    before_posts: int
    before_per_1000: float | None
    after_n: int
    after_posts: int
    after_per_1000: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    verdict: Verdict


def change(
    events: Sequence[date], posts: Sequence[tuple[date, int]], *, at: date, span: timedelta | None = None
) -> Change:
    """Compare the days from `at` on with those before, at most `span` of them on either side.

    It is too early where a side holds few posts, or where hardly one is known of the first half of the span before:
    three days of reading are no month to compare with.
    """
    first = at - span if span is not None else date.min
    end = at + span if span is not None else date.max
    before_n = sum(first <= day < at for day in events)
    after_n = sum(at <= day < end for day in events)
    before_posts = sum(n for day, n in posts if first <= day < at)
    after_posts = sum(n for day, n in posts if at <= day < end)
    ratio = intervals.rate_ratio(after_n, after_posts, before_n, before_posts)
    expected = before_n * after_posts / before_posts if before_posts else 0.0
    has_events = min(before_n, expected) >= ENOUGH or after_n >= ENOUGH
    is_seen = span is None or sum(n for day, n in posts if first <= day <= at - span / 2) >= ENOUGH
    has_posts = min(before_posts, after_posts) >= ENOUGH_POSTS
    return Change(
        before_n=before_n,
        before_posts=before_posts,
        before_per_1000=per_1000(before_n, before_posts),
        after_n=after_n,
        after_posts=after_posts,
        after_per_1000=per_1000(after_n, after_posts),
        ratio=ratio.value,
        ratio_low=ratio.low,
        ratio_high=ratio.high,
        verdict=_verdict(ratio.low, ratio.high, is_enough=has_events and has_posts and is_seen),
    )


def per_1000(n: int, posts: int) -> float | None:
    """A rate per 1,000 posts; None of none."""
    return 1_000 * n / posts if posts else None


def _verdict(low: float | None, high: float | None, *, is_enough: bool) -> Verdict:
    if not is_enough or low is None:
        return Verdict.TOO_EARLY
    if low > 1:
        return Verdict.MORE
    return Verdict.FEWER if high is not None and high < 1 else Verdict.NO_CLEAR_CHANGE
