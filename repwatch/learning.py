"""Refits the scorer on what the team decided, and puts it in force only where it does better on what it never saw."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from repwatch import models
from scoring.card import card
from scoring.complaint import Models
from scoring.holdout import FOLDS, Comparison, TooFewError, fold_of, groups, held_out, require_enough
from scoring.pipeline import Post, Score, Scorer
from scoring.refit import Told, refit
from triage.decisions import Ground
from triage.mention import MentionKey
from triage.severities import Seen, corrections, fit
from triage.urgency import Weights
from warehouse import feedback
from warehouse.desk import Desk
from warehouse.feedback import Decided
from warehouse.lake import Lake

UNJUDGED = 2_000
"""Posts without a decision that hold the models where they are."""
CORRECTIONS = 10
"""Corrected severities that it takes to advise on where they begin."""
# somebody had to look for a missed post; and what is not about us may still be a complaint
_WEIGHTS = {Ground.MISSED: 2.0, Ground.NOT_US: 0.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Where severities might begin: how many steps people corrected `n` cases by, and would have on cases held out."""

    n: int
    corrected_now: int
    corrected_then: int
    p1: float
    p2: float
    p3: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What a refit came to.

    `against_shipped` and, where enough was decided since they were put in force, `against_active` compare it on
    decisions held out. `refused` says why it is not in force, or is empty.
    """

    decisions: Mapping[str, int]
    against_shipped: Comparison
    against_active: Comparison | None
    unjudged: int
    flagged_before: int
    flagged_after: int
    digest: str
    is_active: bool
    refused: str
    advice: Advice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Posts to learn from in a fixed order, those that were decided first, with the instants of their decisions."""

    told: Sequence[Told]
    decided_at: Sequence[datetime]
    decisions: Mapping[str, int]
    corrected: Sequence[tuple[str, Seen, bool]] = ()

    @property
    def judged(self) -> Sequence[Told]:
        """The posts that were decided."""
        return self.told[: len(self.decided_at)]

    @property
    def unjudged(self) -> Sequence[Told]:
        """The posts that nobody decided about."""
        return self.told[len(self.decided_at) :]


def learn(
    desk: Desk,
    lake: Lake,
    *,
    home: Path,
    by: str,
    now: datetime,
    weights: Weights,
    start: Models | None = None,
    activates: bool = True,
) -> Learnt:
    """Fit on from `start` (else what ships), and put that in force where it is better on decisions held out.

    TooFewError where there is too little to compare. Where severities begin is a promise to customers, so it is only
    advised, by the `weights` in force.
    """
    lessons = gather(desk, lake)
    after = held_out(lessons.told, start=start)
    labels = [bool(one.needs_answer) for one in lessons.judged]
    before = Scorer(models=start).score([one.post for one in lessons.judged])
    against_shipped = Comparison.of(labels, before=before, after=after)
    against_active = _against_active(desk, home, lessons, labels=labels, after=after)
    refused = _refusal(against_shipped, against_active)
    used, made = models.in_force(desk, home), refit(lessons.told, start=start)
    held = {"before": against_shipped.before.as_dict(), "after": against_shipped.after.as_dict()}
    beside = card(made.models.trained, made_on=now.date(), figures=held)
    digest = models.store(home, text=made.text, grams=made.grams, card=beside)
    if activates and not refused:
        models.activate(desk, digest, details={"decisions": len(labels), **held}, by=by, now=now)
    return Learnt(
        decisions=lessons.decisions,
        against_shipped=against_shipped,
        against_active=against_active,
        unjudged=len(lessons.unjudged),
        flagged_before=_flagged(lessons.unjudged, used),
        flagged_after=_flagged(lessons.unjudged, made.models),
        digest=digest,
        is_active=activates and not refused,
        refused=refused,
        advice=advise(lessons, weights),
    )


