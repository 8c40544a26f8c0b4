"""A month with a full desk and crashes: nobody is forgotten, no warning is late, nothing is told twice."""

import json
import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from repwatch.logs import configure
from tests.repwatch import simulation, steps
from tests.repwatch.simulation import HOUR, INTERVAL, Plan
from tests.servers.places import START
from tests.servers.processes import Child
from triage.case import CaseStatus
from triage.events import Event, EventKind
from triage.folding import Folding, fold
from triage.sla import Timer
from warehouse.cases import events_of
from warehouse.desk import Desk
from warehouse.outbox import OutboxState
from warehouse.queue import page
from warehouse.tables import alert_outbox, desk_case, metadata
from warehouse.tabs import Filters, Tab

REASONED = {EventKind.DISMISSED, EventKind.ESCALATED}
SETS_CLOCKS = {
    EventKind.OPENED,
    EventKind.CUSTOMER_REPLIED,
    EventKind.ANSWER_GONE,
    EventKind.TIMED,
    EventKind.REOPENED,
    EventKind.UNDONE,
}


@pytest.mark.parametrize(
    ("days", "posts", "agents", "kills"),
    [
        pytest.param(1, 60, 4, 3, id="a day", marks=pytest.mark.long),
        pytest.param(10, 6_667, 20, 15, id="ten days", marks=pytest.mark.long),
        pytest.param(30, 20_000, 20, 40, id="a month", marks=pytest.mark.long),
    ],
)
def test_a_desk_that_crashes_forgets_nobody_warns_in_time_and_tells_nothing_twice(
    tmp_path: Path, days: int, posts: int, agents: int, kills: int
) -> None:
    configure("error")
    plan = Plan(home=tmp_path, days=days, posts=posts, agents=agents)
    desk = Desk(plan.desk_url)
    metadata.create_all(desk.engine)
    desk.close()

    instants = sorted(random.randrange(plan.intervals) for _ in range(kills))
    killed_in = Counter(_killed(plan, after=interval) for interval in instants)
    with Child(simulation.live, plan) as machine:
        machine.hears("ready")
        machine.go_on()
        machine.result()

    desk = Desk(plan.desk_url)
    end = START + timedelta(days=days) + INTERVAL
    for hour in range(1, 25):
        simulation.tell(desk, plan, now=end + hour * HOUR)
    with desk.read() as connection:
        ids = connection.execute(select(desk_case.c.case_id)).scalars().all()
        histories = events_of(connection, ids)
    told = _told_twice_or_never(desk, plan)
    lateness = [late for history in histories.values() for late in _warned_late_by(history)]
    print(  # noqa: T201 -- the figures of a long run
        f"{len(ids)} cases, {sum(map(len, histories.values()))} events, killed in {dict(killed_in)}, {told}, "
        f"{len(lateness)} warnings, the latest {max(lateness, default=timedelta())} after its instant"
    )

    assert steps.unfolded(desk) == []
    assert _forgotten(desk, plan, histories) == []
    assert max(lateness, default=timedelta()) <= INTERVAL
    assert [name for name, history in histories.items() if _lacks_a_warning(history)] == []
    desk.close()


def _killed(plan: Plan, *, after: int) -> str:
    """Let the desk live to an interval, and kill it somewhere behind it; returns what it was doing."""
    with Child(simulation.live, plan) as machine:
        machine.hears("ready")
        machine.go_on()
        while _lived(plan) < after and not machine.is_over():
            time.sleep(0.02)
        time.sleep(random.uniform(0, 0.5))
    return plan.stage.read_text()


def _lived(plan: Plan) -> int:
    text = plan.progress.read_text() if plan.progress.exists() else ""
    return int(text or -1)


def _forgotten(desk: Desk, plan: Plan, histories: dict[str, list[Event]]) -> list[str]:
    """Posts without a case, cases in nobody's hands outside the queue, and ends without a reason."""
    seen = {str(history[0].details["native_id"]) for history in histories.values()}
    missing = [f"p{number}" for number in range(plan.posts) if f"p{number}" not in seen]
    shown: set[str] = set()
    for tab in (Tab.OPEN, Tab.SNOOZED, Tab.ANSWERED, Tab.DONE):
        after = None
        while True:
            found = page(desk, tab=tab, me="", filters=Filters(), now=START, after=after, size=500)
            shown |= {row.case_id for row in found.rows}
            after = found.next
            if after is None:
                break
    lost = [case_id for case_id in histories if case_id not in shown]
    bare = [
        event.case_id
        for history in histories.values()
        for event in history
        if event.kind in REASONED and not event.details.get("reason")
    ]
    return missing + lost + bare + [h[0].case_id for h in histories.values() if _is_adrift(h)]


def _is_adrift(history: list[Event]) -> bool:
    case = fold(history)
    match case.status:
        case CaseStatus.DISMISSED:
            return case.dismiss_reason is None
        case CaseStatus.MERGED:
            return case.merged_into is None
        case CaseStatus.SNOOZED:
            return case.snoozed_until is None
        case CaseStatus.CLAIMED:
            return case.owner is None
        case CaseStatus.ANSWERED:
            return case.waiting_since is not None
        case _:
            return False


def _warned_late_by(history: list[Event]) -> list[timedelta]:
    """How long after its instant each warning was recorded, or after what set its clock was."""
    found = []
    for event in history:
        if event.kind is EventKind.WARNED:
            set_at = [e.recorded_at for e in history if e.kind in SETS_CLOCKS and e.version < event.version]
            found.append(event.recorded_at - max(event.occurred_at, *set_at))
    return found


def _lacks_a_warning(history: list[Event]) -> bool:
    """Whether a first wait went past its warning, in somebody's care, and nobody was warned."""
    folding = Folding(history)
    opening = folding.waits()[0]
    ended = min(
        [e.recorded_at for e in history if e.kind in {EventKind.ANSWERED, EventKind.POST_GONE, EventKind.MERGED}]
        + [e.recorded_at for e in history if e.kind in {EventKind.DISMISSED, EventKind.RESOLVED}]
        + [START + timedelta(days=9999)]
    )
    last = max(event.recorded_at for event in history)
    is_past = max(opening.warn_at, history[0].recorded_at) + INTERVAL < min(ended, last)
    timers = {str(e.details["timer"]) for e in history if e.kind is EventKind.WARNED}
    return is_past and Timer.FIRST not in timers


def _told_twice_or_never(desk: Desk, plan: Plan) -> dict[str, int]:
    """Fails where a message came twice, or an alert that counts as sent never did; counts by state."""
    lines = plan.told.read_text(encoding="utf-8").splitlines() if plan.told.exists() else []
    got = Counter(json.loads(line)["id"] for line in lines)
    with desk.read() as connection:
        rows = connection.execute(select(alert_outbox.c.state, alert_outbox.c.message_id)).all()
    states = Counter(row.state for row in rows)
    assert [message for message, times in got.items() if times > 1] == []
    assert [row.message_id for row in rows if row.state == OutboxState.SENT and not got[row.message_id]] == []
    assert not states[OutboxState.WAITING] + states[OutboxState.SENDING] + states[OutboxState.FAILED]
    return dict(states)
