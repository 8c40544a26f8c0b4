"""What people are told beyond the console: which channel wants it, when, and how much of it at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from zoneinfo import ZoneInfo

from triage.case import CaseStatus
from triage.events import Detail, EventKind
from triage.mention import require_utc
from triage.sla import Timer
from triage.urgency import Severity

TOGETHER_FROM = 6
"""So many at once are one message: nobody reads them one by one."""
LATE_AFTER = timedelta(hours=12)
"""What is heard of so late is told in one message: after a long stop, or when history is taken in live."""
INCIDENT_PAUSE = timedelta(hours=1)
"""How often a channel hears of the cases of one incident."""
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 30
"""A day and more of trying; then a person has to mend the channel."""


class AlertKind(StrEnum):
    """Everything that a channel can be told."""

    AT_RISK = "at_risk"
    BREACHED = "breached"
    ESCALATED = "escalated"
    SPIKE = "spike"
    SOURCE_SILENT = "source_silent"
    SOURCE_BACK = "source_back"
    DAILY_DIGEST = "daily_digest"


OF_EVENTS: Mapping[EventKind, AlertKind] = {
    EventKind.WARNED: AlertKind.AT_RISK,
    EventKind.BREACHED: AlertKind.BREACHED,
    EventKind.ESCALATED: AlertKind.ESCALATED,
}
"""Events of a case that people are told of."""

CHOICES = frozenset(AlertKind) - {AlertKind.SOURCE_BACK}
"""What a channel may choose from: who hears of a silence hears of its end."""

OF_CASES = frozenset(OF_EVENTS.values())


class AfterCrash(StrEnum):
    """What becomes of a message whose sender died between "I send now" and "it is sent"."""

    HOLD = "hold"
    RESEND = "resend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing to tell: `key` is the same however often it is found, `facts` hold ids and decisions, never text.

    `subject` is the id of the case, incident or target that it is about.
    """

    key: str
    kind: AlertKind
    subject: str
    happened_at: datetime
    brands: tuple[str, ...] = ()
    severity: Severity | None = None
    facts: Mapping[str, Detail] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_utc("happened_at", self.happened_at)


