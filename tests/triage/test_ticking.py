"""What time brings beside warnings and breaches: claims that end, reminders, cases handed over by rule."""

from dataclasses import replace
from datetime import timedelta

from tests.triage.told import POSTED, after, event, opened, replied
from triage.case import CaseStatus
from triage.events import SYSTEM, Detail, EventKind
from triage.folding import fold
from triage.policy import Policy, Rule, Subject
from triage.sla import SlaState, Timer
from triage.staffing import BreachRule, Level, Staffing
from triage.ticking import tick
from triage.urgency import Severity
from triage.verdicts import under, verdicts

K = EventKind
HOUR = dict.fromkeys(Severity, timedelta(hours=1))
PLAIN = Policy(version=1, rules=(Rule(name="everyone", targets=HOUR),))
SETTLED = Policy(version=2, rules=(Rule(name="everyone", targets=HOUR, resolution_targets=HOUR),))
SUBJECT = Subject(brand="maple-finch", platform="mastodon", severity=Severity.P2)
STAFF = Staffing(levels=(Level(name="lead"),), on_breach=(BreachRule(level=1),))


def test_a_breach_hands_the_case_over_once_and_keeps_who_had_it() -> None:
    record = [opened(), event(K.CLAIMED, 2, hours=1)]

    owed = tick(record, now=after(5), staffing=STAFF)
    case = fold([*record, *owed])

    assert [one.kind for one in owed] == [K.WARNED, K.BREACHED, K.ESCALATED]
    assert owed[-1].details == {"reason": "breach", "level": 1, "had": "ann"}
    assert (case.status, case.escalation_level, case.owner) == (CaseStatus.ESCALATED, 1, None)
    assert tick([*record, *owed], now=after(6), staffing=STAFF) == []


def test_a_claim_ends_unless_its_owner_does_something() -> None:
    claimed = [opened(), event(K.CLAIMED, 2, hours=0.5, lasts_seconds=3600)]
    noted = [*claimed, event(K.NOTED, 3, hours=1)]

    [ended], [later] = tick(claimed, now=after(1.5)), tick(noted, now=after(2))

    assert (ended.kind, ended.occurred_at, ended.actor) == (K.RELEASED, after(1.5), SYSTEM)
    assert ended.details == {"reason": "claim_expired", "had": "ann"}
    assert later.occurred_at == after(2)
    assert fold([*claimed, event(K.RELEASED, 3)]).claim_expires_at is None


def test_a_resolved_case_reminds_once_until_somebody_asked() -> None:
    record = [opened(), event(K.RESOLVED, 2, hours=1, check_back_at=after(3).isoformat(), satisfaction=4)]
    reminded = [*record, *tick(record, now=after(3))]

    assert tick(record, now=after(2.9)) == []
    assert [one.kind for one in reminded[2:]] == [K.REMINDED]
    assert tick(reminded, now=after(9)) == []
    assert fold([*reminded, event(K.FOLLOWED_UP, 4, hours=4)]).reminded_at is None
    assert fold([*reminded, replied(4, hours=4)]).satisfaction is None


def test_clocks_are_set_anew_by_the_rule_as_far_as_it_promises() -> None:
    changed: dict[str, Detail] = {"severity": "P1"}
    record = [opened(), event(K.SEVERITY_CHANGED, 2, changed, hours=0.5)]

    plain = tick(record, now=after(0.6), policies=lambda _: PLAIN)
    settled = tick(record, now=after(0.6), policies=lambda _: SETTLED)

    assert [one.details["timer"] for one in plain] == ["first"]
    assert [one.details["timer"] for one in settled] == ["first", "resolution"]
    assert fold([*record, *settled]).resolve_due_at == after(1)
    assert fold([*record, *plain]).resolution(now=after(9)) is None


def test_a_resolution_that_the_new_severity_is_not_promised_stays_as_it_was_and_time_is_not_asked_again() -> None:
    changed: dict[str, Detail] = {"severity": "P1"}
    promised: dict[str, Detail] = {
        "resolve_warn_at": after(7).isoformat(),
        "resolve_due_at": after(8).isoformat(),
    }
    started = replace(opened(), details={**opened().details, **promised})
    record = [started, event(K.ANSWERED, 2, hours=1), event(K.SEVERITY_CHANGED, 3, changed, hours=2)]

    record += tick(record, now=after(2), policies=lambda _: PLAIN)

    assert [one.details["timer"] for one in record[3:]] == ["resolution"]
    assert (fold(record).resolve_due_at, fold(record).is_timing_due) == (after(8), False)
    assert tick(record, now=after(9), policies=lambda _: PLAIN) == []


def test_what_followed_from_old_promises_is_left_out_under_another_policy() -> None:
    record = [opened(), event(K.ANSWERED, 2, hours=2), replied(3, hours=3)]
    record += tick(record, now=after(9), staffing=STAFF)

    replayed = under(record, SETTLED, subject=SUBJECT, reply_subject=lambda _: replace(SUBJECT, severity=Severity.P1))

    assert {one.kind for one in replayed[3:]} <= {K.NOTED, K.TIMED}
    assert [kept.due_at for kept in verdicts(replayed, now=after(9))][:2] == [after(1), after(4)]
    assert [kept.state for kept in verdicts(record, now=after(9))] == [SlaState.MET, SlaState.BREACHED]


def test_a_thank_you_and_a_dismissed_case_promise_nothing() -> None:
    thanks = [opened(), event(K.ANSWERED, 2, hours=2), replied(3, hours=3, needs_answer=False)]
    spam = [opened(), event(K.DISMISSED, 2, hours=2, reason="spam")]

    assert [kept.timer for kept in verdicts(thanks, now=after(9))] == [Timer.FIRST]
    assert len(under(thanks, PLAIN, subject=SUBJECT, reply_subject=lambda _: None)) == len(thanks)
    assert verdicts(spam, now=after(9)) == []
    assert fold(spam).starts_at == POSTED


def test_a_late_answer_to_what_was_dismissed_in_time_is_not_judged() -> None:
    record = [opened(), event(K.DISMISSED, 2, hours=2, reason="spam"), event(K.ANSWERED, 3, hours=9)]

    assert verdicts([*record, event(K.REOPENED, 4, hours=10)], now=after(11)) == []
