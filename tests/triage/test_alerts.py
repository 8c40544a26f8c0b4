"""What is told, to whom, when, and how much of it at once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.alerts import (
    INCIDENT_PAUSE,
    LATE_AFTER,
    TOGETHER_FROM,
    Alert,
    AlertKind,
    Channel,
    Pending,
    QuietHours,
    alert_id_of,
    batches,
    is_moot,
    message_id_of,
    midnight,
    next_try,
)
from triage.case import CaseStatus
from triage.urgency import Severity

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
NIGHT = QuietHours(start=22 * 60, end=7 * 60)


def alert(number: int = 1, **changes: object) -> Alert:
    values = {
        "key": f"case:{number}:2",
        "kind": AlertKind.BREACHED,
        "subject": f"case{number}",
        "happened_at": NOW,
        "brands": ("maple",),
        "severity": Severity.P3,
        **changes,
    }
    return Alert(**values)  # type: ignore[arg-type]


def waits(number: int = 1, *, incident_id: str | None = None, **changes: object) -> Pending:
    return Pending(alert_id=f"{number:04}", alert=alert(number, **changes), next_try_at=NOW, incident_id=incident_id)


@pytest.mark.parametrize(
    ("channel", "changes", "expected"),
    [
        pytest.param({}, {}, True, id="all by default"),
        pytest.param({"kinds": frozenset({AlertKind.SPIKE})}, {}, False, id="another kind"),
        pytest.param({"brands": frozenset({"birch"})}, {}, False, id="another brand"),
        pytest.param({"brands": frozenset({"birch"})}, {"brands": ("maple", "birch")}, True, id="one of its brands"),
        pytest.param({"brands": frozenset({"birch"})}, {"brands": ()}, True, id="no brand concerns all"),
        pytest.param({"min_severity": Severity.P2}, {}, False, id="not grave enough"),
        pytest.param({"min_severity": Severity.P2}, {"severity": Severity.P2}, True, id="just grave enough"),
        pytest.param({"min_severity": Severity.P1}, {"severity": None}, True, id="without severity"),
        pytest.param(
            {"kinds": frozenset({AlertKind.SOURCE_SILENT})},
            {"kind": AlertKind.SOURCE_BACK},
            True,
            id="who hears of a silence hears of its end",
        ),
    ],
)
def test_a_channel_gets_what_it_wants(channel: dict[str, object], changes: dict[str, object], expected: bool) -> None:
    assert Channel(name="c", **channel).wants(alert(**changes)) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "facts", "status", "expected"),
    [
        (AlertKind.AT_RISK, {}, CaseStatus.OPEN, False),
        (AlertKind.AT_RISK, {}, CaseStatus.SNOOZED, False),
        (AlertKind.AT_RISK, {}, CaseStatus.ANSWERED, True),
        (AlertKind.AT_RISK, {"due_at": "2026-03-02T14:59:00+00:00"}, CaseStatus.OPEN, True),
        (AlertKind.AT_RISK, {"due_at": "2026-03-02T15:01:00+00:00"}, CaseStatus.OPEN, False),
        (AlertKind.BREACHED, {"due_at": "2026-03-02T14:59:00+00:00"}, CaseStatus.CLAIMED, False),
        (AlertKind.BREACHED, {}, CaseStatus.DISMISSED, True),
        (AlertKind.AT_RISK, {"timer": "resolution", "due_at": "2026-03-02T14:59:00+00:00"}, CaseStatus.ANSWERED, True),
        (AlertKind.BREACHED, {"timer": "resolution"}, CaseStatus.ANSWERED, False),
        (AlertKind.BREACHED, {"timer": "resolution"}, CaseStatus.RESOLVED, True),
        (AlertKind.ESCALATED, {}, CaseStatus.ESCALATED, False),
        (AlertKind.ESCALATED, {}, CaseStatus.CLOSED, True),
    ],
)
def test_nobody_hears_of_what_is_settled(
    kind: AlertKind, facts: dict[str, str], status: CaseStatus, expected: bool
) -> None:
    assert is_moot(alert(kind=kind, facts=facts), status=status, now=NOW) is expected


@pytest.mark.parametrize(
    ("hour", "minute", "expected"), [(21, 59, False), (22, 0, True), (3, 0, True), (6, 59, True), (7, 0, False)]
)
def test_quiet_hours_run_over_midnight_in_local_time(hour: int, minute: int, expected: bool) -> None:
    channel = Channel(name="c", zone="America/Toronto", quiet=NIGHT)
    now = datetime(2026, 7, 2, hour, minute, tzinfo=ZoneInfo("America/Toronto")).astimezone(UTC)

    assert channel.is_quiet(now=now) is expected


@pytest.mark.parametrize(("start", "end"), [(60, 60), (-1, 60), (0, 24 * 60)])
def test_quiet_hours_that_are_none_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="quiet hours"):
        QuietHours(start=start, end=end)


def test_quiet_hours_within_a_day() -> None:
    noon = QuietHours(start=12 * 60, end=13 * 60)

    assert [noon.holds(minute) for minute in (719, 720, 779, 780)] == [False, True, True, False]


def test_at_night_only_the_urgent_is_told_and_the_rest_waits() -> None:
    channel = Channel(name="c", zone="UTC", quiet=NIGHT)
    waiting = [waits(1), waits(2, severity=Severity.P1)]
    night, morning = NOW.replace(hour=23), NOW.replace(hour=7) + timedelta(days=1)

    told = batches(waiting, channel=channel, now=night, sent=0)
    later = batches(waiting[:1], channel=channel, now=morning, sent=0)

    assert [one.alert_id for batch in told for one in batch.pending] == ["0002"]
    assert [one.alert_id for batch in later for one in batch.pending] == ["0001"]


def test_few_alerts_are_messages_of_their_own_and_many_are_one() -> None:
    channel = Channel(name="c")

    few = batches([waits(n) for n in range(TOGETHER_FROM - 1)], channel=channel, now=NOW, sent=0)
    many = batches([waits(n) for n in range(TOGETHER_FROM)], channel=channel, now=NOW, sent=0)

    assert [len(batch.pending) for batch in few] == [1] * (TOGETHER_FROM - 1)
    assert [len(batch.pending) for batch in many] == [TOGETHER_FROM]


def test_urgent_alerts_stay_alone_beside_the_many() -> None:
    waiting = [waits(n) for n in range(40)] + [waits(90, severity=Severity.P1)]

    found = batches(waiting, channel=Channel(name="c"), now=NOW, sent=0)

    assert [len(batch.pending) for batch in found] == [1, 40]
    assert found[0].pending[0].alert.severity is Severity.P1


def test_beyond_the_hourly_limit_only_urgent_ones_go_out_as_one_message() -> None:
    channel = Channel(name="c", per_hour=3)
    waiting = [waits(1), waits(2, severity=Severity.P1), waits(3, severity=Severity.P1)]

    found = batches(waiting, channel=channel, now=NOW, sent=3)

    assert [[one.alert_id for one in batch.pending] for batch in found] == [["0002", "0003"]]


def test_the_cases_of_an_incident_share_a_message_once_an_hour() -> None:
    waiting = [waits(n, incident_id="rush") for n in range(3)] + [
        waits(7, incident_id="rush", severity=Severity.P1),
        waits(8),
    ]
    channel = Channel(name="c")

    first = batches(waiting, channel=channel, now=NOW, sent=0)
    again = batches(waiting, channel=channel, now=NOW, sent=0, quieted={"rush"})

    assert [(len(batch.pending), batch.incident_id) for batch in first] == [(1, None), (1, None), (3, "rush")]
    assert [(len(batch.pending), batch.incident_id) for batch in again] == [(1, None), (1, None)]
    assert timedelta(hours=1) == INCIDENT_PAUSE


def test_what_is_heard_of_late_is_told_together() -> None:
    old = NOW - LATE_AFTER - timedelta(seconds=1)

    found = batches(
        [waits(1, happened_at=old), waits(2, happened_at=old), waits(3)], channel=Channel(name="c"), now=NOW, sent=0
    )

    assert [len(batch.pending) for batch in found] == [1, 2]


def test_a_digest_is_never_held_up() -> None:
    digest = waits(1, kind=AlertKind.DAILY_DIGEST, severity=None)

    found = batches([digest, waits(2)], channel=Channel(name="c", per_hour=1), now=NOW, sent=1)

    assert [batch.pending for batch in found] == [(digest,)]


PENDING = st.builds(
    lambda number, severity, late, rush, kind: waits(
        number, severity=severity, happened_at=NOW - timedelta(hours=late), incident_id=rush, kind=kind
    ),
    st.integers(0, 9999),
    st.sampled_from(Severity),
    st.integers(0, 48),
    st.sampled_from([None, None, "a", "b", "c"]),
    st.sampled_from(sorted(AlertKind)),
)


@given(
    waiting=st.lists(PENDING, unique_by=lambda one: one.alert_id, max_size=60),
    sent=st.integers(0, 20),
    per_hour=st.integers(1, 20),
    is_night=st.booleans(),
    order=st.randoms(use_true_random=False),
)
def test_no_alert_is_ever_told_twice_and_none_is_dropped_in_the_end(
    waiting: list[Pending], sent: int, per_hour: int, is_night: bool, order: object
) -> None:
    channel = Channel(name="c", per_hour=per_hour, quiet=NIGHT if is_night else None)
    now = NOW.replace(hour=23)
    waiting = [replace(one, next_try_at=now) for one in waiting]
    mixed = list(waiting)
    order.shuffle(mixed)  # type: ignore[attr-defined]

    found = batches(waiting, channel=channel, now=now, sent=sent)

    told = [one.alert_id for batch in found for one in batch.pending]
    digests = [batch for batch in found if batch.pending[0].alert.kind is AlertKind.DAILY_DIGEST]
    assert found == batches(mixed, channel=channel, now=now, sent=sent)
    assert len(told) == len(set(told))
    assert len(found) - len(digests) <= max(per_hour - sent, 1)
    assert all(batch.pending for batch in found)
    # hour by hour, everything goes out, whatever the limit
    left = [one for one in waiting if one.alert_id not in told]
    for hour in range(1, 60):
        then = now + timedelta(hours=hour)
        gone = {one.alert_id for batch in batches(left, channel=channel, now=then, sent=0) for one in batch.pending}
        left = [one for one in left if one.alert_id not in gone]
    assert left == []


def test_what_failed_waits_for_its_time() -> None:
    later = replace(waits(1), next_try_at=NOW + timedelta(seconds=1))

    assert batches([later], channel=Channel(name="c"), now=NOW, sent=0) == []


@given(attempts=st.integers(1, 200), seed=st.text(max_size=8))
def test_each_wait_is_longer_up_to_an_hour_and_alike_on_every_run(attempts: int, seed: str) -> None:
    wait = next_try(attempts, seed=seed, now=NOW) - NOW

    assert timedelta(seconds=22) <= wait <= timedelta(minutes=75)
    assert next_try(attempts, seed=seed, now=NOW) - NOW == wait
    assert next_try(attempts + 2, seed=seed, now=NOW) - NOW > wait or attempts >= 6


@pytest.mark.parametrize(
    ("zone", "minute", "instants"),
    [
        pytest.param(
            "America/Toronto",
            8 * 60 + 30,
            {"2026-07-02T12:29:59+00:00": None, "2026-07-02T12:30:00+00:00": date(2026, 7, 2)},
            id="its hour",
        ),
        pytest.param(
            "America/Toronto",
            2 * 60 + 30,
            {"2026-03-08T06:59:00+00:00": None, "2026-03-08T07:00:00+00:00": date(2026, 3, 8)},
            id="an hour that spring skips",
        ),
        pytest.param(
            "America/Toronto",
            90,
            {
                "2026-11-01T05:29:00+00:00": None,
                "2026-11-01T05:30:00+00:00": date(2026, 11, 1),
                "2026-11-01T06:30:00+00:00": date(2026, 11, 1),
            },
            id="an hour that autumn has twice",
        ),
    ],
)
def test_a_digest_belongs_to_one_local_day(zone: str, minute: int, instants: dict[str, date | None]) -> None:
    channel = Channel(name="c", zone=zone, digest_minute=minute)

    assert {text: channel.digest_day(now=datetime.fromisoformat(text)) for text in instants} == instants


def test_a_channel_without_digest_has_no_digest_day() -> None:
    without_kind = Channel(name="c", kinds=frozenset({AlertKind.SPIKE}), digest_minute=60)

    assert Channel(name="c").digest_day(now=NOW) is None
    assert without_kind.digest_day(now=NOW) is None


def test_a_local_day_starts_at_its_midnight() -> None:
    assert midnight(date(2026, 7, 2), zone="America/Toronto") == datetime(2026, 7, 2, 4, tzinfo=UTC)


def test_ids_depend_on_what_they_are_of_and_on_nothing_else() -> None:
    assert alert_id_of("a", "key") == alert_id_of("a", "key")
    assert len({alert_id_of("a", "key"), alert_id_of("b", "key"), alert_id_of("a", "other")}) == 3
    assert message_id_of(["1", "2"]) == message_id_of(["2", "1"]) != message_id_of(["1"])
