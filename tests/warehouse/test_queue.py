from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repwatch.console import Order, Verb, perform
from tests.dashboard.cases import BRAND, NOW, agent, facts, fill, opened
from tests.warehouse.stores import Stores
from triage.urgency import Severity
from warehouse import lines, queue, tabs
from warehouse.case_file import case_file, keep_draft
from warehouse.cases import NoSuchCaseError, open_cases
from warehouse.desk import Desk
from warehouse.queue import Cursor, Sorting
from warehouse.tables import desk_case, metadata
from warehouse.tabs import Filters, Tab

ANYTHING = Filters()


@pytest.fixture
def desk(stores: Stores) -> Desk:
    return stores.desk


def pages(
    desk: Desk, *, tab: Tab = Tab.OPEN, size: int, filters: Filters = ANYTHING, sorting: Sorting = Sorting.DUE
) -> list[list[str]]:
    found: list[list[str]] = []
    after: Cursor | None = None
    while True:
        page = queue.page(desk, tab=tab, me="ann", filters=filters, now=NOW, sorting=sorting, after=after, size=size)
        found.append([row.case_id for row in page.rows])
        after = page.next
        if after is None:
            return found


@settings(max_examples=20)
@given(
    cases=st.lists(st.tuples(st.sampled_from(list(Severity)), st.integers(-2, 2)), max_size=12),
    size=st.integers(1, 5),
    tab=st.sampled_from([Tab.OPEN, Tab.MINE, Tab.OVERDUE]),
    sorted_at_once=st.sampled_from([1, 2_000]),
)
def test_pages_hold_every_open_case_once_and_the_gravest_and_newest_first(
    cases: list[tuple[Severity, int]], size: int, tab: Tab, sorted_at_once: int
) -> None:
    desk = Desk("sqlite://")
    metadata.create_all(desk.engine)
    events = [opened(n, due_in=timedelta(hours=due), severity=severity) for n, (severity, due) in enumerate(cases)]
    with desk.write() as connection:
        open_cases(connection, [(event, facts(n)) for n, event in enumerate(events)])
        connection.execute(desk_case.update().values(owner="ann"))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(queue, "_SORTED", sorted_at_once)
        seen = [case_id for page in pages(desk, tab=tab, size=size, sorting=Sorting.URGENT) for case_id in page]
    desk.close()

    told = [event for event, (_, due) in zip(events, cases, strict=True) if tab is not Tab.OVERDUE or due < 0]
    newest = sorted(told, key=lambda event: (event.occurred_at, event.case_id), reverse=True)
    assert seen == [event.case_id for event in sorted(newest, key=lambda event: str(event.details["severity"]))]


@settings(max_examples=30)
@given(due_minutes=st.lists(st.integers(-50, 50), max_size=12), size=st.integers(1, 5))
def test_pages_hold_every_open_case_once_and_soonest_due_first(due_minutes: list[int], size: int) -> None:
    desk = Desk("sqlite://")
    metadata.create_all(desk.engine)
    events = [opened(n, due_in=timedelta(minutes=minutes)) for n, minutes in enumerate(due_minutes)]
    with desk.write() as connection:
        open_cases(connection, [(event, facts(n)) for n, event in enumerate(events)])

    seen = [case_id for page in pages(desk, size=size) for case_id in page]
    desk.close()

    expected = [
        event.case_id
        for minutes, event in sorted(zip(due_minutes, events, strict=True), key=lambda one: (one[0], one[1].case_id))
    ]
    assert seen == expected


def test_case_to_which_nothing_is_promised_comes_last_and_is_not_lost(desk: Desk) -> None:
    first, second, third = fill(desk, range(1, 4))
    for seen_version, verb in enumerate((Verb.ANSWERED, Verb.RESOLVE, Verb.REOPEN), start=1):
        perform(desk, first, Order(verb=verb), by=agent("ann"), seen_version=seen_version, now=NOW)

    found = pages(desk, size=1)

    assert found == [[second], [third], [first]]


@settings(max_examples=15)
@given(
    settled=st.lists(st.sampled_from([Verb.ANSWERED, Verb.RESOLVE, Verb.DISMISS, None]), max_size=9),
    size=st.integers(1, 4),
)
def test_pages_hold_every_settled_case_once_and_the_latest_post_first(settled: list[Verb | None], size: int) -> None:
    desk = Desk("sqlite://")
    metadata.create_all(desk.engine)
    ids = fill(desk, range(1, len(settled) + 1))
    for case_id, verb in zip(ids, settled, strict=True):
        if verb is not None:
            order = Order(verb=verb, reason="spam" if verb is Verb.DISMISS else "")
            perform(desk, case_id, order, by=agent("ann"), seen_version=1, now=NOW)

    rows = {row.case_id: row for row in lines.rows_of(desk, ids)}
    seen = [case_id for page in pages(desk, tab=Tab.DONE, size=size) for case_id in page]
    desk.close()

    done = [case_id for case_id, verb in zip(ids, settled, strict=True) if verb in {Verb.RESOLVE, Verb.DISMISS}]
    assert seen == sorted(done, key=lambda case_id: (rows[case_id].posted_at, case_id), reverse=True)


@settings(max_examples=15)
@given(answered=st.lists(st.integers(0, 3), max_size=8), size=st.integers(1, 4))
def test_pages_hold_every_answered_case_once_and_the_latest_answer_first(answered: list[int], size: int) -> None:
    desk = Desk("sqlite://")
    metadata.create_all(desk.engine)
    ids = fill(desk, range(1, len(answered) + 1))
    for case_id, minutes in zip(ids, answered, strict=True):
        later = NOW + timedelta(minutes=minutes)
        perform(desk, case_id, Order(verb=Verb.ANSWERED), by=agent("ann"), seen_version=1, now=later)

    seen = [case_id for page in pages(desk, tab=Tab.ANSWERED, size=size) for case_id in page]
    desk.close()

    latest = sorted(zip(answered, ids, strict=True), reverse=True)
    assert seen == [case_id for _, case_id in latest]


