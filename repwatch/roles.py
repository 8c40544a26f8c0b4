"""Who acts, and what they may do: a viewer reads, an agent works on cases, a lead also changes how the desk is run."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from triage.events import SYSTEM


class Role(StrEnum):
    """What somebody may do, from the least to the most."""

    VIEWER = "viewer"
    AGENT = "agent"
    LEAD = "lead"

    @property
    def rank(self) -> int:
        """Its place from the least."""
        return list(Role).index(self)

    def may(self, needed: "Role") -> bool:
        """Whether this role is enough where `needed` is asked for."""
        return self.rank >= needed.rank


class NotPermittedError(Exception):
    """The actor may not do this: their role is not enough, or their session is over."""

    def __init__(self, message: str, *, is_over: bool = False) -> None:
        super().__init__(message)
        self.is_over = is_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person at the desk: the name in the record, and what they may do until when; None is without end."""

    name: str
    role: Role
    until: datetime | None = None

    def __post_init__(self) -> None:
        if not self.name.strip() or self.name.strip().casefold() == SYSTEM:
            raise ValueError(f"{self.name!r} is no name for a person in the record")

    def is_over(self, *, now: datetime) -> bool:
        """Whether the session has ended."""
        return self.until is not None and now >= self.until

    def require(self, needed: Role, *, now: datetime) -> None:
        """NotPermittedError unless the actor may do what asks for `needed`; every write begins with it."""
        if self.is_over(now=now):
            raise NotPermittedError("The session is over: sign in again.", is_over=True)
        if not self.role.may(needed):
            raise NotPermittedError(f"This needs the role {needed}; {self.name} has {self.role}.")
