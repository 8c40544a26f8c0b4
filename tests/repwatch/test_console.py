import pytest

from repwatch.console import EscalationReason, Order, Verb, perform
from tests.dashboard.cases import NOW, agent, fill
from triage.actions import NotAllowedError
from triage.events import Outcome
from triage.urgency import Severity
from warehouse.case_file import case_file
from warehouse.cases import StaleCaseError
from warehouse.desk import Desk
from warehouse.tables import metadata

ANN = agent("ann")


@pytest.fixture
def desk() -> Desk:
    desk = Desk("sqlite://")
    with desk.write() as connection:
        metadata.create_all(connection)
    return desk


def told(desk: Desk, case_id: str) -> list[tuple[str, dict[str, object]]]:
    return [(event.kind.value, dict(event.details)) for event in case_file(desk, case_id).events[1:]]


@pytest.mark.parametrize(
    ("order", "kind", "details"),
    [
        (Order(verb=Verb.ASSIGN, to="lee"), "assigned", {"to": "lee"}),
        (Order(verb=Verb.ESCALATE, reason=EscalationReason.LEGAL), "escalated", {"reason": "legal", "level": 1}),
        (
            Order(verb=Verb.RESOLVE, outcome=Outcome.EXPLAINED, satisfaction=4),
            "resolved",
            {"outcome": "explained", "satisfaction": 4},
        ),
        (Order(verb=Verb.RESOLVE), "resolved", {}),
    ],
)
def test_act_is_recorded_with_what_was_said_of_it(
    desk: Desk, order: Order, kind: str, details: dict[str, object]
) -> None:
    (case_id,) = fill(desk, range(1, 2))

    perform(desk, case_id, order, by=ANN, seen_version=1, now=NOW)

    ((found, recorded),) = told(desk, case_id)
    assert found == kind
    assert details.items() <= recorded.items()


def test_merge_and_its_mirror_leave_the_case_that_is_due_first(desk: Desk) -> None:
    first, second, third = fill(desk, range(1, 4))

    one = perform(desk, third, Order(verb=Verb.MERGE, other=first), by=ANN, seen_version=1, now=NOW)
    two = perform(desk, first, Order(verb=Verb.TAKE_IN, other=second, other_version=1), by=ANN, seen_version=2, now=NOW)

    assert (one.merged_into, two.case_id) == (first, first)
    assert case_file(desk, second).case.merged_into == first


def test_case_that_moved_on_is_not_taken_in_unseen(desk: Desk) -> None:
    first, second = fill(desk, range(1, 3))
    perform(desk, second, Order(verb=Verb.CLAIM), by=agent("lee"), seen_version=1, now=NOW)

    with pytest.raises(StaleCaseError, match="lee was first"):
        perform(desk, first, Order(verb=Verb.TAKE_IN, other=second, other_version=1), by=ANN, seen_version=1, now=NOW)


def test_severity_is_corrected_only_where_a_new_one_is_said(desk: Desk) -> None:
    (case_id,) = fill(desk, range(1, 2))

    with pytest.raises(NotAllowedError, match="P3 already"):
        perform(desk, case_id, Order(verb=Verb.SEVERITY, severity=Severity.P3), by=ANN, seen_version=1, now=NOW)
