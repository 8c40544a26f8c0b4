"""Copies of a complaint are worked as one case with many reporters, and each can be taken out again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import func, select

from tests.dashboard.cases import NOW, facts, opened
from tests.repwatch.steps import unfolded
from tests.triage.told import talk
from triage import actions
from triage.actions import NotAllowedError
from triage.case import CaseStatus
from triage.conversation import Message
from triage.events import ALIKE, SYSTEM, DismissReason, EventKind
from triage.mention import ReplyVisibility
from warehouse import acts, queue
from warehouse.case_file import case_file
from warehouse.cases import StaleCaseError, act
from warehouse.casework import CaseWork, blank, work_cases
from warehouse.desk import Desk
from warehouse.tables import case_likeness, case_mention, metadata
from warehouse.tabs import Filters, Tab

LAMP = "My lamp arrived with a cracked shade and support has not answered for nine days"
COPIES = (LAMP, f"RT @dana: {LAMP}", f"{LAMP} #fail https://example.com/7", LAMP.replace("nine", "ten").upper())
SHORT = "It does not work"


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk("sqlite://")
    metadata.create_all(made.engine)
    yield made
    assert unfolded(made) == []
    made.close()


def work(n: int, text: str, *, topic: str = "damage", is_answered: bool = False) -> CaseWork:
    """Case `n`, due `n` hours from now: what comes later is due later."""
    event = opened(n, now=NOW + timedelta(minutes=n), due_in=timedelta(hours=6))

    def said(native_id: str, *, is_brand: bool) -> Message:
        return Message(
            native_id=native_id,
            parent_id=f"post-{n}" if is_brand else None,
            author_id="the brand" if is_brand else f"author-{n}",
            created_at=event.occurred_at + timedelta(minutes=1 if is_brand else 0),
            is_created_at_known=True,
            is_brand=is_brand,
            is_gone=False,
            reply_visibility=ReplyVisibility.THREAD,
        )

    answers = [said(f"answer-{n}", is_brand=True)] if is_answered else []
    return CaseWork(
        opened=event,
        facts=replace(facts(n, excerpt=text), topic=topic),
        conversation=talk(said(f"post-{n}", is_brand=False), *answers),
        replies=(),
        is_gathered=True,
    )


def waiting(desk: Desk) -> dict[str, int]:
    """Reporters by the case that waits."""
    page = queue.page(desk, tab=Tab.OPEN, me="ann", filters=Filters(), now=NOW)
    return {row.excerpt: row.reporters for row in page.rows}


def case(n: int) -> str:
    return opened(n).case_id


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_copies_become_one_case_whatever_order_they_come_in(desk: Desk, order: tuple[int, ...]) -> None:
    works = [work(n, text) for n, text in enumerate(COPIES, start=1)]

    work_cases(desk, [works[n] for n in order], now=NOW)
    work_cases(desk, [works[3]], now=NOW)

    assert waiting(desk) == {LAMP: 4}
    merged = case_file(desk, case(4))
    assert (merged.case.status, merged.case.merged_into, merged.case.dismiss_reason) == (
        CaseStatus.MERGED,
        case(1),
        ALIKE,
    )
    assert merged.events[-1].actor == SYSTEM


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(work(2, SHORT), id="another post"),
        pytest.param(work(2, LAMP, topic="delivery"), id="another topic"),
        pytest.param(replace(work(2, LAMP), is_gathered=False), id="a brand that does not want it"),
        pytest.param(replace(work(2, LAMP), handed_over=(1, "legal threat")), id="handed over"),
        pytest.param(work(2, LAMP, is_answered=True), id="answered already"),
        pytest.param(work(9 * 24 * 60, LAMP), id="a week later"),
    ],
)
def test_what_is_no_copy_stays_a_case_of_its_own(desk: Desk, other: CaseWork) -> None:
    work_cases(desk, [work(1, LAMP)], now=NOW)

    work_cases(desk, [other], now=NOW)

    file = case_file(desk, other.case_id)
    assert file.case.merged_into is None


def test_two_who_say_the_same_in_a_few_words_are_two(desk: Desk) -> None:
    work_cases(desk, [work(1, SHORT), work(2, SHORT)], now=NOW)

    page = queue.page(desk, tab=Tab.OPEN, me="ann", filters=Filters(), now=NOW)
    assert [row.reporters for row in page.rows] == [1, 1]


def test_a_copy_that_is_due_sooner_is_not_put_behind_another_promise(desk: Desk) -> None:
    work_cases(desk, [work(5, LAMP)], now=NOW)

    work_cases(desk, [work(1, LAMP)], now=NOW)

    assert case_file(desk, case(1)).case.status is CaseStatus.OPEN


def test_nothing_is_gathered_into_what_is_done_with(desk: Desk) -> None:
    work_cases(desk, [work(1, LAMP)], now=NOW)
    acts.resolve(desk, case(1), by="ann", now=NOW)

    work_cases(desk, [work(2, LAMP)], now=NOW)

    assert waiting(desk) == {LAMP: 1}


def dismiss(desk: Desk, n: int, reason: DismissReason, *, now: datetime = NOW) -> None:
    act(desk, case(n), lambda found, _: actions.dismiss(found, by="ann", now=now, reason=reason))


@pytest.mark.parametrize(("copies", "times"), [(20, 5), pytest.param(500, 9, marks=pytest.mark.long)])
def test_however_many_copies_of_one_spam_ask_a_few_times(desk: Desk, copies: int, times: int) -> None:
    asked = 0
    for n in range(1, copies + 1):
        now = NOW + timedelta(minutes=n)
        work_cases(desk, [work(n, LAMP)], now=now)
        if waiting(desk):
            asked += 1
            dismiss(desk, n, DismissReason.SPAM, now=now)

    assert asked == times


@pytest.mark.parametrize(
    ("reason", "asks"),
    [
        (DismissReason.SPAM, False),
        (DismissReason.ABUSIVE, False),
        (DismissReason.NOT_US, False),
        (DismissReason.NO_ANSWER_NEEDED, True),
        (DismissReason.DUPLICATE, True),
    ],
)
def test_a_later_copy_asks_anew_unless_it_was_judged_by_its_words(
    desk: Desk, reason: DismissReason, *, asks: bool
) -> None:
    work_cases(desk, [work(1, LAMP), work(2, LAMP)], now=NOW)
    dismiss(desk, 1, reason)

    work_cases(desk, [work(3, LAMP)], now=NOW + timedelta(minutes=1))
    one = waiting(desk)
    work_cases(desk, [work(4, LAMP)], now=NOW + timedelta(minutes=2))

    assert one == ({LAMP: 1} if asks else {})
    # two were seen, so the second that was not is asked for
    assert waiting(desk) == {LAMP: 2 if asks else 1}


def test_who_dismisses_has_seen_every_copy(desk: Desk) -> None:
    work_cases(desk, [work(1, LAMP)], now=NOW)
    seen = case_file(desk, case(1)).case.version
    work_cases(desk, [work(2, LAMP)], now=NOW)

    with pytest.raises(StaleCaseError):
        act(
            desk,
            case(1),
            lambda found, _: actions.dismiss(found, by="ann", now=NOW, reason=DismissReason.SPAM),
            seen_version=seen,
        )


def test_who_takes_a_judgement_back_has_its_later_copies_too(desk: Desk) -> None:
    work_cases(desk, [work(1, LAMP), work(2, LAMP)], now=NOW)
    dismiss(desk, 1, DismissReason.SPAM)
    work_cases(desk, [work(3, LAMP)], now=NOW + timedelta(minutes=1))

    act(desk, case(1), lambda found, _: actions.reopen(found, by="ann", now=NOW + timedelta(minutes=2)))

    assert waiting(desk) == {LAMP: 3}


def test_no_person_works_a_case_as_part_of_one_that_was_dismissed(desk: Desk) -> None:
    work_cases(desk, [work(1, LAMP), work(2, SHORT)], now=NOW)
    dismiss(desk, 1, DismissReason.SPAM)

    with pytest.raises(NotAllowedError, match="reopen it first"):
        acts.merge(desk, case(2), into=case(1), by="ann", now=NOW)


def test_a_person_takes_a_copy_out_and_it_stays_out(desk: Desk) -> None:
    works = [work(n, text) for n, text in enumerate(COPIES, start=1)]
    work_cases(desk, works, now=NOW)

    acts.undo(desk, case(2), by="ann", now=NOW)
    work_cases(desk, works, now=NOW)

    assert waiting(desk) == {LAMP: 3, COPIES[1]: 1}
    with pytest.raises(NotAllowedError, match="nothing to undo"):
        acts.undo(desk, case(1), by="ann", now=NOW)


def test_the_answer_to_a_copy_is_recorded_on_the_copy(desk: Desk) -> None:
    work_cases(desk, [work(1, LAMP), work(2, LAMP)], now=NOW)

    work_cases(desk, [work(2, LAMP, is_answered=True)], now=NOW)

    copy, lead = case_file(desk, case(2)), case_file(desk, case(1))
    assert (copy.case.is_answered, copy.case.status) == (True, CaseStatus.MERGED)
    assert [event.kind for event in lead.events] == [EventKind.OPENED, EventKind.MERGED]


def test_one_who_complains_twice_is_one_reporter(desk: Desk) -> None:
    second = work(2, LAMP)

    work_cases(desk, [work(1, LAMP), replace(second, facts=replace(second.facts, author_id="author-1"))], now=NOW)

    assert waiting(desk) == {LAMP: 1}


def test_fingerprints_are_kept_for_a_week_and_go_with_the_text(desk: Desk) -> None:
    def kept() -> int:
        with desk.read() as connection:
            return connection.scalar(select(func.count()).select_from(case_likeness)) or 0

    work_cases(desk, [work(1, LAMP), work(2, LAMPS)], now=NOW)
    both = kept()
    with desk.write() as connection:
        blank(connection, case(1))
    one = kept()
    work_cases(desk, [work(3, SHORT)], now=NOW + timedelta(days=8))

    assert (both, one, kept()) == (24, 12, 0)


LAMPS = "Both lamps that I ordered in January are still not here and the parcel service knows nothing of them"


def test_copies_of_a_post_that_its_author_took_down_are_cases_again(desk: Desk) -> None:
    first, *others = [work(n, text) for n, text in enumerate(COPIES, start=1)]
    work_cases(desk, [first, *others], now=NOW)
    opener = replace(first.conversation.opener, is_gone=True)

    work_cases(desk, [replace(first, conversation=replace(first.conversation, opener=opener))], now=NOW)

    assert waiting(desk) == dict.fromkeys(COPIES[1:], 1)
    with desk.read() as connection:
        kept = connection.execute(select(case_mention.c.case_id, case_mention.c.native_id)).all()
    assert sorted(kept) == sorted((case(n), f"post-{n}") for n in range(1, len(COPIES) + 1))
