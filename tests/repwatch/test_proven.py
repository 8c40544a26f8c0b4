"""Replies that led to recovery come first, the surest first, and those of cases like the one at hand weigh most."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repwatch.proven import Matter, bound, closeness, of_words_in_use, proof, team_rate
from triage.provenance import Basis
from warehouse.outcomes import Tally

HERE = Matter(lang="en", topic="delivery", customer_type="angry")
RATES = st.floats(0.05, 0.95)
COUNTS = st.integers(0, 200)


def tally(recovered: int, heard: int, **changes: str) -> Tally:
    sort = {"lang": "en", "topic": "delivery", "customer_type": "angry", **changes}
    return Tally(basis=Basis.REPLY, name="late", version=1, n=heard + 3, heard=heard, recovered=recovered, **sort)


def sure(*tallies: Tally, rate: float = 0.5) -> float:
    return proof(tallies, matter=HERE, rate=rate).bound


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_one_of_one_never_comes_before_eighteen_of_twenty(rate: float) -> None:
    assert sure(tally(1, 1), rate=rate) < sure(tally(18, 20), rate=rate)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param([tally(9, 10)], [tally(7, 10)], id="more of as many"),
        pytest.param([tally(9, 10)], [tally(9, 10, topic="refund")], id="the topic at hand"),
        pytest.param([tally(9, 10, topic="refund")], [tally(9, 10, topic="x", customer_type="x")], id="this customer"),
        pytest.param([tally(1, 1, topic="x", customer_type="x")], [tally(9, 9, lang="fr")], id="the language at hand"),
        pytest.param([], [tally(0, 3)], id="nobody tried it, and it failed thrice"),
        pytest.param([tally(18, 20)], [], id="it worked, and nobody tried it"),
    ],
)
def test_what_comes_first(better: list[Tally], worse: list[Tally]) -> None:
    assert sure(*better) > sure(*worse)


@given(COUNTS, COUNTS, RATES)
def test_a_recovery_more_never_counts_against_a_reply_and_a_failure_never_for_it(
    recovered: int, failed: int, rate: float
) -> None:
    now = bound(recovered, recovered + failed, rate=rate)

    assert 0.0 <= now <= 1.0
    assert bound(recovered + 1, recovered + failed + 1, rate=rate) >= now
    assert bound(recovered, recovered + failed + 1, rate=rate) <= now


@given(COUNTS, COUNTS, RATES, st.integers(2, 9))
def test_the_same_share_of_more_outcomes_is_never_less_sure(
    recovered: int, failed: int, rate: float, times: int
) -> None:
    heard = recovered + failed
    if heard and recovered / heard >= rate:
        assert bound(recovered * times, heard * times, rate=rate) >= bound(recovered, heard, rate=rate)


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_outcomes_are_read_never_matters(counts: list[tuple[int, int]], random: Random) -> None:
    listed = [tally(ok, ok + bad, topic=topic) for (ok, bad), topic in zip(counts, ["delivery", "x"] * 3, strict=False)]

    found, mixed = (proof(some, matter=HERE, rate=0.5) for some in (listed, random.sample(listed, len(listed))))

    assert found.bound == pytest.approx(mixed.bound)
    assert (found.n, found.heard, found.topic_recovered) == (mixed.n, mixed.heard, mixed.topic_recovered)


def test_what_is_told_is_what_was_counted_in_the_language() -> None:
    listed = [tally(9, 10), tally(4, 5, topic="refund"), tally(7, 7, lang="fr")]

    found = proof(listed, matter=HERE, rate=0.5)

    assert (found.n, found.heard, found.recovered) == (13 + 8, 15, 13)
    assert (found.topic_heard, found.topic_recovered) == (10, 9)


def test_closeness_is_told_by_topic_and_type_within_a_language() -> None:
    sorts = [{}, {"topic": "x"}, {"customer_type": "x"}, {"topic": "x", "customer_type": "x"}, {"lang": "fr"}]

    assert [closeness(tally(1, 1, **sort), HERE) for sort in sorts] == [1, 0.5, 0.5, 0.25, 0]


def test_a_team_of_which_nothing_is_known_is_taken_for_even() -> None:
    assert (team_rate(0, 0), team_rate(18, 20)) == (0.5, 19 / 22)


def test_what_other_words_under_its_name_led_to_is_no_proof_of_a_reply_and_the_playbook_keeps_all() -> None:
    old, new = tally(9, 9), replace(tally(1, 2), version=2)
    playbook = replace(old, basis=Basis.PLAYBOOK)

    assert of_words_in_use([old, new, playbook], lambda _name, version: version == 2) == [new, playbook]
