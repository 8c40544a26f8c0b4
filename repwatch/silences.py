"""Notices when a source stops delivering, and when it delivers again: one alert for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from repwatch.channels import Outlet
from triage.alerts import Alert, AlertKind
from triage.mention import Target
from warehouse import fares, outbox, read, silences
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.read import Pulse
from warehouse.silences import Silence

FAILING_AFTER = timedelta(days=1)
"""A site that is down for hours comes back by itself; one that refuses us for a day does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What tells whether a target delivers: its rhythm, whether its last pull failed, and when one last ended well."""

    target: Target
    pulse: Pulse
    is_failing: bool = False
    pulled_at: datetime | None = None

    def silent_since(self, *, now: datetime) -> datetime | None:
        """Since when it delivers nothing: by the rhythm of its posts, or because no pull has come to its end."""
        if self.pulse.is_silent(now=now):
            return self.pulse.newest_at
        if self.is_failing and self.pulled_at is not None and now - self.pulled_at > FAILING_AFTER:
            return self.pulled_at
        return None

    def back_at(self, silence: Silence, *, now: datetime) -> datetime | None:
        """When it delivered again: a post that is newer, or after a failure a pull that came to its end."""
        newest_at = self.pulse.newest_at
        # where the newest post is that before the silence, or too old to be known, a pull without posts is no sign
        if self.silent_since(now=now) is not None or newest_at is None or newest_at == silence.since:
            return None
        return min((at for at in (newest_at, self.pulled_at) if at is not None and at > silence.since), default=None)


def vitals(desk: Desk, lake: Lake, targets: Iterable[Target], *, now: datetime) -> list[Vitals]:
    """How each configured target does."""
    pulses = read.pulses(lake, now=now)
    pulls = {fare.target_id: fare for fare in fares.fares(desk) if fare.step == "pull"}
    found = []
    for target in targets:
        pull = pulls.get(target.id)
        found.append(
            Vitals(
                target=target,
                pulse=pulses.get(target.id, Pulse()),
                is_failing=pull is not None and pull.problem is not None,
                pulled_at=pull.succeeded_at if pull else None,
            )
        )
    return found


def watch(desk: Desk, outlets: Sequence[Outlet], found: Sequence[Vitals], *, now: datetime) -> int:
    """Open and end silences, and put what is to be told into the outbox with them; returns the lines put in."""
    by_id = {one.target.id: one for one in found}
    with desk.write() as connection:
        open_now = silences.going_on(connection)
        alerts = []
        for target_id, silence in open_now.items():
            one = by_id.get(target_id)
            if one is None:
                silences.end(connection, silence, now=now)  # nobody reads it any more, so nobody waits for it
            elif (back_at := one.back_at(silence, now=now)) is not None:
                silences.end(connection, silence, now=now)
                alerts.append(_alert(AlertKind.SOURCE_BACK, silence, one.target.brands, at=now, back_at=back_at))
        for one in found:
            since = one.silent_since(now=now)
            if since is None or one.target.id in open_now:
                continue
            silence = Silence(target_id=one.target.id, since=since)
            if silences.begin(connection, silence, now=now):
                alerts.append(_alert(AlertKind.SOURCE_SILENT, silence, one.target.brands, at=now))
        return outbox.put(connection, alerts, channels=[outlet.channel for outlet in outlets], now=now)


def _alert(
    kind: AlertKind, silence: Silence, brands: tuple[str, ...], *, at: datetime, back_at: datetime | None = None
) -> Alert:
    return Alert(
        key=f"{kind}:{silence.target_id}:{silence.since.isoformat()}",
        kind=kind,
        subject=silence.target_id,
        happened_at=at,
        brands=brands,
        facts={"since": silence.since.isoformat(), "back_at": back_at.isoformat() if back_at else None},
    )
