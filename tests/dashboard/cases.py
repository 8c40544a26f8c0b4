"""Cases for the console's tests: a desk with as many as are wanted, each a little different."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from repwatch.roles import Actor, Role
from repwatch.wiring import App
from tests.servers.places import template
from triage.case import case_id_of
from triage.events import SYSTEM, Event, EventKind
from triage.mention import MentionKey
from triage.urgency import Severity
from warehouse.cases import CaseFacts, open_cases
from warehouse.desk import Desk

BRAND = "maple-finch"
NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
NO_WORDS: Mapping[int, str] = MappingProxyType({})


def agent(name: str) -> Actor:
    """Somebody who works on cases."""
    return Actor(name=name, role=Role.AGENT)


def opened(n: int, *, now: datetime = NOW, due_in: timedelta | None = None, severity: Severity = Severity.P3) -> Event:
    """The first event of case `n`: due `n` hours from now unless said otherwise, warned one hour before."""
    due_at = now + (timedelta(hours=n) if due_in is None else due_in)
    posted_at = min(due_at, now) - timedelta(hours=6)
    key = MentionKey(platform="demo-social", native_id=f"post-{n}")
    return Event(
        case_id=case_id_of(BRAND, key),
        version=1,
        kind=EventKind.OPENED,
        occurred_at=posted_at,
        recorded_at=posted_at,
        actor=SYSTEM,
        details={
            "brand": BRAND,
            "platform": key.platform,
            "native_id": key.native_id,
            "severity": severity.value,
            "urgency": 40,
            "posted_at": posted_at.isoformat(),
            "detected_at": (posted_at + timedelta(minutes=3)).isoformat(),
            "warn_at": (due_at - timedelta(hours=1)).isoformat(),
            "due_at": due_at.isoformat(),
            "policy_version": 1,
            "rule": "default",
        },
    )


def facts(n: int, *, excerpt: str | None = None, author: str | None = None, url: str | None = None) -> CaseFacts:
    """What the queue shows of case `n`; every second one is French."""
    return CaseFacts(
        lang="fr" if n % 2 else "en",
        topic="delivery" if n % 3 else "refund",
        customer_type="impatient",
        excerpt=f"Post number {n}: where is my parcel?" if excerpt is None else excerpt,
        author_id=f"author-{n}",
        author_name=f"Customer {n}" if author is None else author,
        url=f"https://social.example/{n}" if url is None else url,
        reason="delivery",
    )


def fill(desk: Desk, cases: range, *, now: datetime = NOW, excerpts: Mapping[int, str] = NO_WORDS) -> list[str]:
    """Open these cases; returns their ids, soonest due first."""
    events = [opened(n, now=now) for n in cases]
    with desk.write() as connection:
        open_cases(
            connection, [(event, facts(n, excerpt=excerpts.get(n))) for n, event in zip(cases, events, strict=True)]
        )
    return [event.case_id for event in events]


def installation(
    home: Path, *, cases: range = range(1, 1), now: datetime = NOW, excerpts: Mapping[int, str] = NO_WORDS
) -> list[str]:
    """A migrated home with these cases and an empty lake; returns the cases' ids."""
    app = App.open(template().copied_to(home).settings, now=now)
    try:
        return fill(app.desk, cases, now=now, excerpts=excerpts)
    finally:
        app.close()
