"""Notices when a source stops delivering, and when it delivers again: one alert for each."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from repwatch.channels import Outlet
from repwatch.source_health import SourceHealth
from triage.alerts import Alert, AlertKind
from triage.mention import Target
from warehouse import outbox, silences
from warehouse.desk import Desk
from warehouse.silences import Silence

FAILING_AFTER = timedelta(days=1)
"""A site that is down for hours comes back by itself; one that refuses us for a day does not."""


def watch(
    desk: Desk, outlets: Sequence[Outlet], healths: Iterable[SourceHealth], targets: Iterable[Target], *, now: datetime
) -> int:
    """Open and end silences, and put what is to be told into the outbox with them; returns the lines put in."""
    channels = [outlet.channel for outlet in outlets]
    brands = {target.id: target.brands for target in targets}
    found = {health.target_id: health for health in healths if health.target_id in brands}
    with desk.write() as connection:
        open_now = silences.going_on(connection)
        alerts = []
        for target_id, silence in open_now.items():
            health = found.get(target_id)
            if health is None:
                silences.end(connection, silence, now=now)  # nobody reads it any more, so nobody waits for it
            elif (back_at := _back_at(health, silence, now=now)) is not None:
                silences.end(connection, silence, now=now)
                alerts.append(_alert(AlertKind.SOURCE_BACK, silence, brands[target_id], at=now, back_at=back_at))
        for health in found.values():
            since = silent_since(health, now=now)
            if since is None or health.target_id in open_now:
                continue
            silence = Silence(target_id=health.target_id, since=since)
            if silences.begin(connection, silence, now=now):
                alerts.append(_alert(AlertKind.SOURCE_SILENT, silence, brands[health.target_id], at=now))
        return outbox.put(connection, alerts, channels=channels, now=now)


def silent_since(health: SourceHealth, *, now: datetime) -> datetime | None:
    """Since when a target delivers nothing: by the rhythm of its posts, or because no pull has come to its end."""
    if health.is_silent and health.state is not None:
        return health.state.newest_at
    if health.problem is not None and health.pulled_at is not None and now - health.pulled_at > FAILING_AFTER:
        return health.pulled_at
    return None


def _back_at(health: SourceHealth, silence: Silence, *, now: datetime) -> datetime | None:
    """When a silent target delivered again: a post that is newer, or after a failure a pull that came to its end."""
    newest_at = health.state.newest_at if health.state else None
    # where the newest post is the one before the silence, or too old to be known, a pull that brings nothing is no sign
    if silent_since(health, now=now) is not None or newest_at is None or newest_at == silence.since:
        return None
    return min((at for at in (newest_at, health.pulled_at) if at is not None and at > silence.since), default=None)


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
