"""Where severities would have to begin so that people correct fewer of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from triage.urgency import Severity, Weights, severity_of

_BEGINS = {"p1": Severity.P1, "p2": Severity.P2, "p3": Severity.P3}
_RANKS = list(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The urgency that a case was scored with, and the severity that people left it at."""

    urgency: int
    severity: Severity


def fit(cases: Sequence[Seen], weights: Weights) -> Weights:
    """Give the weights with the beginnings of severities under which fewest of these would be corrected.

    Of equally good ones the nearest to today's; where they would not fall from P1 to P3, today's stay.
    """
    found = {name: _begin(cases, least=least, now=getattr(weights, name)) for name, least in _BEGINS.items()}
    if not found["p1"] > found["p2"] > found["p3"]:
        return weights
    return replace(weights, **found)


def corrections(cases: Sequence[Seen], weights: Weights) -> int:
    """Count by how many steps in all people would correct these."""
    ranks = ((_RANKS.index(severity_of(case.urgency, weights)), _RANKS.index(case.severity)) for case in cases)
    return sum(abs(scored - left) for scored, left in ranks)


def _begin(cases: Sequence[Seen], *, least: Severity, now: float) -> float:
    """Each beginning alone: a step too many or too few on one side of it is one correction, whatever the others are."""

    def wrong(begin: float) -> int:
        return sum((case.urgency >= begin) != (_RANKS.index(case.severity) <= _RANKS.index(least)) for case in cases)

    return min((now, *map(float, range(1, 101))), key=lambda begin: (wrong(begin), abs(begin - now)))
