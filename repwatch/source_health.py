"""How each target fares: what was read, what may be missing, what went wrong, and when it is tried again."""

from dataclasses import dataclass
from datetime import datetime

from triage.mention import Target
from warehouse import fares, read
from warehouse.desk import Desk
from warehouse.fares import Fare
from warehouse.lake import Lake
from warehouse.read import SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One target; `state` is None until a page of it was stored.

    `problem` is a sentence for people, of the passes whose last try went `wrong`.
    """

    target_id: str
    state: SourceState | None
    problem: str | None = None
    wrong: tuple[Fare, ...] = ()
    retry_at: datetime | None = None
    is_silent: bool = False

    @property
    def is_well(self) -> bool:
        """Whether nothing is missing that anybody knows of."""
        return self.problem is None and not self.is_silent and (self.state is None or self.state.is_complete)


def healths(desk: Desk, lake: Lake, targets: list[Target], *, now: datetime) -> list[SourceHealth]:
    """Configured targets and those that were ever read, by id."""
    states = {state.target_id: state for state in read.sources(lake, now=now)}
    told: dict[str, list[Fare]] = {}
    configured = {target.id for target in targets}
    for fare in fares.fares(desk):
        # a file that was refused was told to whoever imported it, and nothing tries it again
        if fare.target_id in configured:
            told.setdefault(fare.target_id, []).append(fare)
    return [
        _health(target_id, states.get(target_id), told.get(target_id, []), is_read=target_id in configured, now=now)
        for target_id in sorted({*states, *configured})
    ]


def _health(
    target_id: str, state: SourceState | None, told: list[Fare], *, is_read: bool, now: datetime
) -> SourceHealth:
    wrong = [fare for fare in told if fare.problem is not None]
    waits = [fare.retry_at for fare in wrong if fare.retry_at is not None]
    return SourceHealth(
        target_id=target_id,
        state=state,
        problem="; ".join(dict.fromkeys(f"{fare.step}: {fare.problem}" for fare in wrong)) or None,
        wrong=tuple(wrong),
        retry_at=max(waits, default=None),
        # a file that was imported once is read to its end, not silent
        is_silent=is_read and state is not None and state.is_silent(now=now),
    )