def is_moot(alert: Alert, *, status: CaseStatus, now: datetime) -> bool:
    """Whether nobody needs to hear any more of an alert about a case that stands here."""
    due_at = alert.facts.get("due_at")
    if alert.kind is AlertKind.AT_RISK and due_at and datetime.fromisoformat(str(due_at)) < now:
        return True  # the breach has come, and is told
    if alert.kind is AlertKind.ESCALATED or alert.facts.get("timer") == Timer.RESOLUTION:
        return status.is_finished
    return not status.awaits_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local time, in minutes after midnight, in which only what is urgent is told; it may run over midnight."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < 24 * 60 and 0 <= self.end < 24 * 60) or self.start == self.end:
            raise ValueError("quiet hours run between two different times of a day")

    def holds(self, minute: int) -> bool:
        """Whether a minute of the day is quiet."""
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where alerts go, and which: no brands means all of them, no quiet hours and no digest means none."""

    name: str
    kinds: frozenset[AlertKind] = CHOICES
    brands: frozenset[str] = frozenset()
    min_severity: Severity = Severity.P4
    urgent_severity: Severity = Severity.P1
    zone: str = "UTC"
    quiet: QuietHours | None = None
    per_hour: int = 12
    digest_minute: int | None = None
    after_crash: AfterCrash = AfterCrash.HOLD

    def wants(self, alert: Alert) -> bool:
        """Whether an alert is for this channel; one without severity or brand is for all."""
        kind = AlertKind.SOURCE_SILENT if alert.kind is AlertKind.SOURCE_BACK else alert.kind
        return (
            kind in self.kinds
            and (not self.brands or not alert.brands or not self.brands.isdisjoint(alert.brands))
            and (alert.severity is None or alert.severity <= self.min_severity)
        )

    def is_urgent(self, alert: Alert) -> bool:
        """Whether an alert may break the quiet and the hourly limit."""
        return alert.severity is not None and alert.severity <= self.urgent_severity

    def is_quiet(self, *, now: datetime) -> bool:
        """Whether only urgent alerts go out now."""
        local = now.astimezone(ZoneInfo(self.zone))
        return self.quiet is not None and self.quiet.holds(local.hour * 60 + local.minute)

    def digest_day(self, *, now: datetime) -> date | None:
        """The local day whose digest is due by now; None before its hour, and where there is none.

        By the clock on the wall: an hour that is skipped in spring counts as passed, one that comes twice in autumn
        belongs to the same day, whose digest is one.
        """
        local = now.astimezone(ZoneInfo(self.zone))
        if self.digest_minute is None or AlertKind.DAILY_DIGEST not in self.kinds:
            return None
        return local.date() if local.hour * 60 + local.minute >= self.digest_minute else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An alert that waits in the outbox; `incident_id` is the open incident that its case belongs to."""

    alert_id: str
    alert: Alert
    next_try_at: datetime
    incident_id: str | None = None

    def is_ripe(self, *, now: datetime) -> bool:
        """Whether it may be tried; a try further off than any wait was set by a clock that ran ahead."""
        return not timedelta() < self.next_try_at - now <= 2 * _LONGEST_WAIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Alerts that go out as one message; those of an incident, if it says so."""

    pending: tuple[Pending, ...]
    incident_id: str | None = None


def batches(
    waiting: Iterable[Pending],
    *,
    channel: Channel,
    now: datetime,
    sent: int,
    quieted: Collection[str] = (),
) -> list[Batch]:
    """The messages to send now, most urgent first; what is in none of them waits for a later pass.

    `sent` counts the channel's messages of the last hour, `quieted` are incidents that it heard of within
    `INCIDENT_PAUSE`. One alert is one message, but where six or more come at once, are late, exceed what the hour has
    room for or belong to an open incident: these share one. Beyond the limit only urgent ones go out, as one message.
    """
    is_quiet = channel.is_quiet(now=now)
    ready = sorted(
        (one for one in waiting if one.is_ripe(now=now) and (not is_quiet or channel.is_urgent(one.alert))),
        key=lambda one: (not channel.is_urgent(one.alert), one.alert.happened_at, one.alert_id),
    )
    digests = [Batch(pending=(one,)) for one in ready if one.alert.kind is AlertKind.DAILY_DIGEST]
    rest = [one for one in ready if one.alert.kind is not AlertKind.DAILY_DIGEST]
    room = max(channel.per_hour - sent, 0)
    if room == 0:
        urgent = tuple(one for one in rest if channel.is_urgent(one.alert))
        return [*digests, *_batch(urgent)]
    grouped, single, shared = _sorted_out(rest, channel=channel, now=now)
    if len(single) + len(grouped) + bool(shared) > min(room, TOGETHER_FROM - 1):
        urgent_ones = [one for one in single if channel.is_urgent(one.alert)][: min(room, TOGETHER_FROM) - 1]
        shared = [one for one in single if one not in urgent_ones] + shared
        single = urgent_ones
    found = [Batch(pending=(one,)) for one in single] + _batch(tuple(shared))
    by_incident = [
        Batch(pending=tuple(group), incident_id=incident_id)
        for incident_id, group in sorted(grouped.items())
        if incident_id not in quieted
    ]
    return digests + (found + by_incident)[:room]


def _sorted_out(
    rest: Sequence[Pending], *, channel: Channel, now: datetime
) -> tuple[dict[str, list[Pending]], list[Pending], list[Pending]]:
    """What belongs to incidents, what goes out by itself, and what is late."""
    grouped: dict[str, list[Pending]] = {}
    single: list[Pending] = []
    late: list[Pending] = []
    for one in rest:
        if now - one.alert.happened_at > LATE_AFTER:
            late.append(one)
        elif one.incident_id is not None and one.alert.kind in OF_CASES and not channel.is_urgent(one.alert):
            grouped.setdefault(one.incident_id, []).append(one)
        else:
            single.append(one)
    return grouped, single, late


def _batch(pending: tuple[Pending, ...]) -> list[Batch]:
    return [Batch(pending=pending)] if pending else []


def next_try(attempts: int, *, seed: str, now: datetime) -> datetime:
    """When to try again after so many failures: from 30 s doubling up to an hour, a quarter more or less by `seed`.

    The jitter keeps the messages of an outage from coming back as one; by a seed, so that a rerun decides alike.
    """
    wait = min(timedelta(seconds=_FIRST_WAIT.total_seconds() * 2.0 ** min(attempts - 1, 20)), _LONGEST_WAIT)
    share = int(sha256(f"{seed}\x1f{attempts}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
    return now + wait * (0.75 + 0.5 * share)


def alert_id_of(channel: str, key: str) -> str:
    """The id of one alert on one channel: the same on every run and machine."""
    return sha256(f"{channel}\x1f{key}".encode()).hexdigest()[:16]


def message_id_of(alert_ids: Iterable[str]) -> str:
    """The id under which these alerts go out together; the receiver sees it, and the same on a resend."""
    return sha256("\x1f".join(sorted(alert_ids)).encode()).hexdigest()[:12]


def midnight(day: date, *, zone: str) -> datetime:
    """When a local day starts."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
