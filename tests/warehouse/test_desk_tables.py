"""What reports read of the desk is the same from SQLite and PostgreSQL: instants in UTC, and details as told."""

from datetime import timedelta

from tests.dashboard.cases import NOW, fill
from tests.warehouse.stores import Stores
from triage.staffing import NOBODY
from warehouse import acts, desk_tables


def test_cases_and_events_come_as_they_were_recorded(stores: Stores) -> None:
    [first, second] = fill(stores.desk, range(1, 3))
    acts.assign(stores.desk, first, to="Lee", by="ann", now=NOW, seen_version=1, staffing=NOBODY)

    cases = {row["case_id"]: row for row in desk_tables.cases(stores.desk, since=None, until=None).to_pylist()}
    events = desk_tables.events(stores.desk, since=NOW - timedelta(days=1), until=None).to_pylist()

    assert set(cases) == {first, second}
    assert (cases[first]["owner"], cases[first]["is_waiting"], cases[second]["owner"]) == ("Lee", True, None)
    assert cases[first]["due_at"] == NOW + timedelta(hours=1)
    assert cases[first]["first_answered_at"] is None
    # that a case was opened by rule is asked by no report
    told = [(row["kind"], row["actor"], row["holder"], row["needs_answer"], row["undoes"]) for row in events]
    assert told == [("assigned", "ann", "Lee", True, None)]


def test_window_without_cases_is_an_empty_table(stores: Stores) -> None:
    fill(stores.desk, range(1, 2))

    later = NOW + timedelta(days=9)

    assert desk_tables.cases(stores.desk, since=later, until=None).num_rows == 0
    assert desk_tables.events(stores.desk, since=later, until=None).num_rows == 0
