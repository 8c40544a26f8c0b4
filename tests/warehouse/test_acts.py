"""What people do to cases: over two cases, with clocks that follow, and with ways back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.dashboard.cases import NOW, facts, opened
from tests.repwatch.steps import unfolded
from tests.triage.told import talk
from triage.actions import NotAllowedError
from triage.case import CaseStatus
from triage.conversation import Message
from triage.events import SYSTEM, EventKind, Outcome
from triage.mention import ReplyVisibility
from triage.policy import Policy, Rule
from triage.reconcile import Reply
from triage.sla import Promise, Timer
from triage.staffing import BreachRule, Level, Staffing
from triage.urgency import Severity
from warehouse import acts, lines, queue
from warehouse.case_file import OtherDraftError, Written, case_file, keep_draft
from warehouse.cases import NoSuchCaseError, StaleCaseError, open_cases
from warehouse.casework import CaseWork, blank, linked_to, tick_all, work_cases
from warehouse.desk import Desk
from warehouse.tables import case_mention, metadata
from warehouse.tabs import Filters, Tab

HOUR = timedelta(hours=1)
STAFF = Staffing(
    levels=(Level(name="lead"), Level(name="manager")),
    on_breach=(BreachRule(level=2, timers=frozenset({Timer.FIRST})),),
    claim_lasts=2 * HOUR,
    follow_up_after=24 * HOUR,
)
RULE = Rule(
    name="default",
    targets={Severity.P1: HOUR, Severity.P2: 2 * HOUR, Severity.P3: 12 * HOUR, Severity.P4: 24 * HOUR},
)


def policies(version: int) -> Policy:
    return Policy(version=version, rules=(RULE,))


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Three cases due in 1, 2 and 3 hours; the first two of one customer."""
    made = Desk("sqlite://")
    metadata.create_all(made.engine)
    with made.write() as connection:
        texts = [facts(1), facts(1), facts(3)]
        open_cases(connection, list(zip([opened(n) for n in (1, 2, 3)], texts, strict=True)))
    yield made
    assert unfolded(made) == []
    made.close()


ONE, TWO, THREE = (opened(n).case_id for n in (1, 2, 3))


def mentions(desk: Desk) -> dict[str, tuple[str, str | None]]:
    columns = case_mention.c
    with desk.read() as connection:
        rows = connection.execute(select(columns.native_id, columns.case_id, columns.moved_from))
        return {row.native_id: (row.case_id, row.moved_from) for row in rows}


def to_ask(desk: Desk) -> list[str]:
    """Cases whose customer should be asked how it went."""
    return [row.case_id for row in queue.page(desk, tab=Tab.FOLLOW_UP, me="ann", filters=Filters(), now=NOW).rows]


def waiting(desk: Desk, **filters: tuple[str, ...]) -> list[str]:
    page = queue.page(desk, tab=Tab.OPEN, me="ann", filters=Filters(**filters), now=NOW)  # type: ignore[arg-type]
    return [row.case_id for row in page.rows]


def test_a_merged_case_leaves_the_queue_and_its_posts_go_with_it(desk: Desk) -> None:
    one, other = acts.merge(desk, TWO, into=ONE, by="ann", now=NOW)

    assert (one.status, one.merged_into, other.status) == (CaseStatus.MERGED, ONE, CaseStatus.OPEN)
    assert waiting(desk) == [ONE, THREE]
    assert mentions(desk)["post-2"] == (ONE, TWO)
    assert [file.events[-1].kind for file in (case_file(desk, ONE), case_file(desk, TWO))] == [EventKind.MERGED] * 2
    with desk.read() as connection:
        assert linked_to(connection, [TWO]) == {TWO: {"post-2"}}


@pytest.mark.parametrize("side", [ONE, TWO])
def test_a_merge_is_taken_back_on_both_sides_from_either(desk: Desk, side: str) -> None:
    before = mentions(desk)
    acts.merge(desk, TWO, into=ONE, by="ann", now=NOW)

    acts.undo(desk, side, by="bob", now=NOW)

    assert waiting(desk) == [ONE, TWO, THREE]
    assert mentions(desk) == before
    with pytest.raises(NotAllowedError, match="nothing to undo"):
        acts.undo(desk, ONE if side == TWO else TWO, by="bob", now=NOW)