def advise(lessons: Lessons, weights: Weights) -> Advice | None:
    """Fit where severities begin and count on cases held out; None where few were corrected, or it helps none."""
    cases = [(fold_of(group), seen) for group, seen, _ in lessons.corrected]
    if sum(is_corrected for *_, is_corrected in lessons.corrected) < CORRECTIONS:
        return None
    listed = [seen for _, seen in cases]
    then = sum(
        corrections(
            [seen for its, seen in cases if its == fold], fit([seen for its, seen in cases if its != fold], weights)
        )
        for fold in range(FOLDS)
    )
    now, best = corrections(listed, weights), fit(listed, weights)
    if then >= now:
        return None
    return Advice(n=len(listed), corrected_now=now, corrected_then=then, p1=best.p1, p2=best.p2, p3=best.p3)


def gather(desk: Desk, lake: Lake) -> Lessons:
    """Collect what was decided, and recent posts that nobody decided about, with their texts from the lake."""
    decisions = _by_post(feedback.decided(desk))
    rows = {_key(row): row for row in feedback.posts(lake, list(decisions))}
    newest = [key for key in feedback.recent(lake, limit=UNJUDGED) if key not in decisions]
    others = feedback.posts(lake, newest)
    found = [(decisions[key], row) for key, row in rows.items()]
    kinds = Counter(str(decided.decision.ground) for decided, _ in found)
    named = groups([_links(row) for row in rows.values()])
    judged = [
        Told(
            post=_post(row),
            needs_answer=decided.decision.ground.needs_answer,
            group=group,
            weight=_WEIGHTS.get(decided.decision.ground, 1.0),
        )
        for (decided, row), group in zip(found, named, strict=True)
    ]
    return Lessons(
        told=[*judged, *(Told(post=_post(row), needs_answer=None) for row in others)],
        decided_at=[decided.decision.at for decided, _ in found],
        decisions=dict(sorted(kinds.items())),
        corrected=[
            (group, Seen(urgency=d.decision.urgency, severity=d.decision.severity), d.decision.is_corrected)
            for (d, _), group in zip(found, named, strict=True)
            if d.decision.ground.needs_answer
        ],
    )


def _by_post(decided: Iterable[Decided]) -> dict[MentionKey, Decided]:
    """One decision a post: where brands disagree, it needs an answer."""
    found: dict[MentionKey, Decided] = {}
    for one in decided:
        known = found.get(one.key)
        if known is None or one.decision.ground.needs_answer:
            found[one.key] = one
    return found


def _against_active(
    desk: Desk, home: Path, lessons: Lessons, *, labels: Sequence[bool], after: Sequence[Score]
) -> Comparison | None:
    """Compare with what is in force on what was decided since: of what came before, it has seen the answers."""
    active = models.active(desk)
    if active is None:
        return None
    new = [i for i, at in enumerate(lessons.decided_at) if at > active.at]
    theirs = [labels[i] for i in new]
    try:
        require_enough(theirs)
    except TooFewError:
        return None
    scores = Scorer(models=models.in_force(desk, home)).score([lessons.judged[i].post for i in new])
    return Comparison.of(theirs, before=scores, after=[after[i] for i in new])


def _refusal(against_shipped: Comparison, against_active: Comparison | None) -> str:
    for name, found in (("what ships", against_shipped), ("what is in force", against_active)):
        if found is not None and not found.is_better:
            before, after = found.before, found.after
            return (
                f"not better than {name} on {after.n} decisions held out: "
                f"ROC-AUC {after.roc_auc:.3f} (was {before.roc_auc:.3f}), F1 {after.f1:.3f} (was {before.f1:.3f})"
            )
    return ""


def _flagged(told: Sequence[Told], used: Models | None) -> int:
    return sum(score.needs_answer for score in Scorer(models=used).score([one.post for one in told]))


def _links(row: dict[str, Any]) -> list[str]:
    """What ties a post to others: its thread, and its author as far as known."""
    thread = f"thread {row['platform']} {row['thread_id']}"
    return [thread, f"author {row['platform']} {row['author_id']}"] if row["author_id"] else [thread]


def _key(row: dict[str, Any]) -> MentionKey:
    return MentionKey(platform=row["platform"], native_id=row["native_id"])


def _post(row: dict[str, Any]) -> Post:
    return Post(
        text=row["text"],
        lang=row["lang"],
        rating=row["rating"],
        rating_max=row["rating_max"],
        is_reply=row["kind"] == "reply",
    )
