"""The digest of a brand comes once a local day, in its hour or after it, with figures that can be looked up."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from repwatch.wiring import App
from tests.repwatch.told_cases import answered, case, channel
from tests.servers.receiver import Receiver
from triage.events import EventKind

pytestmark = pytest.mark.loopback
MORNING = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with Receiver() as server:
        monkeypatch.setenv("REPWATCH_SECRET_TEAM", server.url)
        yield server


def at(app: App, now: datetime) -> None:
    app.fixed_now = now
    app.notify()


def test_a_digest_tells_where_the_brand_stands(app: App, receiver: Receiver) -> None:
    channel(app, digest_at="08:30", kinds=["daily_digest"])
    case(app, 1, now=MORNING, due_in=timedelta(hours=9))
    case(app, 2, now=MORNING, due_in=timedelta(minutes=10))
    case(app, 3, EventKind.BREACHED, now=MORNING, due_in=-timedelta(hours=1))
    answered(app, case(app, 4))

    at(app, MORNING)

    [told] = receiver.told
    assert told.title == "Maple & Finch: where we stand, 2026-03-03"
    assert told.message.splitlines()[:5] == [
        "Open: 3",
        "At risk: 1",
        "Overdue: 1",
        "Answered yesterday: 1",
        "Answered in public, posts of the last seven days: no data yet",
    ]
    assert told.tone == "info"


def test_a_digest_comes_once_a_day_and_after_its_hour_where_nobody_was_awake(app: App, receiver: Receiver) -> None:
    channel(app, digest_at="08:30")

    for hours in (-1, 0, 0.1, 5, 20):
        at(app, MORNING + timedelta(hours=hours))
    assert len(receiver.told) == 1
    at(app, MORNING + timedelta(days=3, hours=4))

    assert [told.title[-10:] for told in receiver.told] == ["2026-03-03", "2026-03-06"]


@pytest.mark.parametrize(
    ("day", "instants"),
    [
        pytest.param("2026-03-08", ["06:40", "07:05", "08:00"], id="its hour is skipped"),
        pytest.param("2026-11-01", ["05:20", "05:35", "06:35", "07:00"], id="its hour comes twice"),
    ],
)
def test_a_digest_is_one_when_the_clocks_change(app: App, receiver: Receiver, day: str, instants: list[str]) -> None:
    at_local = "02:30" if day == "2026-03-08" else "01:30"
    channel(app, digest_at=at_local, zone="America/Toronto")

    for time in instants:
        at(app, datetime.fromisoformat(f"{day}T{time}+00:00"))

    assert [told.title[-10:] for told in receiver.told] == [day]
