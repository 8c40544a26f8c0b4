"""Short ways to tell what befalls a case over a working week in Toronto, from Friday afternoon on."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from triage.calendar import Calendar, Window
from triage.events import Detail, Event, EventKind
from triage.policy import Policy, Rule, Subject
from triage.sla import Timer
from triage.ticking import tick
from triage.urgency import Severity

K = EventKind
HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)
TORONTO = ZoneInfo("America/Toronto")
DAY, LUNCH, NIGHT = (
    (Window(start=540, end=1020),),
    (Window(start=540, end=720), Window(start=780, end=1020)),
    (Window(start=0, end=360),),
)
WEEK, WITH_LUNCH = dict.fromkeys(range(5), DAY), dict.fromkeys(range(5), LUNCH)
NIGHTS = dict.fromkeys(range(7), NIGHT)
SUBJECT = Subject(brand="maple-finch", platform="mastodon", severity=Severity.P2)


def at(text: str) -> datetime:
    """An instant of Toronto's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO).astimezone(UTC)


def policy(
    *,
    first: timedelta = HOUR,
    later: timedelta = HOUR,
    resolution: timedelta = 4 * HOUR,
    windows: Mapping[int, tuple[Window, ...]] = WEEK,
    holidays: tuple[str, ...] = (),
) -> Policy:
    """One rule in working hours of Toronto; P1 has half of everybody's time."""

    def each(span: timedelta) -> dict[Severity, timedelta]:
        return {severity: span / 2 if severity is Severity.P1 else span for severity in Severity}

    office = Calendar(zone=str(TORONTO), windows=windows, holidays=frozenset(map(date.fromisoformat, holidays)))
    rule = Rule(
        name="everyone",
        targets=each(first),
        next_targets=each(later),
        resolution_targets=each(resolution),
        calendars=dict.fromkeys(Severity, "office"),
    )
    return Policy(version=1, rules=(rule,), calendars={"office": office})


POLICY = policy()


def opened(posted: str, *, rules: Policy = POLICY, detected: str = "") -> list[Event]:
    """The record of a case whose post was written, and found, at these times."""
    posted_at = at(posted)
    promise = rules.promise(SUBJECT, starts_at=posted_at)
    settled = rules.promise(SUBJECT, starts_at=posted_at, timer=Timer.RESOLUTION)
    details: dict[str, Detail] = {
        "brand": SUBJECT.brand,
        "platform": SUBJECT.platform,
        "native_id": "post",
        "severity": SUBJECT.severity,
        "urgency": 50,
        "posted_at": posted_at.isoformat(),
        "detected_at": at(detected or posted).isoformat(),
        "warn_at": promise.warn_at.isoformat(),
        "due_at": promise.due_at.isoformat(),
        "resolve_warn_at": settled.warn_at.isoformat(),
        "resolve_due_at": settled.due_at.isoformat(),
        "policy_version": 1,
        "rule": "everyone",
    }
    return [_event(K.OPENED, 1, posted_at, details, actor="repwatch")]


def _event(kind: K, version: int, moment: datetime, details: dict[str, Detail], actor: str = "ann") -> Event:
    return Event(
        case_id="c1",
        version=version,
        kind=kind,
        occurred_at=moment,
        recorded_at=moment,
        actor=actor,
        details=details,
    )


def then(record: list[Event], kind: K, moment: str | datetime, **details: Detail) -> list[Event]:
    """The record and one more event."""
    instant = at(moment) if isinstance(moment, str) else moment
    return [*record, _event(kind, len(record) + 1, instant, details)]


def came_back(record: list[Event], moment: str, *, rules: Policy = POLICY) -> list[Event]:
    """The customer writes again, and wants an answer."""
    due = rules.promise(SUBJECT, starts_at=at(moment), timer=Timer.NEXT)
    return then(record, K.CUSTOMER_REPLIED, moment, warn_at=due.warn_at.isoformat(), due_at=due.due_at.isoformat())


def ticked(record: list[Event], moment: str | datetime, *, rules: Policy = POLICY) -> list[Event]:
    """The record after time was asked what it brings."""
    now = at(moment) if isinstance(moment, str) else moment
    return [*record, *tick(record, now=now, policies=lambda _: rules)]


def brought(record: list[Event], kind: K) -> list[tuple[str, datetime]]:
    """Timers and instants of the warnings or breaches of a record."""
    return [(str(event.details["timer"]), event.occurred_at) for event in record if event.kind is kind]
