from datetime import timedelta

from tests.dashboard.cases import NOW, facts, opened
from triage.events import ALIKE
from triage.sla import Timer
from warehouse.broken import broken
from warehouse.cases import open_cases
from warehouse.desk import Desk
from warehouse.tables import desk_case, metadata

DISMISSED = {"status": "dismissed", "dismiss_reason": "spam"}


def test_cases_behind_broken_first_answers_are_those_that_their_figure_counts() -> None:
    desk = Desk("sqlite://")
    metadata.create_all(desk.engine)
    events = [opened(n, due_in=timedelta(hours=-1)) for n in range(5)]
    late, dismissed, merged, copy, copy_of_dismissed = [event.case_id for event in events]
    what = {
        late: {},
        dismissed: DISMISSED,
        merged: {"status": "merged", "merged_into": late},
        copy: {"status": "merged", "dismiss_reason": ALIKE, "merged_into": late},
        copy_of_dismissed: {"status": "merged", "dismiss_reason": ALIKE, "merged_into": dismissed},
    }
    with desk.write() as connection:
        open_cases(connection, [(event, facts(n)) for n, event in enumerate(events)])
        for case_id, values in what.items():
            told = {**values, "breached_at": NOW, "resolve_breached_at": NOW}
            connection.execute(desk_case.update().where(desk_case.c.case_id == case_id).values(**told))

    found = {
        timer: {row["case_id"] for row in broken(desk, timer, since=NOW - timedelta(9), brand=None, limit=9)}
        for timer in (Timer.FIRST, Timer.RESOLUTION)
    }

    desk.close()
    assert found == {Timer.FIRST: {late, copy}, Timer.RESOLUTION: set(what)}
