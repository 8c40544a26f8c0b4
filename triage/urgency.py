"""How urgent a post is, from 0 to 100, as a sum of named weighted reasons that each show what caused them."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Self


class Severity(StrEnum):
    """How bad it is: P1 needs a person now, P4 can wait its turn."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


# the share of the points for an injury that what might cause one gives
_SUSPECTED = 0.625
# each of these alone makes a case grave, not a matter of the hour, however angry the words around it
_GRAVE = ("legal", "privacy")
_FIGURE = re.compile(r"\[(\w+)(?: (\S+))?\]")


def figure(name: str, value: str = "") -> str:
    """Evidence that is no word of the customer's: `[name]` or `[name value]`, told apart by its brackets."""
    return f"[{name} {value}]" if value else f"[{name}]"


def figure_of(evidence: str) -> tuple[str, str] | None:
    """The name and value of a figure; None for words."""
    found = _FIGURE.fullmatch(evidence)
    return (found[1], found[2] or "") if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One addend of the urgency, with the words or figures that caused it."""

    name: str
    points: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What is known of a post: probabilities and shares run from 0 to 1, tuples hold the words that were found."""

    complaint_probability: float = 0.0
    complaint_words: tuple[str, ...] = ()
    question_probability: float = 0.0
    question_words: tuple[str, ...] = ()
    compound: float = 0.0
    rating_share: float | None = None
    anger: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    hazard: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    privacy: tuple[str, ...] = ()
    churn: tuple[str, ...] = ()
    followers: int = 0
    interactions: int = 0
    repeat_contact: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The most points each reason can give, and the urgency from which a severity holds."""

    complaint: float = 28.0
    question: float = 6.0
    sentiment: float = 10.0
    rating: float = 8.0
    anger: float = 8.0
    safety: float = 80.0
    legal: float = 50.0
    privacy: float = 50.0
    churn: float = 10.0
    reach: float = 12.0
    engagement: float = 10.0
    repeat_contact: float = 10.0
    unanswered: float = 10.0
    reach_from: float = 1_000.0
    reach_full: float = 1_000_000.0
    engagement_full: float = 1_000.0
    p1: float = 80.0
    p2: float = 48.0
    p3: float = 20.0

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self)):
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"urgency weight {name} must be a number of at least 0, got {value!r}")
        if not self.p1 > self.p2 > self.p3:
            raise ValueError(f"severity thresholds must fall: p1 {self.p1} > p2 {self.p2} > p3 {self.p3}")
        if not 0 < self.reach_from < self.reach_full:
            raise ValueError(f"reach_from {self.reach_from} must lie between 0 and reach_full {self.reach_full}")
        if self.engagement_full <= 1:
            raise ValueError(f"engagement_full must be above 1, got {self.engagement_full}")

    @classmethod
    def from_mapping(cls, values: Mapping[str, float]) -> Self:
        """Build weights from configuration; what it does not name keeps its default."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(values) - known):
            raise ValueError(f"unknown urgency weights {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        return cls(**{name: float(value) for name, value in values.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The urgency of a post and why; the reasons add up to it, unless it was cut: at 100, or short of P1."""

    urgency: int
    severity: Severity
    reasons: tuple[Reason, ...]


def assess(signals: Signals, weights: Weights) -> Assessment:
    """Add up the reasons, strongest first."""
    reasons = tuple(sorted(_reasons(signals, weights), key=_strongest))
    urgency = min(100, _total(reasons))
    if urgency >= weights.p1:
        names = _GRAVE if signals.safety else (*_GRAVE, "safety")
        grave = [reason for reason in reasons if reason.name in names]
        others = [reason for reason in reasons if reason not in grave]
        if len(grave) == 1 and _total(others) < weights.p1:
            urgency = min(urgency, math.ceil(weights.p1) - 1)
    return Assessment(urgency=urgency, severity=severity_of(urgency, weights), reasons=reasons)


def _total(reasons: Iterable[Reason]) -> int:
    # rounded first, so that adding in another order cannot tip a half
    return round(round(math.fsum([reason.points for reason in reasons]), 6))


def _strongest(reason: Reason) -> float:
    return -reason.points


def severity_of(urgency: float, weights: Weights) -> Severity:
    """Name the severity that an urgency reaches."""
    if urgency >= weights.p1:
        return Severity.P1
    if urgency >= weights.p2:
        return Severity.P2
    if urgency >= weights.p3:
        return Severity.P3
    return Severity.P4


def _reasons(signals: Signals, weights: Weights) -> Iterator[Reason]:
    """Give each reason that is worth a point, or part of one."""
    for name, share, evidence in _shares(signals):
        if share > 0 and (points := _points(getattr(weights, name), share)):
            yield Reason(name=name, points=points, evidence=evidence)
    # most posts have neither reach nor an echo
    if signals.followers > weights.reach_from:
        points = _points(weights.reach, _log_share(signals.followers, weights.reach_from, weights.reach_full))
        if points:
            yield Reason(name="reach", points=points, evidence=(figure("followers", str(signals.followers)),))
    if signals.interactions > 1:
        points = _points(weights.engagement, _log_share(signals.interactions, 1, weights.engagement_full))
        if points:
            evidence = (figure("interactions", str(signals.interactions)),)
            yield Reason(name="engagement", points=points, evidence=evidence)


def _shares(signals: Signals) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """Give, by name, the share of a reason's points and what shows it."""
    yield "complaint", signals.complaint_probability, signals.complaint_words
    yield "question", signals.question_probability, signals.question_words
    if signals.compound < 0:
        yield "sentiment", -signals.compound, (figure("compound", f"{signals.compound:+.2f}"),)
    if signals.rating_share is not None:
        # a middling rating is no reason; the lowest gives all the points
        yield "rating", 1 - 2 * signals.rating_share, (figure("rating_share", f"{signals.rating_share:.0%}"),)
    if signals.safety or signals.hazard:
        yield "safety", 1.0 if signals.safety else _SUSPECTED, (*signals.safety, *signals.hazard)
    if signals.anger:
        yield "anger", 1.0, signals.anger
    if signals.legal:
        yield "legal", 1.0, signals.legal
    if signals.privacy:
        yield "privacy", 1.0, signals.privacy
    if signals.churn:
        yield "churn", 1.0, signals.churn
    if signals.repeat_contact:
        yield "repeat_contact", 1.0, signals.repeat_contact
    if signals.unanswered:
        yield "unanswered", 1.0, signals.unanswered


def _points(most: float, share: float) -> float:
    return round(most * min(max(share, 0.0), 1.0), 2)


def _log_share(count: int, start: float, full: float) -> float:
    """How far a count has come from `start` to `full`, each tenfold step weighing the same."""
    return math.log(max(count, start) / start) / math.log(full / start)
