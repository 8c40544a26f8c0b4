"""How the three promises were kept: the first answer, the next one to a customer who came back, and the end of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from repwatch.reports.answering import Row
from triage.events import EventKind
from triage.sla import Timer
from triage.verdicts import BROKEN, HIT, verdicts
from warehouse import subjects
from warehouse.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """One of the promises: kept, broken and still open; of the broken ones, what took the time."""

    timer: Timer
    kept: int
    broken: int
    still_open: int
    causes: dict[str, int]

    @property
    def decided(self) -> int:
        """Those that ended one way or the other."""
        return self.kept + self.broken


def promised(sla: Sequence[Row], backlog: Sequence[Row], *, next_answers: Promised) -> list[Promised]:
    """The three, from the reports of a period (the rows of all brands asked for) and the count of next answers."""
    first = [row for row in sla if row["population"] == "needs_answer"]
    return [
        Promised(
            timer=Timer.FIRST,
            kept=sum(row["in_time"] for row in first),
            broken=sum(row["late"] + row["missed"] for row in first),
            still_open=sum(row["undecided"] for row in first),
            causes={name: sum(row[f"by_{name}"] for row in first) for name in ("collection", "queue", "agent")},
        ),
        next_answers,
        Promised(
            timer=Timer.RESOLUTION,
            kept=sum(row["resolution_in_time"] for row in backlog),
            broken=sum(row["resolution_decided"] - row["resolution_in_time"] for row in backlog),
            still_open=sum(row["owed"] - row["resolution_decided"] for row in backlog),
            causes={},
        ),
    ]


def next_answers(desk: Desk, *, since: datetime, brand: str | None, now: datetime) -> Promised:
    """How customers who came back were answered: told from the records of their cases alone."""
    ends = Counter[str]()
    for histories in subjects.records(desk, since=since, brand=brand, with_kind=EventKind.CUSTOMER_REPLIED):
        for history in histories:
            for kept in verdicts(history, now=now):
                if kept.timer is Timer.NEXT:
                    ends["kept" if kept.state in HIT else "broken" if kept.state in BROKEN else "open"] += 1
    return Promised(timer=Timer.NEXT, kept=ends["kept"], broken=ends["broken"], still_open=ends["open"], causes={})
