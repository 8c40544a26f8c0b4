"""The daily digest of a channel: where each brand stands, put into the outbox once per local day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from repwatch.channels import Outlet
from repwatch.silences import Vitals
from triage.alerts import Alert, AlertKind, Channel, midnight
from triage.events import Detail
from warehouse import alerting, outbox, read, tabs
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.outbox import OutboxState
from warehouse.tabs import Filters, Tab

COVERED_DAYS = 7
TOPICS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What a digest is made of."""

    desk: Desk
    lake: Lake
    brands: Sequence[str]
    vitals: Sequence[Vitals]

    def put(self, outlets: Iterable[Outlet], *, now: datetime) -> int:
        """Put in the digests whose hour has come and that were not put in before; returns how many."""
        raised = 0
        for outlet in outlets:
            channel = outlet.channel
            day = channel.digest_day(now=now)
            brands = sorted(channel.brands or self.brands) if day is not None else []
            for brand in brands:
                key = f"digest:{brand}:{day}"
                if day is None or outbox.has(self.desk, channel.name, key):
                    continue
                alert = Alert(
                    key=key,
                    kind=AlertKind.DAILY_DIGEST,
                    subject=brand,
                    happened_at=now,
                    brands=(brand,),
                    facts=self._facts(brand, channel, day, now=now),
                )
                with self.desk.write() as connection:
                    raised += outbox.put(connection, [alert], channels=[channel], now=now)
        return raised

    def _facts(self, brand: str, channel: Channel, day: date, *, now: datetime) -> dict[str, Detail]:
        counts = tabs.counts(self.desk, me="", filters=Filters(brands=(brand,)), now=now)
        yesterday, today = (midnight(at, zone=channel.zone) for at in (day - timedelta(days=1), day))
        week_ago = midnight(day - timedelta(days=COVERED_DAYS), zone=channel.zone)
        covered = [one.needs_answer for one in read.coverage(self.lake, as_of=now, since=week_ago, brand=brand)]
        topics = read.topics(self.lake, since=day - timedelta(days=1), until=day, brand=brand)
        states = outbox.counts(self.desk).get(channel.name, {})
        mine = (one for one in self.vitals if brand in one.target.brands)
        silent = [one.target.id for one in mine if one.silent_since(now=now) is not None]
        return {
            "day": day.isoformat(),
            "open": counts[Tab.OPEN],
            "at_risk": counts[Tab.AT_RISK],
            "overdue": counts[Tab.OVERDUE],
            "answered": alerting.answered_between(self.desk, brand, yesterday, today),
            "met": sum(one.answered for one in covered),
            "decided": sum(one.answered + one.not_answered for one in covered),
            "topics": ",".join(f"{one.topic} {one.n}" for one in topics[:TOPICS]),
            "silent": ", ".join(silent),
            "unsure": states.get(OutboxState.UNSURE, 0),
            "failed": states.get(OutboxState.FAILED, 0),
        }