@pytest.mark.parametrize(
    ("tab", "expected"),
    [
        (Tab.MINE, {2}),
        (Tab.UNASSIGNED, {0, 1, 3, 6}),
        (Tab.AT_RISK, {1}),
        (Tab.OVERDUE, {0}),
        (Tab.OPEN, {0, 1, 2, 3, 6}),
        (Tab.ESCALATED, {6}),
        (Tab.ANSWERED, {7}),
        (Tab.SNOOZED, {4}),
        (Tab.DONE, {5}),
    ],
)
def test_each_tab_holds_and_counts_its_own(desk: Desk, tab: Tab, expected: set[int]) -> None:
    due = [-60, 30, 300, 400, 500, 600, 700, 800]
    events = [opened(n, due_in=timedelta(minutes=minutes)) for n, minutes in enumerate(due)]
    with desk.write() as connection:
        open_cases(connection, [(event, facts(n)) for n, event in enumerate(events)])
    ids = [event.case_id for event in events]
    orders = {
        2: Order(verb=Verb.CLAIM),
        4: Order(verb=Verb.SNOOZE, at=NOW + timedelta(hours=1)),
        5: Order(verb=Verb.DISMISS, reason="spam"),
        6: Order(verb=Verb.ESCALATE, reason="press"),
        7: Order(verb=Verb.ANSWERED),
    }
    for n, order in orders.items():
        perform(desk, ids[n], order, by=agent("ann"), seen_version=1, now=NOW)

    rows = queue.page(desk, tab=tab, me="ann", filters=ANYTHING, now=NOW).rows
    everything = (ANYTHING, Filters(brands=(BRAND,)), Filters(search="post number"))
    counted = {tabs.counts(desk, me="ann", filters=filters, now=NOW)[tab] for filters in everything}
    by_row = [row for row in lines.rows_of(desk, ids) if tabs.belongs(row, tab=tab, me="ann", now=NOW)]

    assert {ids.index(row.case_id) for row in rows} == expected
    assert counted == {len(expected)}
    assert by_row == sorted(rows, key=lambda row: ids.index(row.case_id))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(langs=("fr",)), {1, 3}),
        (Filters(langs=("en", "fr")), {0, 1, 2, 3}),
        (Filters(topics=("refund",)), {0, 3}),
        (Filters(topics=("refund",), langs=("en",)), {0}),
        (Filters(severities=("P1",)), {2}),
        (Filters(platforms=("elsewhere",)), set()),
        (Filters(levels=(1,)), {1}),
        (Filters(search="number 2"), {2}),
        (Filters(search="cUSTOMER 3"), {3}),
        (Filters(search="100%_"), set()),
    ],
)
def test_filters_leave_only_what_they_name(desk: Desk, filters: Filters, expected: set[int]) -> None:
    events = [opened(n, severity=Severity.P1 if n == 2 else Severity.P3) for n in range(4)]
    with desk.write() as connection:
        open_cases(connection, [(event, facts(n)) for n, event in enumerate(events)])
    ids = [event.case_id for event in events]
    perform(desk, ids[1], Order(verb=Verb.ESCALATE, reason="legal"), by=agent("ann"), seen_version=1, now=NOW)

    rows = queue.page(desk, tab=Tab.OPEN, me="ann", filters=filters, now=NOW).rows
    counted = tabs.counts(desk, me="ann", filters=filters, now=NOW)[Tab.OPEN]

    assert {ids.index(row.case_id) for row in rows} == expected
    assert counted == len(expected)


def test_a_word_that_many_say_finds_what_it_would_find_if_few_did(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = fill(desk, range(1, 6))
    searched = Filters(search="CUSTOMER", langs=("fr",))

    found = []
    for most in (5, 2):
        monkeypatch.setattr(tabs, "_FEW", most)
        rows = queue.page(desk, tab=Tab.OPEN, me="ann", filters=searched, now=NOW).rows
        found.append(([row.case_id for row in rows], tabs.counts(desk, me="ann", filters=searched, now=NOW)[Tab.OPEN]))

    assert found == [([ids[0], ids[2], ids[4]], 3)] * 2


def test_rows_keep_the_order_asked_for_and_leave_out_what_is_gone(desk: Desk) -> None:
    first, second = fill(desk, range(1, 3))

    rows = lines.rows_of(desk, [second, "gone", first])

    assert [row.case_id for row in rows] == [second, first]


def test_choices_name_what_there_is(desk: Desk) -> None:
    fill(desk, range(1, 4))

    found = tabs.choices(desk)

    assert (found.langs, found.topics) == (("en", "fr"), ("delivery", "refund"))


def test_draft_stays_with_its_case_and_an_empty_one_is_nobodys(desk: Desk) -> None:
    first, second = fill(desk, range(1, 3))

    keep_draft(desk, first, draft="Dear customer", by="ann", now=NOW)
    keep_draft(desk, second, draft="  ", by="ann", now=NOW)

    assert (case_file(desk, first).draft, case_file(desk, first).draft_by) == ("Dear customer", "ann")
    assert case_file(desk, second).draft_by is None


def test_file_of_no_case_is_refused(desk: Desk) -> None:
    with pytest.raises(NoSuchCaseError, match="no case 'nothing'"):
        case_file(desk, "nothing")
    with pytest.raises(NoSuchCaseError, match="no case 'nothing'"):
        keep_draft(desk, "nothing", draft="text", by="ann", now=NOW)
