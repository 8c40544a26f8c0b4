"""What clocks never do, and what they always do, whatever befalls a case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.triage.weeks import POLICY, TORONTO, K, at, brought, came_back, opened, policy, then, ticked
from triage.calendar import Calendar, Window
from triage.events import Detail, Event
from triage.folding import fold
from triage.sla import SlaState
from triage.ticking import tick

moments = st.integers(0, 14 * 24 * 4).map(lambda quarter: at("2026-02-27T15:00") + quarter * timedelta(minutes=15))
STEPS: dict[K, dict[str, Detail]] = {
    K.CLAIMED: {"lasts_seconds": 7200},
    K.ASSIGNED: {"to": "bob"},
    K.SNOOZED: {"until": at("2026-03-04T09:00").isoformat()},
    K.ESCALATED: {},
    K.ANSWERED: {},
    K.CUSTOMER_REPLIED: {},
    K.RESOLVED: {"check_back_at": at("2026-03-20T09:00").isoformat()},
    K.REOPENED: {},
    K.DISMISSED: {"reason": "spam"},
    K.SEVERITY_CHANGED: {"severity": "P1"},
}


@st.composite
def lives(draw: st.DrawFn, *, without: frozenset[K] = frozenset()) -> list[Event]:
    """A case that people and customers moved, with ticks between."""
    record = opened("2026-02-27T15:00")
    for moment in sorted(draw(st.lists(moments, max_size=7))):
        kind = draw(st.sampled_from(sorted(STEPS.keys() - without)))
        if kind is K.CUSTOMER_REPLIED:
            record = came_back(record, moment.astimezone(TORONTO).replace(tzinfo=None).isoformat())
        else:
            record = then(record, kind, moment, **STEPS[kind])
        if draw(st.booleans()):
            record = ticked(record, moment)
    return record


LAST = at("2026-03-13T15:00")


@given(lives())
def test_time_brings_nothing_twice_and_leaves_nothing_undone(record: list[Event]) -> None:
    later = ticked(record, LAST)
    case = fold(later)

    assert tick(later, now=LAST, policies=lambda _: POLICY) == []
    assert case.tick_at is None or case.tick_at >= LAST
    assert not case.is_timing_due or case.status.owes_nothing


# a changed severity sets the clocks in the same transaction, so that time is always asked then
@given(lives(without=frozenset({K.SEVERITY_CHANGED})))
def test_it_never_matters_how_often_time_was_asked(record: list[Event]) -> None:
    acts = [event for event in record if event.actor != "repwatch" or event.kind is K.OPENED]
    calm = [replace(event, version=version) for version, event in enumerate(acts, start=1)]

    often, once = fold(ticked(record, LAST)), fold(ticked(calm, LAST))

    # what an expired claim makes of who holds the case is known only where time was asked in between
    for name in ("breached_at", "next_late", "resolve_stopped_at", "due_at", "next_due_at", "runs"):
        assert getattr(often, name) == getattr(once, name), name
    # of a case that owes nothing no clock is set
    assert often.status.owes_nothing or often.resolve_due_at == once.resolve_due_at


@given(lives(without=frozenset({K.ANSWERED, K.SEVERITY_CHANGED, K.DISMISSED, K.RESOLVED})), moments, moments)
def test_an_unanswered_case_never_gets_better_with_time(record: list[Event], one: datetime, other: datetime) -> None:
    order = [SlaState.ON_TIME, SlaState.AT_RISK, SlaState.BREACHED]
    earlier, later = (fold(record).sla(now=moment) for moment in sorted((one, other)))

    assert order.index(earlier) <= order.index(later)


@given(lives())
def test_a_pause_never_makes_anything_due_sooner(record: list[Event]) -> None:
    alone, paused = fold(opened("2026-02-27T15:00")), fold(ticked(record, LAST))

    assert paused.resolve_due_at is not None
    assert alone.resolve_due_at is not None
    assert paused.severity is not alone.severity or paused.resolve_due_at >= alone.resolve_due_at


@given(moments, st.timedeltas(timedelta(minutes=1), timedelta(hours=30)), st.sampled_from(["UTC", "Asia/Tokyo"]))
def test_time_zones_do_not_change_instants(posted: datetime, target: timedelta, zone: str) -> None:
    def due(calendar_zone: str) -> datetime:
        calendar = Calendar(zone=calendar_zone, windows=dict.fromkeys(range(7), (Window(start=0, end=1440),)))
        return calendar.add(posted.astimezone(ZoneInfo(calendar_zone)).astimezone(UTC), target)

    assert due(zone) == due(str(TORONTO)) == posted + target


@given(moments, st.timedeltas(timedelta(minutes=5), timedelta(hours=40)))
def test_nothing_is_ever_broken_that_was_not_warned_of_while_there_was_time(posted: datetime, first: timedelta) -> None:
    record = opened(posted.astimezone(TORONTO).replace(tzinfo=None).isoformat(), rules=policy(first=first))
    case = fold(record)

    warned = ticked(record, case.warn_at)

    assert case.posted_at <= case.warn_at < case.due_at
    assert "first" in dict(brought(warned, K.WARNED))
    assert "first" not in dict(brought(warned, K.BREACHED))
