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

    def step(self, case_id: str | None, *, waiting: Sequence[str], by: int = 1) -> str | None:
        """The next case (or with `by=-1` the one before) that still waits; None at the end."""
        if case_id not in self.case_ids:
            return next((other for other in self.case_ids if other in waiting), None)
        here = self.case_ids.index(case_id)
        path = self.case_ids[here + 1 :] if by > 0 else self.case_ids[:here][::-1]
        return next((other for other in path if other in waiting), None)

    def newcomers(self, fresh: Sequence[str]) -> int:
        """How many of the rows that a new reading would show are not here."""
        return len(set(fresh) - set(self.case_ids))

    def with_page(
        self, case_ids: Sequence[str], *, starts: tuple[Cursor | None, ...], following: Cursor | None
    ) -> "Shown":
        """The same view at another page."""
        return replace(self, case_ids=tuple(case_ids), starts=starts, next=following)