def test_a_chain_of_merges_comes_apart_again(desk: Desk) -> None:
    acts.merge(desk, THREE, into=TWO, by="ann", now=NOW)
    acts.merge(desk, TWO, into=ONE, by="ann", now=NOW)
    gathered = mentions(desk)

    acts.undo(desk, TWO, by="ann", now=NOW)

    assert gathered["post-3"] == (ONE, THREE)
    assert mentions(desk) == {"post-1": (ONE, None), "post-2": (TWO, None), "post-3": (TWO, THREE)}


@pytest.mark.parametrize(
    ("case_id", "into", "complaint"),
    [
        pytest.param(ONE, TWO, "due before the other one", id="what is due first stays"),
        pytest.param(ONE, ONE, "another one of the same brand", id="into itself"),
    ],
)
def test_a_merge_that_would_lengthen_a_promise_is_refused(desk: Desk, case_id: str, into: str, complaint: str) -> None:
    with pytest.raises(NotAllowedError, match=complaint):
        acts.merge(desk, case_id, into=into, by="ann", now=NOW)


def test_nothing_is_merged_into_what_is_done_with_nor_done_to_what_is_merged(desk: Desk) -> None:
    acts.merge(desk, TWO, into=ONE, by="ann", now=NOW)

    with pytest.raises(NotAllowedError, match="other case is merged"):
        acts.merge(desk, THREE, into=TWO, by="ann", now=NOW)
    with pytest.raises(NotAllowedError, match="work the case it was merged into"):
        acts.claim(desk, TWO, by="ann", now=NOW)


def test_a_customer_who_comes_back_below_a_merged_post_is_heard(desk: Desk) -> None:
    acts.merge(desk, TWO, into=ONE, by="ann", now=NOW)

    work_cases(desk, [_came_back(2)], now=NOW + HOUR)

    assert waiting(desk) == [ONE, TWO, THREE]
    assert mentions(desk)["post-2"] == (TWO, None)
    assert work_cases(desk, [_came_back(2)], now=NOW + 2 * HOUR) == (0, 0, 0)


def _came_back(n: int) -> CaseWork:
    event = opened(n)

    def said(native_id: str, *, minutes: int, parent: str | None = None) -> Message:
        at = event.occurred_at + timedelta(minutes=minutes)
        return Message(
            native_id=native_id,
            parent_id=parent,
            author_id="author-1",
            created_at=at,
            is_created_at_known=True,
            is_brand=False,
            is_gone=False,
            reply_visibility=ReplyVisibility.THREAD,
        )

    back = said("back", minutes=30, parent=f"post-{n}")
    due = Promise(
        starts_at=back.created_at,
        warn_at=NOW + HOUR,
        due_at=NOW + 2 * HOUR,
        target=HOUR,
        policy_version=1,
        rule="default",
    )
    reply = Reply(native_id="back", created_at=back.created_at, promise=due)
    talked = talk(said(f"post-{n}", minutes=0), back)
    return CaseWork(opened=event, facts=facts(n), conversation=talked, replies=(reply,))


def test_a_claim_that_nobody_works_on_goes_back_and_says_why(desk: Desk) -> None:
    acts.claim(desk, THREE, by="ann", now=NOW, staffing=STAFF)
    acts.assign(desk, TWO, to="bob", by="ann", now=NOW, staffing=STAFF)

    early = tick_all(desk, now=NOW + 1.9 * HOUR, staffing=Staffing())
    late = tick_all(desk, now=NOW + 2 * HOUR, staffing=Staffing())

    assert (early[EventKind.RELEASED], late[EventKind.RELEASED]) == (0, 2)
    released = case_file(desk, TWO).events[-1]
    assert (released.actor, released.details) == (SYSTEM, {"reason": "claim_expired", "had": "bob"})
    assert case_file(desk, THREE).case.owner is None


def test_a_claim_lasts_as_long_as_its_owner_works(desk: Desk) -> None:
    acts.claim(desk, THREE, by="ann", now=NOW, staffing=STAFF)
    acts.escalate(desk, THREE, reason="legal", by="ann", now=NOW, staffing=STAFF)
    acts.claim(desk, THREE, by="zoe", now=NOW, staffing=STAFF)
    acts.change_severity(desk, THREE, severity=Severity.P4, by="zoe", now=NOW + HOUR, policies=policies)

    assert tick_all(desk, now=NOW + 2.9 * HOUR)[EventKind.RELEASED] == 0
    assert tick_all(desk, now=NOW + 3 * HOUR)[EventKind.RELEASED] == 1
    assert case_file(desk, THREE).case.status is CaseStatus.ESCALATED


