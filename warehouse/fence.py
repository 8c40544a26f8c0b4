"""Keeps a loader whose lease has run out from writing over its successor."""

from warehouse import sql
from warehouse.lake import Cursor, Lake, count_of
from warehouse.leases import Lease


class SupersededError(Exception):
    """A later holder of the lease has written since; this one must stop. Nothing of its last step was kept."""


def pass_through(cursor: Cursor, lease: Lease) -> None:
    """Move the fence to the lease's token, inside the transaction that writes.

    Conflicts are found per table: of two overlapping writers the second to commit must run again, and then finds itself
    superseded here. That queue is also what keeps two targets from storing the same post twice.
    """
    values = {"target_id": lease.target_id, "token": lease.token}
    if count_of(cursor.execute(sql.load("loads", "fence"), values)) == 0:
        raise SupersededError(f"a later run has taken over {lease.target_id!r}")


def put_up(lake: Lake, target_id: str) -> None:
    """Give a target its row in the fence; idempotent."""

    def work(cursor: Cursor) -> None:
        found = cursor.execute("select 1 from raw.fence where target_id = $id", {"id": target_id}).fetchone()
        if found is None:
            cursor.execute("insert into raw.fence (target_id, token) values ($id, 0)", {"id": target_id})

    lake.transaction(work)
