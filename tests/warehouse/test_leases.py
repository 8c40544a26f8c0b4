"""At most one process holds a target, and its token only rises."""

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.stores import HOUR, NOW, Stores
from warehouse import leases
from warehouse.leases import Lease, LeaseHeldError

_TARGETS = itertools.count()
_ACTS = st.lists(
    st.tuples(st.sampled_from(["take", "renew", "release"]), st.sampled_from("abc"), st.integers(0, 90)), max_size=12
)


@settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(acts=_ACTS)
def test_there_is_one_holder_and_the_token_only_rises(stores: Stores, acts: list[tuple[str, str, int]]) -> None:
    target, now, tokens = f"target-{next(_TARGETS)}", NOW, [0]
    held: dict[str, tuple[Lease, datetime]] = {}

    for act, owner, minutes in acts:
        now += timedelta(minutes=minutes)
        others = [one for one, (_, until) in held.items() if one != owner and until > now]
        match act:
            case "take" if others:
                with pytest.raises(LeaseHeldError) as refused:
                    leases.take(stores.desk, target, owner=owner, now=now, lasts=HOUR)
                assert refused.value.expires_at == held[others[0]][1]
            case "take":
                lease = leases.take(stores.desk, target, owner=owner, now=now, lasts=HOUR)
                assert lease.token > tokens[-1]
                tokens.append(lease.token)
                held = {owner: (lease, now + HOUR)}
            case "renew" if owner in held:
                lease = held[owner][0]
                assert leases.renew(stores.desk, lease, now=now, lasts=HOUR)
                held[owner] = (lease, now + HOUR)
            case "release" if owner in held:
                leases.release(stores.desk, held.pop(owner)[0], now=now)
            case _:
                continue


def test_who_was_taken_over_can_neither_renew_nor_release(stores: Stores) -> None:
    old = stores.hold(owner="old")
    new = stores.hold(owner="new", now=NOW + 2 * HOUR)

    is_renewed = leases.renew(stores.desk, old, now=NOW + 2 * HOUR, lasts=HOUR)
    leases.release(stores.desk, old, now=NOW + 2 * HOUR)

    assert not is_renewed
    assert leases.renew(stores.desk, new, now=NOW + 2 * HOUR, lasts=HOUR)
    with pytest.raises(LeaseHeldError, match="being read by another process"):
        stores.hold(owner="third", now=NOW + 2 * HOUR)


def test_a_lease_of_a_clock_that_was_ahead_lasts_no_longer_than_others_once_it_is_met(stores: Stores) -> None:
    ahead = stores.hold(owner="ahead", now=NOW + 72 * HOUR)

    with pytest.raises(LeaseHeldError) as refused:
        stores.hold(owner="next", now=NOW)
    lives = leases.renew(stores.desk, ahead, now=NOW + HOUR / 2, lasts=HOUR)
    with pytest.raises(LeaseHeldError):
        stores.hold(owner="next", now=NOW + HOUR * 1.4)
    after = stores.hold(owner="next", now=NOW + HOUR * 1.6)

    assert refused.value.expires_at == NOW + HOUR
    assert lives
    assert after.token == ahead.token + 1
    assert not leases.renew(stores.desk, ahead, now=NOW + HOUR * 1.6, lasts=HOUR)
