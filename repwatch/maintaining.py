"""The daily upkeep of the lake, one careful step after the other."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import structlog

import collectors
from triage.mention import Target
from warehouse import retention, upkeep
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
    forgotten: int
    """Posts whose text their platform allows to be kept no longer."""

    def as_dict(self) -> dict[str, int | str]:
        """The counts by name."""
        return asdict(self)


def maintain(desk: Desk, lake: Lake, targets: Sequence[Target], *, now: datetime) -> MaintainSummary:
    """Forget, expire, rewrite, merge and clean up. `now` is the wall's: snapshots carry real times.

    Rewriting and merging wait for a moment without readers and writers, and are left for another day where none comes.
    """
    kept = {target: collectors.load(target.collector) for target in targets}
    forgotten = retention.forget(
        desk,
        lake,
        platforms={source.platform: source.keep_text for source in kept.values() if source.keep_text},
        targets={target.id: source.keep_text for target, source in kept.items() if source.keep_text},
        now=now,
    )
    snapshots = upkeep.expire(desk, lake, now=now)
    try:
        upkeep.rewrite_erased(lake)
        merged = upkeep.merge_files(lake)
    except NotAloneError as error:
        log.info("files are not merged", reason=str(error))
        merged = 0
    files = upkeep.clean_up(lake, now=now)
    return MaintainSummary(snapshots=snapshots, merged=merged, files=files, forgotten=forgotten)
