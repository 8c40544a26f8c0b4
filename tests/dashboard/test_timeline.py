from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.clock_words import Tone
from dashboard.event_words import event_words
from dashboard.timeline import Promised, noted_late, promises
from dashboard.words import LANGUAGES, Words
from tests.dashboard.cases import NOW, opened
from triage.events import SYSTEM, Detail, Event, EventKind
from triage.sla import Cause, Timer

T = Words("en")
HOUR = timedelta(hours=1)
FIRST = opened(2)  # posted six hours ago, due in two


def event(
    version: int, kind: EventKind, *, after: timedelta = timedelta(), by: str = "ann", **details: Detail
) -> Event:
    at = NOW + after
    return Event(
        case_id=FIRST.case_id,
        version=version,
        kind=kind,
        occurred_at=at,
        recorded_at=at,
        actor=by,
        details=details,
    )


def told(*events: Event, hours: int = 0) -> list[tuple[Timer, str, Tone]]:
    found = promises([FIRST, *events], now=NOW + hours * HOUR, t=T)
    return [(one.timer, one.clock.words, one.clock.tone) for one in found]


def first(*events: Event, hours: int = 0) -> Promised:
    return promises([FIRST, *events], now=NOW + hours * HOUR, t=T)[0]


@pytest.mark.parametrize(
    ("events", "hours", "expected"),
    [
        ([], 0, ("Due in 2 h", Tone.CALM)),
        ([], 3, ("Overdue 1 h", Tone.LATE)),
        ([event(2, EventKind.ANSWERED, after=HOUR)], 9, ("In time", Tone.DONE)),
        ([event(2, EventKind.ANSWERED, after=2 * HOUR)], 9, ("In time", Tone.DONE)),
        ([event(2, EventKind.ANSWERED, after=3 * HOUR)], 9, ("Late by 1 h", Tone.SOON)),
        ([event(2, EventKind.DISMISSED, reason="spam")], 9, ("Dismissed", Tone.DONE)),
    ],
)
def test_first_promise_is_told_as_it_stands(events: list[Event], hours: int, expected: tuple[str, Tone]) -> None:
    assert told(*events, hours=hours) == [(Timer.FIRST, *expected)]


def test_clocks_run_from_the_post_and_from_when_it_was_seen_until_the_answer() -> None:
    waiting, answered = first(hours=1), first(event(2, EventKind.ANSWERED, after=HOUR), hours=9)

    assert (waiting.until, waiting.is_running) == (None, True)
    assert (answered.until, answered.is_running) == (NOW + HOUR, False)
    assert answered.detected_at - answered.since == timedelta(minutes=3)


def test_broken_promise_says_where_its_time_went_until_that_is_taken_back() -> None:
    breach = event(
        2, EventKind.BREACHED, by=SYSTEM, timer="first", since=FIRST.details["posted_at"], cause=Cause.QUEUE.value
    )

    assert first(breach, hours=3).cause == "queue"
    assert first(replace(breach, details={}), hours=3).cause is None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", list(EventKind))
def test_every_event_is_a_sentence_whatever_it_holds(kind: EventKind, lang: str) -> None:
    assert " · " in event_words(event(2, kind), t=Words(lang))


@pytest.mark.parametrize(
    ("kind", "details", "expected"),
    [
        (EventKind.ASSIGNED, {"to": "Lee"}, "ann · gave it to Lee"),
        (EventKind.RELEASED, {"reason": "claim_expired", "had": "Lee"}, "Lee did nothing for too long"),
        (EventKind.MERGED, {"into": "c2"}, "merged it into another case"),
        (EventKind.MERGED, {"taken": "c2"}, "took another case in"),
        (EventKind.SEVERITY_CHANGED, {"was": "P3", "severity": "P1"}, "corrected the severity, P3 to P1"),
        (EventKind.RESOLVED, {"outcome": "solved", "satisfaction": 4}, "resolved it: Solved, customer content 4 of 5"),
        (EventKind.ESCALATED, {"reason": "legal", "level": 2}, "escalated it: Legal, level 2"),
        (EventKind.ESCALATED, {"reason": "breach", "level": 1}, "escalated it: overdue, level 1"),
        (
            EventKind.BREACHED,
            {"timer": "next", "cause": "agent"},
            "the answer to who came back as overdue; somebody had the case when it fell due",
        ),
    ],
)
def test_record_says_whom_whereto_how_and_why(kind: EventKind, details: Mapping[str, Detail], expected: str) -> None:
    assert expected in event_words(replace(event(2, kind), details=details), t=T)


def test_the_record_tells_both_times_of_what_was_noted_behind_something_later() -> None:
    escalated = event(2, EventKind.ESCALATED, after=timedelta(minutes=-5))
    warned = replace(event(3, EventKind.WARNED, after=timedelta(minutes=-9), by=SYSTEM), recorded_at=NOW)
    answered = event(4, EventKind.ANSWERED, after=timedelta(minutes=10))
    detected_at = FIRST.occurred_at + timedelta(minutes=3)

    assert noted_late([FIRST, escalated, warned, answered], detected_at=detected_at) == {3: NOW}
    assert noted_late([FIRST, replace(warned, version=2)], detected_at=detected_at) == {}


def test_the_record_tells_both_times_of_what_was_noted_late() -> None:
    late = replace(event(2, EventKind.WARNED, by=SYSTEM), recorded_at=NOW + timedelta(minutes=11))

    assert noted_late([FIRST, late], detected_at=FIRST.occurred_at) == {2: late.recorded_at}
