"""Writers queue up, and nobody waits for ever behind one that was stopped."""

import os
import signal
from pathlib import Path

from tests.servers.places import Place
from tests.servers.processes import Child, Say, all_of
from tests.warehouse.stores import Stores, post
from warehouse.turns import lock_of, turn


def counts_tries(say: Say, place: Place, target: str) -> int:
    """Load three pages; returns how often one was tried."""
    tries = 0
    with place.opened() as (desk, lake):
        stores = Stores(desk=desk, lake=lake)
        lease = stores.hold(target)
        say("ready")
        for number in range(3):

            def work(cursor: object, number: int = number) -> None:
                nonlocal tries
                tries += 1
                stores.load_within(cursor, post(f"{target}-{number}"), lease=lease)

            lake.transaction(work)
    return tries


def holds_its_turn(say: Say, lock: Path) -> None:
    with turn(lock):
        say(f"holds {os.getpid()}")


def test_writers_who_take_turns_never_repeat_their_work(place: Place) -> None:
    tries = all_of([(counts_tries, (place, target)) for target in ("a", "b")])

    assert tries == [3, 3]


def test_a_stopped_writer_is_overtaken_and_a_dead_one_is_not_waited_for(tmp_path: Path) -> None:
    lock = tmp_path / "data.turn"
    with Child(holds_its_turn, lock) as other:
        other.hears(f"holds {other.pid}")
        os.kill(other.pid, signal.SIGSTOP)

        with turn(lock, patience_seconds=0.1):
            overtaken = True
        other.kill()
        with turn(lock, patience_seconds=3_600):
            inherited = True

    assert (overtaken, inherited) == (True, True)


def test_there_is_no_queue_where_the_data_is_no_folder() -> None:
    assert lock_of("s3://bucket/lake/") is None
    assert lock_of("/home/lake/data/") == Path("/home/lake/data.turn")
    with turn(None):
        pass
