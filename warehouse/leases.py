"""Who may load a target now: an expiring lease with a token that only rises."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from warehouse.desk import Desk, insert_or_ignore
from warehouse.tables import target_lease


class LeaseHeldError(Exception):
    """Somebody else, `owner`, holds the target; try again after `expires_at`."""

    def __init__(self, target_id: str, *, owner: str, expires_at: datetime) -> None:
        super().__init__(f"target {target_id!r} is being read by another process until {expires_at.isoformat()}")
        self.owner = owner
        self.expires_at = expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to load one target; `token` fences out every earlier holder."""

    target_id: str
    owner: str
    token: int


def take(desk: Desk, target_id: str, *, owner: str, now: datetime, lasts: timedelta, gone: str = "") -> Lease:
    """Take the lease of a target; LeaseHeldError while another owner's has not run out, unless that one is `gone`.

    One that runs longer than `lasts` was taken by a clock that was ahead: it is cut to `lasts` from now. A holder that
    lives renews it; one that died would keep everybody out for as long as the clock was ahead.
    """
    with desk.write() as connection:
        first = insert(target_lease)
        connection.execute(
            insert_or_ignore(connection, first).values(target_id=target_id, owner="", expires_at=now, token=0)
        )
        row = connection.execute(
            select(target_lease).where(target_lease.c.target_id == target_id).with_for_update()
        ).one()
        is_held = row.owner not in {"", owner, gone} and row.expires_at > now
        until = min(row.expires_at, now + lasts) if is_held else now + lasts
        told = {} if is_held else {"owner": owner, "token": row.token + 1}
        if told or until < row.expires_at:
            its = target_lease.c.target_id == target_id
            connection.execute(update(target_lease).where(its).values(expires_at=until, **told))
    if is_held:
        raise LeaseHeldError(target_id, owner=row.owner, expires_at=until)
    return Lease(target_id=target_id, owner=owner, token=row.token + 1)


def renew(desk: Desk, lease: Lease, *, now: datetime, lasts: timedelta) -> bool:
    """Hold on to a lease for longer; False when somebody has taken it over."""
    with desk.write() as connection:
        done = connection.execute(
            update(target_lease)
            .where(target_lease.c.target_id == lease.target_id, target_lease.c.token == lease.token)
            .values(expires_at=now + lasts)
        )
        return done.rowcount == 1


def release(desk: Desk, lease: Lease, *, now: datetime) -> None:
    """Give a lease back; one that was taken over meanwhile is left alone."""
    with desk.write() as connection:
        connection.execute(
            update(target_lease)
            .where(target_lease.c.target_id == lease.target_id, target_lease.c.token == lease.token)
            .values(owner="", expires_at=now)
        )
