"""Which promise a post gets: the first rule that matches, kept in whichever time it names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.calendar import Calendar, Window
from triage.policy import Policy, Rule, Subject
from triage.sla import Timer
from triage.urgency import Severity

FRIDAY = datetime(2026, 2, 27, 16, 30, tzinfo=UTC)
OFFICE = Calendar(windows=dict.fromkeys(range(5), (Window(start=9 * 60, end=17 * 60),)))
HOUR = dict.fromkeys(Severity, timedelta(hours=1))
EVERYONE = Rule(name="everyone", targets=HOUR)
SUBJECT = Subject(
    brand="maple-finch", platform="mastodon", severity=Severity.P2, lang="fr", followers=500, topics=("billing", "app")
)


@pytest.mark.parametrize(
    ("condition", "is_met"),
    [
        pytest.param({}, True, id="none"),
        pytest.param({"brands": frozenset({"maple-finch"})}, True, id="its brand"),
        pytest.param({"brands": frozenset({"other"})}, False, id="another brand"),
        pytest.param({"platforms": frozenset({"mastodon", "file"})}, True, id="one of the platforms"),
        pytest.param({"platforms": frozenset({"file"})}, False, id="another platform"),
        pytest.param({"langs": frozenset({"fr"})}, True, id="its language"),
        pytest.param({"langs": frozenset({"en"})}, False, id="another language"),
        pytest.param({"topics": frozenset({"app"})}, True, id="any of its topics"),
        pytest.param({"topics": frozenset({"delivery"})}, False, id="another topic"),
        pytest.param({"min_followers": 500}, True, id="just enough followers"),
        pytest.param({"min_followers": 501}, False, id="one follower short"),
        pytest.param({"langs": frozenset({"fr"}), "min_followers": 501}, False, id="one of two"),
    ],
)
def test_the_first_rule_that_matches_wins(condition: dict[str, Any], is_met: bool) -> None:
    special = replace(EVERYONE, name="special", **condition)
    policy = Policy(version=1, rules=(special, EVERYONE))

    assert policy.promise(SUBJECT, starts_at=FRIDAY).rule == ("special" if is_met else "everyone")


def test_each_severity_has_its_time_and_its_calendar() -> None:
    rule = replace(EVERYONE, targets=HOUR | {Severity.P1: timedelta(minutes=10)}, calendars={Severity.P2: "office"})
    policy = Policy(version=7, rules=(rule,), calendars={"office": OFFICE})

    p1 = policy.promise(replace(SUBJECT, severity=Severity.P1), starts_at=FRIDAY)
    p2 = policy.promise(SUBJECT, starts_at=FRIDAY)

    assert (p1.warn_at, p1.due_at) == (FRIDAY + timedelta(minutes=8), FRIDAY + timedelta(minutes=10))
    assert (p2.warn_at, p2.due_at) == (datetime(2026, 3, 2, 9, 18, tzinfo=UTC), datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    assert (p2.target, p2.policy_version, p2.starts_at) == (timedelta(hours=1), 7, FRIDAY)


def test_each_timer_has_its_time_and_a_resolution_only_where_it_is_said() -> None:
    hours = {timer: timedelta(hours=number) for number, timer in enumerate(Timer, start=1)}
    rule = replace(
        EVERYONE,
        next_targets={Severity.P2: hours[Timer.NEXT]},
        resolution_targets={Severity.P2: hours[Timer.RESOLUTION]},
    )
    policy = Policy(version=1, rules=(rule,))

    due = {timer: policy.promise(SUBJECT, starts_at=FRIDAY, timer=timer).due_at - FRIDAY for timer in Timer}

    assert due == hours
    assert (
        policy.promise(replace(SUBJECT, severity=Severity.P1), starts_at=FRIDAY, timer=Timer.NEXT).target
        == HOUR[Severity.P1]
    )
    with pytest.raises(ValueError, match="rule 'everyone' promises P1 no resolution"):
        policy.promise(replace(SUBJECT, severity=Severity.P1), starts_at=FRIDAY, timer=Timer.RESOLUTION)


def test_a_rule_that_is_no_more_gives_way_to_the_one_for_every_post() -> None:
    special = replace(EVERYONE, name="special", langs=frozenset({"fr"}))
    policy = Policy(version=1, rules=(special, EVERYONE))

    assert [policy.rule_called(name).name for name in ("special", "gone")] == ["special", "everyone"]


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        pytest.param(lambda: Rule(name="r", targets={}), "rule 'r' has no target for P1, P2, P3, P4", id="no target"),
        pytest.param(
            lambda: Rule(name="r", targets=HOUR | {Severity.P3: timedelta()}), "longer than zero", id="no time"
        ),
        pytest.param(lambda: Policy(version=1, rules=()), "last rule of a policy must match every post", id="no rule"),
        pytest.param(
            lambda: Policy(version=1, rules=(replace(EVERYONE, min_followers=1),)),
            "last rule of a policy must match every post",
            id="posts without a rule",
        ),
        pytest.param(
            lambda: Policy(version=1, rules=(replace(EVERYONE, min_followers=1), EVERYONE)),
            "no two may be called",
            id="two rules of one name",
        ),
        pytest.param(
            lambda: Policy(version=1, rules=(EVERYONE,), warn_share=1.0),
            "warn_share lies between 0 and 1",
            id="no warning",
        ),
        pytest.param(
            lambda: Policy(version=1, rules=(EVERYONE,), warn_share=float("nan")), "warn_share lies", id="not a share"
        ),
        pytest.param(
            lambda: Policy(version=1, rules=(replace(EVERYONE, calendars={Severity.P1: "shop"}),)),
            "rule 'everyone' names unknown calendars: shop",
            id="an unknown calendar",
        ),
        pytest.param(
            lambda: Policy(version=1, rules=(EVERYONE,), calendars={"always": OFFICE}),
            "no calendar can be called that",
            id="calendar time redefined",
        ),
    ],
)
def test_a_policy_that_leaves_a_post_without_promise_is_refused(make: Callable[[], object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 -- the zone follows
    st.timedeltas(timedelta(microseconds=1), timedelta(days=4)),
    st.floats(0.01, 0.99),
    st.sampled_from(["always", "office"]),
)
def test_a_warning_never_comes_before_the_post_nor_after_the_due_instant(
    posted: datetime, target: timedelta, share: float, calendar: str
) -> None:
    rule = Rule(name="r", targets=dict.fromkeys(Severity, target), calendars=dict.fromkeys(Severity, calendar))
    policy = Policy(version=1, rules=(rule,), calendars={"office": OFFICE}, warn_share=share)

    promise = policy.promise(SUBJECT, starts_at=posted)

    assert posted <= promise.warn_at <= promise.due_at
    assert promise.due_at >= posted + target