def test_a_breach_hands_over_by_rule_and_keeps_who_had_it(desk: Desk) -> None:
    acts.claim(desk, ONE, by="ann", now=NOW)

    tick_all(desk, now=NOW + 1.5 * HOUR, staffing=STAFF)

    case, last = case_file(desk, ONE).case, case_file(desk, ONE).events[-1]
    assert (case.status, case.escalation_level, case.owner) == (CaseStatus.ESCALATED, 2, None)
    assert (last.actor, last.details) == (SYSTEM, {"reason": "breach", "level": 2, "had": "ann"})
    assert tick_all(desk, now=NOW + 1.6 * HOUR, staffing=STAFF)[EventKind.ESCALATED] == 0


def test_nobody_hands_over_to_a_level_that_is_not_there(desk: Desk) -> None:
    acts.escalate(desk, ONE, reason="legal", by="ann", now=NOW, level=2, staffing=STAFF)

    with pytest.raises(NotAllowedError, match="no level above 'manager'"):
        acts.escalate(desk, ONE, reason="legal", by="ann", now=NOW, staffing=STAFF)
    with pytest.raises(NotAllowedError, match="at level 2"):
        acts.escalate(desk, ONE, reason="legal", by="ann", now=NOW, level=1, staffing=STAFF)


def test_a_resolved_case_comes_up_again_until_somebody_asked(desk: Desk) -> None:
    acts.resolve(desk, ONE, by="ann", now=NOW, outcome=Outcome.SOLVED, satisfaction=4, staffing=STAFF)

    tick_all(desk, now=NOW + 23 * HOUR)
    early = to_ask(desk)
    tick_all(desk, now=NOW + 24 * HOUR)
    due = to_ask(desk)
    done = acts.follow_up(desk, ONE, by="ann", now=NOW + 25 * HOUR)

    assert (early, due, to_ask(desk)) == ([], [ONE], [])
    assert (done.outcome, done.satisfaction, done.status) == ("solved", 4, CaseStatus.RESOLVED)
    with pytest.raises(NotAllowedError, match="Nobody has to check back"):
        acts.follow_up(desk, ONE, by="ann", now=NOW)
    with pytest.raises(NotAllowedError, match="from 1 to 5"):
        acts.resolve(desk, TWO, by="ann", now=NOW, satisfaction=6)


def test_a_changed_severity_sets_the_clocks_at_once_and_undo_sets_them_back(desk: Desk) -> None:
    before = case_file(desk, THREE).case

    changed = acts.change_severity(desk, THREE, severity=Severity.P1, by="ann", now=NOW, policies=policies)
    again = acts.undo(desk, THREE, by="ann", now=NOW, policies=policies)

    assert (changed.due_at, changed.next_due_at) == (before.posted_at + HOUR, before.posted_at + HOUR)
    assert (again.severity, again.due_at) == (Severity.P3, before.posted_at + 12 * HOUR)
    assert not again.is_timing_due
    with pytest.raises(NotAllowedError, match="P3 already"):
        acts.change_severity(desk, THREE, severity=Severity.P3, by="ann", now=NOW, policies=policies)


def test_only_the_answer_that_is_taken_back_becomes_a_draft_again(desk: Desk) -> None:
    keep_draft(desk, ONE, draft="We look into it.", by="ann", now=NOW)
    acts.answered(desk, ONE, by="ann", now=NOW)
    acts.answered(desk, ONE, by="bob", now=NOW + HOUR)  # written on the platform

    acts.undo(desk, ONE, by="bob", now=NOW + HOUR)
    of_bobs = case_file(desk, ONE)
    acts.undo(desk, ONE, by="ann", now=NOW + HOUR)
    of_anns = case_file(desk, ONE)

    assert (of_bobs.sent, of_bobs.draft) == ("We look into it.", "")
    assert (of_anns.sent, of_anns.draft) == ("", "We look into it.")


def test_words_that_are_taken_back_while_a_colleague_writes_are_kept_in_the_record(desk: Desk) -> None:
    keep_draft(desk, ONE, draft="From Ann.", by="ann", now=NOW)
    acts.answered(desk, ONE, by="ann", now=NOW)
    keep_draft(desk, ONE, draft="From Bob.", by="bob", now=NOW)

    acts.undo(desk, ONE, by="ann", now=NOW + HOUR)

    after = case_file(desk, ONE)
    assert (after.draft, after.draft_by, after.sent) == ("From Bob.", "bob", "")
    assert after.notes == {after.case.version: "From Ann."}
    with desk.write() as connection:
        blank(connection, ONE)
    assert case_file(desk, ONE).notes == {}


