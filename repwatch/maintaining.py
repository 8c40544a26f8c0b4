"""The daily upkeep of the lake, one careful step after the other."""

from dataclasses import asdict, dataclass
from datetime import datetime

import structlog

from warehouse import upkeep
from warehouse.alone import NotAloneError
from warehouse.desk import Desk
from warehouse.lake import Lake

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintainSummary:
    """What the upkeep let go of."""

    snapshots: int
    merged: int
    """Files that many smaller ones were joined to."""
    files: int

    def as_dict(self) -> dict[str, int | str]:
        """The counts by name."""
        return asdict(self)


def maintain(desk: Desk, lake: Lake, *, now: datetime) -> MaintainSummary:
    """Expire, merge and clean up. `now` is the wall's: snapshots carry real times.

    Merging waits for a moment without readers and writers, and is left for another day where none comes.
    """
    snapshots = upkeep.expire(desk, lake, now=now)
    try:
        merged = upkeep.merge_files(lake)
    except NotAloneError as error:
        log.info("files are not merged", reason=str(error))
        merged = 0
    return MaintainSummary(snapshots=snapshots, merged=merged, files=upkeep.clean_up(lake, now=now))
