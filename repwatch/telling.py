"""One pass of telling: what is to be told is found and put into the outbox, then the outbox is sent."""

from collections.abc import Sequence
from datetime import datetime

from repwatch import notify, rushes, silences
from repwatch.channels import Outlet
from repwatch.digest import Digests
from repwatch.notify import NotifySummary, Office
from triage.mention import Target
from triage.spikes import SpikeRules
from warehouse.lake import Lake


def tell(
    office: Office,
    lake: Lake,
    *,
    outlets: Sequence[Outlet],
    targets: Sequence[Target],
    rules: SpikeRules,
    now: datetime,
) -> NotifySummary:
    """Find what is new, then send what waits; each part is a transaction of its own, so that a crash repeats it."""
    desk = office.desk
    # incidents first: the cases of one are told under it
    raised = rushes.watch(desk, lake, outlets, rules=rules, now=now)
    vitals = silences.vitals(desk, lake, targets, now=now)
    raised += silences.watch(desk, outlets, vitals, now=now)
    raised += notify.take_in(desk, outlets, now=now)
    brands = sorted({*office.titles, *(brand for target in targets for brand in target.brands)})
    raised += Digests(desk=desk, lake=lake, brands=brands, vitals=vitals).put(outlets, now=now)
    summary = notify.send_all(office, outlets, now=now)
    summary.raised = raised
    return summary
