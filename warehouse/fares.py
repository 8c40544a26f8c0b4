"""How each pass over a target ended the last time: what a person is told of a source that does not deliver."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from warehouse.desk import Desk, upsert
from warehouse.tables import target_state


@dataclass(frozen=True, slots=True, kw_only=True)
class Fare:
    """The last try of one pass; `problem` is a sentence for people, and never holds what somebody wrote."""

    target_id: str
    step: str
    tried_at: datetime
    succeeded_at: datetime | None = None
    problem: str | None = None
    retry_at: datetime | None = None


def went_well(desk: Desk, target_id: str, *, step: str, now: datetime) -> None:
    """Note that a pass came to its end."""
    with desk.write() as connection:
        row = {"target_id": target_id, "step": step, "tried_at": now, "succeeded_at": now}
        upsert(connection, target_state, [row | {"problem": None, "retry_at": None}])


def went_wrong(
    desk: Desk, target_id: str, *, step: str, problem: str, now: datetime, retry_at: datetime | None = None
) -> None:
    """Note why a pass did not; when it last did is kept."""
    with desk.write() as connection:
        row = {"target_id": target_id, "step": step, "tried_at": now, "problem": problem, "retry_at": retry_at}
        upsert(connection, target_state, [row])


def fares(desk: Desk) -> list[Fare]:
    """The last try of every pass over every target."""
    order = (target_state.c.target_id, target_state.c.step)
    with desk.read() as connection:
        return [Fare(**row) for row in connection.execute(select(target_state).order_by(*order)).mappings()]
