"""The rows a viewer has before them: they stand still while the queue moves on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from warehouse.queue import Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page of the queue as it was read, by case id; what happens to a case changes its line, never its place."""

    view: tuple[Any, ...]
    case_ids: tuple[str, ...]
    starts: tuple[Cursor | None, ...] = (None,)
    next: Cursor | None = None

    @property
    def number(self) -> int:
        """Which page it is, from 1."""
        return len(self.starts)

    def path(self, case_id: str | None, *, waiting: Sequence[str], by: int = 1) -> list[str]:
        """The cases behind this one (or with `by=-1` those before) that still wait, the nearest first."""
        if case_id not in self.case_ids:
            return [other for other in self.case_ids if other in waiting]
        here = self.case_ids.index(case_id)
        way = self.case_ids[here + 1 :] if by > 0 else self.case_ids[:here][::-1]
        return [other for other in way if other in waiting]

    def step(self, case_id: str | None, *, waiting: Sequence[str], by: int = 1) -> str | None:
        """The nearest of them; None at the end."""
        return next(iter(self.path(case_id, waiting=waiting, by=by)), None)

    def newcomers(self, fresh: Sequence[str]) -> int:
        """How many of the rows that a new reading would show are not here."""
        return len(set(fresh) - set(self.case_ids))

    def with_page(
        self, case_ids: Sequence[str], *, starts: tuple[Cursor | None, ...], following: Cursor | None
    ) -> "Shown":
        """The same view at another page."""
        return replace(self, case_ids=tuple(case_ids), starts=starts, next=following)
