"""Tells which incidents other rules of a spike would have found; nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from repwatch.rushes import look_back
from triage.spikes import Incident, SpikeRules
from warehouse.lake import Lake


@dataclass(frozen=True, slots=True, kw_only=True)
class Rush:
    """The same hours by the rules of now and by the changed ones; None by those that find no incident in them."""

    before: Incident | None
    after: Incident | None

    @property
    def shown(self) -> Incident:
        """As the changed rules see it, else as those of now do."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 -- what neither finds is no rush
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Rushes by old and new rules, oldest first."""

    rushes: Sequence[Rush]

    @property
    def before(self) -> list[Incident]:
        """The incidents by the rules of now."""
        return [rush.before for rush in self.rushes if rush.before]

    @property
    def after(self) -> list[Incident]:
        """The incidents by the changed rules."""
        return [rush.after for rush in self.rushes if rush.after]


def compare(lake: Lake, rules: SpikeRules, proposed: SpikeRules, *, since: datetime, now: datetime) -> Compared:
    """Follow the hours since an instant by both rules, as if none had been followed before."""
    before = look_back(lake, rules=rules, since=since, now=now)
    after = look_back(lake, rules=proposed, since=since, now=now)
    found = _paired(before, after)
    return Compared(rushes=sorted(found, key=lambda rush: (rush.shown.opened_at, rush.shown.incident_id)))


def _paired(before: Sequence[Incident], after: Sequence[Incident]) -> Iterator[Rush]:
    """Each incident beside the one of the same hours; of several that one becomes, the first."""
    left = list(before)
    for one in after:
        same = next((other for other in left if _is_same(one, other)), None)
        if same is not None:
            left.remove(same)
        yield Rush(before=same, after=one)
    yield from (Rush(before=one, after=None) for one in left)


def _is_same(one: Incident, other: Incident) -> bool:
    """Whether they are of the same brand and topic, and share some hour."""
    return (one.brand, one.topic) == (other.brand, other.topic) and bool(one.hours.keys() & other.hours.keys())
