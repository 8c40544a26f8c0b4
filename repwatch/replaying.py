"""Folds history under a proposed policy and tells what would have changed; nothing is written."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from triage.events import Event, EventKind
from triage.folding import fold
from triage.policy import Policy, Subject
from triage.sla import SlaState, Timer
from triage.urgency import Severity
from triage.verdicts import BROKEN, HIT, Kept, under, verdicts
from warehouse import subjects
from warehouse.desk import Desk
from warehouse.lake import Lake

Place = tuple[str, Severity, Timer]


@dataclass(slots=True, kw_only=True)
class Tally:
    """Promises of one brand, severity and timer: kept, broken and still open, as they are and as they would be."""

    brand: str
    severity: Severity
    timer: Timer
    hits: int = 0
    breaches: int = 0
    open: int = 0
    new_hits: int = 0
    new_breaches: int = 0
    new_open: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """One promise that would have ended otherwise; None where none is made."""

    case_id: str
    brand: str
    severity: Severity
    timer: Timer
    since: datetime
    state: SlaState | None
    new_state: SlaState | None
    due_at: datetime | None
    new_due_at: datetime | None


@dataclass(slots=True, kw_only=True)
class Replay:
    """What a proposed policy would have changed."""

    cases: int = 0
    tallies: list[Tally] = field(default_factory=list)
    flips: list[Flip] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """All of it, as a program reads it."""
        return {
            "cases": self.cases,
            "changes": [asdict(tally) for tally in self.tallies],
            "flips": [asdict(flip) for flip in self.flips],
        }


def replay(desk: Desk, lake: Lake, policy: Policy, *, since: datetime, now: datetime) -> Replay:
    """Judge every case whose post was written from `since` on, as it stands and under `policy`."""
    done = Replay()
    tallies: dict[Place, Tally] = {}
    for records in subjects.records(desk, since=since):
        asked = subjects.subjects(lake, [key for history in records for key in _keys(history)])
        for history in records:
            _judge(history, asked, policy, now=now, done=done, tallies=tallies)
    done.tallies = [tallies[place] for place in sorted(tallies)]
    return done


def _judge(
    history: list[Event],
    asked: dict[subjects.Key, dict[str, Any]],
    policy: Policy,
    *,
    now: datetime,
    done: Replay,
    tallies: dict[Place, Tally],
) -> None:
    case = fold(history)
    severity = Severity(str(history[0].details["severity"]))
    known = _subjects(case.brand, case.key.platform, asked)
    opener = known(case.key.native_id) or Subject(brand=case.brand, platform=case.key.platform, severity=severity)
    proposed = under(
        history,
        policy,
        # the severity that the case was opened with: a score of later must not change what was promised
        subject=Subject(
            brand=case.brand,
            platform=case.key.platform,
            severity=severity,
            lang=opener.lang,
            followers=opener.followers,
            topics=opener.topics,
        ),
        reply_subject=known,
    )
    done.cases += 1
    before, after = _by_promise(verdicts(history, now=now)), _by_promise(verdicts(proposed, now=now))
    for name in sorted(before.keys() | after.keys()):
        timer, since = name
        old, new = before.get(name), after.get(name)
        place = case.brand, case.severity, timer
        tally = tallies.setdefault(place, Tally(brand=case.brand, severity=case.severity, timer=timer))
        _count(tally, old, prefix="")
        _count(tally, new, prefix="new_")
        if _ends(old) != _ends(new):
            done.flips.append(
                Flip(
                    case_id=case.case_id,
                    brand=case.brand,
                    severity=case.severity,
                    timer=timer,
                    since=since,
                    state=old.state if old else None,
                    new_state=new.state if new else None,
                    due_at=old.due_at if old else None,
                    new_due_at=new.due_at if new else None,
                )
            )


def _subjects(brand: str, platform: str, asked: dict[subjects.Key, dict[str, Any]]) -> Callable[[str], Subject | None]:
    def of(native_id: str) -> Subject | None:
        row = asked.get((platform, native_id))
        if row is None:
            return None
        return Subject(
            brand=brand,
            platform=platform,
            severity=Severity(row["severity"]),
            lang=row["lang"],
            followers=row["author_followers"] or 0,
            topics=tuple(row["topics"]),
        )

    return of


def _keys(history: Sequence[Event]) -> list[subjects.Key]:
    """The posts of a case whose messages have promises."""
    opened = history[0].details
    platform = str(opened["platform"])
    replies = [str(e.details["native_id"]) for e in history if e.kind is EventKind.CUSTOMER_REPLIED]
    return [(platform, native_id) for native_id in (str(opened["native_id"]), *replies)]


def _by_promise(kept: list[Kept]) -> dict[tuple[Timer, datetime], Kept]:
    return {(each.timer, each.since): each for each in kept}


def _ends(kept: Kept | None) -> str:
    if kept is None:
        return "none"
    return "hits" if kept.state in HIT else "breaches" if kept.state in BROKEN else "open"


def _count(tally: Tally, kept: Kept | None, *, prefix: str) -> None:
    if kept is not None:
        name = prefix + _ends(kept)
        setattr(tally, name, getattr(tally, name) + 1)