@pytest.mark.parametrize(("by", "left"), [("ann", ("From Bob.", "bob")), ("bob", ("", None))])
def test_an_answer_without_words_leaves_the_draft_of_a_colleague(
    desk: Desk, by: str, left: tuple[str, str | None]
) -> None:
    keep_draft(desk, ONE, draft="From Bob.", by="bob", now=NOW)

    acts.answered(desk, ONE, by=by, now=NOW + HOUR, written=Written(text=" ", seen="From Bob."))

    after = case_file(desk, ONE)
    assert (after.draft, after.draft_by, after.sent) == (*left, "")


def test_a_draft_that_who_answered_did_not_see_is_not_recorded_as_their_answer(desk: Desk) -> None:
    keep_draft(desk, ONE, draft="From Bob.", by="bob", now=NOW)
    before = case_file(desk, ONE)

    with pytest.raises(OtherDraftError) as refused:
        acts.answered(desk, ONE, by="ann", now=NOW + HOUR, written=Written(text="From Ann.", seen=""))
    after = case_file(desk, ONE)
    acts.answered(desk, ONE, by="ann", now=NOW + HOUR, written=Written(text="From Ann.", seen="From Bob."))

    assert (refused.value.by, refused.value.at) == ("bob", NOW)
    assert (after, before.draft_at) == (before, NOW)
    assert (case_file(desk, ONE).sent, case_file(desk, ONE).sent_by) == ("From Ann.", "ann")


def test_blank_lines_are_no_draft(desk: Desk) -> None:
    keep_draft(desk, ONE, draft="\n \n", by="ann", now=NOW)

    acts.answered(desk, ONE, by="bob", now=NOW + HOUR, written=Written(text="From Bob.", seen=""))

    assert (case_file(desk, ONE).draft, case_file(desk, ONE).sent) == ("", "From Bob.")


def test_words_that_were_sent_go_with_the_texts_of_their_case(desk: Desk) -> None:
    keep_draft(desk, ONE, draft="Dear Ann, we look into it.", by="ann", now=NOW)
    acts.answered(desk, ONE, by="ann", now=NOW)
    keep_draft(desk, ONE, draft="Dear Ann, it is mended.", by="ann", now=NOW)

    with desk.write() as connection:
        blank(connection, ONE)

    gone = case_file(desk, ONE)
    assert (gone.sent, gone.draft, gone.draft_at, gone.excerpt) == ("", "", None, "")
    keep_draft(desk, ONE, draft="Written after it went.", by="ann", now=NOW)
    with desk.write() as connection:
        blank(connection, ONE)
    assert case_file(desk, ONE).draft == "Written after it went."


def test_what_time_brings_is_found_by_index_however_much_is_stored(desk: Desk) -> None:
    with desk.read() as connection:
        plan = connection.exec_driver_sql(
            "explain query plan select case_id from desk_case where tick_at <= '2026-03-04' order by tick_at"
        ).all()
    acts.resolve(desk, ONE, by="ann", now=NOW)

    assert "desk_case_tick" in str(plan)
    assert case_file(desk, ONE).case.tick_at is None


def test_cases_of_one_customer_are_found_and_offered_to_be_merged(desk: Desk) -> None:
    assert [row.case_id for row in lines.alike(desk, ONE)] == [TWO]
    acts.merge(desk, TWO, into=ONE, by="ann", now=NOW)

    assert {row.case_id for row in lines.cases_of_author(desk, platform="demo-social", author_id="author-1")} == {
        ONE,
        TWO,
    }
    assert lines.cases_of_author(desk, platform="elsewhere", author_id="author-1") == []
    assert lines.alike(desk, ONE) == []


def test_what_is_not_there_or_has_moved_on_is_said(desk: Desk) -> None:
    with pytest.raises(NoSuchCaseError):
        acts.merge(desk, ONE, into="nothing", by="ann", now=NOW)
    acts.claim(desk, ONE, by="ann", now=NOW)
    with pytest.raises(StaleCaseError):
        acts.undo(desk, ONE, by="bob", now=NOW, seen_version=1)
