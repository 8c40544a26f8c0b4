"""Figures in words: what they are of stands beside them, and of few only the counts."""

from datetime import timedelta

from dashboard.chart_parts import ENOUGH
from dashboard.clock_words import span
from dashboard.words import Words


def share_words(part: int, whole: int, t: Words, *, low: float | None = None, high: float | None = None) -> str:
    """A share with what it is of; of fewer than enough, the counts alone."""
    if not whole:
        return t("figure.no_data")
    if whole < ENOUGH:
        return t("figure.of", part=t.number(part), whole=t.number(whole))
    share = t.percent(part / whole)
    if low is not None and high is not None:
        return t("figure.between", share=share, low=t.number(100 * low), high=t.number(100 * high))
    return t("figure.share_of", share=share, part=t.number(part), whole=t.number(whole))


def span_words(seconds: float | None, t: Words, *, n: int) -> str:
    """A typical length of time; of few, that they are few."""
    if seconds is None:
        return t("figure.no_data")
    return span(timedelta(seconds=seconds), t) if n >= ENOUGH else t("figure.too_few")
