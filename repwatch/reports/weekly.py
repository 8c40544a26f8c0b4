"""Gathers what a brand's week comes to, beside the week before: the figures of the reports, none of its own."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from repwatch.names import NOBODY
from repwatch.reports.answering import Asked, Row, amounting, figures
from repwatch.reports.catalogue import REPORTS
from repwatch.reports.recurring import recurring
from triage.spikes import HOUR
from warehouse import config, incidents, read
from warehouse.desk import Desk
from warehouse.lake import Lake
from warehouse.read import Figures

ISSUES = 6
TOPICS = 8
REST = ""
"""Stands for the topics that are not listed by name."""
SPAN = timedelta(weeks=12)
"""How far back issues and recovery look: a week alone holds too few."""
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_NAMED = {report.name: report for report in REPORTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """An ISO week in a time zone: from Monday's first instant to before the next."""

    name: str
    first: date
    since: datetime
    until: datetime

    @classmethod
    def of(cls, name: str, *, zone: str) -> "Week":
        """The week `name`, like 2026-W46; ValueError where there is none."""
        match = _WEEK.fullmatch(name)
        if match is None or not 1980 <= int(match[1]) <= 2999:
            raise ValueError(f"{name!r} is no week; write one like 2026-W46")
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return cls(name=name, first=first, since=_start(first, zone), until=_start(first + timedelta(days=7), zone))

    @property
    def days(self) -> list[date]:
        """Its seven days."""
        return [self.first + timedelta(days=number) for number in range(7)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """A brand's week. Rows are those of the reports; `before` holds the week before it, by the same names."""

    brand: str
    title: str
    week: Week
    as_of: datetime
    zone: str
    coverage: Figures | None
    coverage_all: Figures | None
    sla: Row | None
    sla_days: list[Row]
    times: Row | None
    business_times: Row | None
    sentiment: Row | None
    sentiment_days: list[Row]
    topics: list[Row]
    issues: list[Row]
    people: list[Row]
    backlog: Row | None
    satisfaction: Row | None
    recovery: Row | None
    incidents: list[Row]
    before: dict[str, Row]

    @property
    def is_open(self) -> bool:
        """Whether some of its posts are still to come, or not due yet."""
        return self.as_of < self.week.until or bool(self.sla and self.sla["undecided"])


def weekly(desk: Desk, lake: Lake, *, brand: str, week: Week, zone: str, as_of: datetime) -> Weekly:
    """What the week comes to, as of an instant."""
    asked = Asked(as_of=as_of, since=week.since, until=week.until, brand=brand, zone=zone)
    earlier = replace(asked, since=_start(week.first - timedelta(days=7), zone), until=week.since)
    longer = replace(asked, since=_start(week.first + timedelta(days=7) - SPAN, zone))
    covered = next(iter(read.coverage(lake, as_of=as_of, since=week.since, until=week.until, brand=brand)), None)

    def all_of(name: str, this: Asked = asked, by: str = "all") -> list[Row]:
        return figures(desk, lake, _NAMED[name], replace(this, by=by))

    def one_of(name: str, this: Asked = asked, **wanted: str) -> Row | None:
        return next((row for row in all_of(name, this) if wanted.items() <= row.items()), None)

    times = [row for row in all_of("response-times") if (row["population"], row["clock"]) == ("needs_answer", "posted")]
    known_before = {
        "sla": one_of("sla", earlier, population="needs_answer"),
        "sentiment": one_of("sentiment", earlier),
        "times": one_of("response-times", earlier, population="needs_answer", clock="posted", hours="calendar"),
    }
    return Weekly(
        brand=brand,
        title=_title(desk, brand),
        week=week,
        as_of=as_of,
        zone=zone,
        coverage=covered.needs_answer if covered else None,
        coverage_all=covered.all if covered else None,
        sla=one_of("sla", population="needs_answer"),
        sla_days=[row for row in all_of("sla", by="day") if row["population"] == "needs_answer"],
        times=next((row for row in times if row["hours"] == "calendar"), None),
        business_times=next((row for row in times if row["hours"] == "business"), None),
        sentiment=one_of("sentiment"),
        sentiment_days=all_of("sentiment", by="day"),
        topics=_topics(all_of("topics")),
        issues=_issues(desk, lake, longer, week=week),
        people=[row for row in all_of("people") if row["person"] != NOBODY],
        backlog=one_of("backlog"),
        satisfaction=one_of("satisfaction"),
        recovery=one_of("recovery", longer),
        incidents=_incidents(desk, brand=brand, week=week),
        before={name: row for name, row in known_before.items() if row is not None},
    )


def last_full_week(now: datetime, *, zone: str) -> str:
    """The name of the week that ended last."""
    year, number, _ = (now.astimezone(ZoneInfo(zone)) - timedelta(days=7)).date().isocalendar()
    return f"{year}-W{number:02}"


def _topics(rows: list[Row]) -> list[Row]:
    """The topics with most posts, and all others in one row, so that nothing is missing from the sum."""
    listed, others = rows[:TOPICS], rows[TOPICS:]
    if len(others) < 2:
        return rows
    counts = ("n", "of_posts", "negative", "needs_answer", "decided", "answered")
    summed = {name: sum(row[name] for row in others) for name in counts} | {"of_posts": rows[0]["of_posts"]}
    return [*listed, amounting(_NAMED["topics"], {"brand": rows[0]["brand"], "topic": REST, **summed})]


def _issues(desk: Desk, lake: Lake, longer: Asked, *, week: Week) -> list[Row]:
    """The issues with complaints in the week, most first; `this_week` is how many."""
    found = []
    for row in recurring(desk, lake, longer).figures:
        now = next((told["n"] for told in row["weeks"] if told["week"] == week.name), 0)
        if now or row["fix"]:
            found.append({**row, "this_week": now})
    return sorted(found, key=lambda row: (-row["this_week"], -row["n"], row["issue_id"]))[:ISSUES]


def _incidents(desk: Desk, *, brand: str, week: Week) -> list[Row]:
    return [
        {
            "topic": one.topic,
            "opened_at": one.opened_at,
            # the calm hours that close an incident are none of its own
            "ended_at": one.last_hour_at + HOUR if one.closed_at else None,
            "posts": sum(hour.posts for hour in one.hours.values()),
            "usual": sum(hour.usual for hour in one.hours.values()),
        }
        for one in reversed(incidents.latest(desk, limit=1_000))
        if one.brand == brand and one.opened_at < week.until and (one.closed_at or week.until) >= week.since
    ]


def _title(desk: Desk, brand: str) -> str:
    found = {entry.name: str(entry.body.get("title") or entry.name) for entry in config.entries(desk, "brand")}
    return found.get(brand, brand)


def _start(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
