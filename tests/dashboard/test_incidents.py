from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dashboard import backend
from dashboard.incident_charts import incident_hours
from dashboard.words import Words
from repwatch.spreading import HourBeside
from tests.dashboard.cases import BRAND, installation
from tests.dashboard.looking import opened, page, words
from triage.alerts import Alert, AlertKind, Channel
from triage.mention import MentionKey
from triage.spikes import HOUR, Incident, RushHour
from triage.urgency import Severity
from warehouse import incidents, outbox

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
OVER = Incident(
    incident_id="over",
    brand=BRAND,
    topic="outage",
    opened_at=AT,
    last_hour_at=AT + HOUR,
    closed_at=AT + 5 * HOUR,
    level=2,
    hours={AT: RushHour(posts=9, usual=1.0, reach=60_000), AT + HOUR: RushHour(posts=6, usual=1.0, reach=900)},
    drivers=((MentionKey(platform="demo-social", native_id="post-1"), 12.0),),
)


@pytest.fixture
def spread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation with one incident that is over, and a channel that was to be told of it."""
    installation(tmp_path)
    for home in opened(tmp_path, monkeypatch):
        desk = backend.app().desk
        alert = Alert(
            key="spike:over:2",
            kind=AlertKind.SPIKE,
            subject="over",
            happened_at=AT + HOUR,
            brands=(BRAND,),
            severity=Severity.P1,
            facts={},
        )
        channel = Channel(name="care-chat", kinds=frozenset({AlertKind.SPIKE}))
        with desk.write() as connection:
            incidents.save(connection, [OVER], now=AT + HOUR)
            outbox.put(connection, [alert], channels=[channel], now=AT + HOUR)
        yield home


def test_incident_that_is_over_says_so_and_who_was_told(spread: Path) -> None:
    at = page("incidents")

    assert not at.exception
    assert at.dataframe[0].value["peak"].tolist() == ["9 posts, usual 1"]
    assert "Over. It lasted 2 h" in words(at)
    assert "Level 2 of 3" in words(at)
    assert "care-chat: spike, 1 (waiting)" in words(at)


def test_hours_that_were_not_read_whole_stand_on_a_shade() -> None:
    hours = [
        HourBeside(at=AT + n * HOUR, posts=n, is_whole=n != 1, is_in=n == 2, usual=1.0, high=3.0, opens=5.0)
        for n in range(3)
    ]

    drawn = incident_hours(hours, zone=ZoneInfo("America/Toronto"), now=AT + timedelta(days=1), t=Words("fr")).to_dict()

    assert [row["from"] for row in drawn["layer"][0]["data"]["values"]] == ["2026-03-02T05:00:00Z"]
    assert [row["label"] for row in drawn["layer"][2]["data"]["values"]] == ["Autour", "Autour", "Dans l'incident"]
