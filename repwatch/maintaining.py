"""The daily upkeep of the lake, one careful step after the other."""

from dataclasses import asdict, dataclass
from datetime import datetime

from warehouse import upkeep
from warehouse.desk import Desk
from warehouse.lake import Lake


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintainSummary:
    """What the upkeep let go of."""

    snapshots: int
    files: int

    def as_dict(self) -> dict[str, int | str]:
        """The counts by name."""
        return asdict(self)


def maintain(desk: Desk, lake: Lake, *, now: datetime) -> MaintainSummary:
    """Expire and clean up, beside readers and writers. `now` is the wall's: snapshots carry real times.

    Files are not merged: see `upkeep.merge_files`.
    """
    return MaintainSummary(snapshots=upkeep.expire(desk, lake, now=now), files=upkeep.clean_up(lake, now=now))
