"""A lease is waited for, and that of a dead process is not."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from repwatch import clock
from repwatch.holding import held
from tests.servers.places import Place
from tests.servers.processes import Child, Say
from warehouse import leases
from warehouse.leases import LeaseHeldError


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(home=tmp_path / "home").migrated()


def hold(say: Say, place: Place) -> None:
    with place.opened() as (desk, lake), held(desk, lake, "target", clock=clock.now):
        say("holds")


def test_a_living_holder_is_waited_for_and_a_dead_one_is_taken_over_at_once(place: Place) -> None:
    with place.opened() as (desk, lake), Child(hold, place) as holder:
        holder.hears("holds")

        with (
            pytest.raises(LeaseHeldError),
            held(desk, lake, "target", clock=clock.now, patience=timedelta(seconds=0.3)),
        ):
            pytest.fail("two hold the lease")
        holder.kill()
        started = time.monotonic()
        with held(desk, lake, "target", clock=clock.now) as lease:
            waited = time.monotonic() - started

    assert lease.token == 2
    assert f" {os.getpid()} " in lease.owner
    assert waited < 60


def test_the_holder_of_another_machine_is_never_taken_for_dead(place: Place) -> None:
    with place.opened() as (desk, lake):
        with held(desk, lake, "target", clock=clock.now) as lease:
            boot, numbering, _, ticks, token = lease.owner.split()
        for owner in ("elsewhere", f"another-boot {numbering} 1 {ticks} {token}", f"{boot} pid:[1] 1 {ticks} {token}"):
            lease = leases.take(desk, "target", owner=owner, now=clock.now(), lasts=timedelta(minutes=5))

            with pytest.raises(LeaseHeldError), held(desk, lake, "target", clock=clock.now, patience=timedelta()):
                pytest.fail("taken over")

            leases.release(desk, lease, now=clock.now())
