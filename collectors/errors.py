"""What went wrong while reading a source, named by what the caller should do next."""

from datetime import timedelta


class CollectError(Exception):
    """Anything a source may raise on purpose."""


class RetryLaterError(CollectError):
    """The source asks for patience: end the task, keep the cursor, come back after `after`."""

    def __init__(self, reason: str, *, after: timedelta) -> None:
        super().__init__(f"{reason}; try again in {after.total_seconds():.0f} s")
        self.reason = reason
        self.after = after


class SetupError(CollectError):
    """Something of ours is missing or wrong; no retry helps until `fix` is done."""

    def __init__(self, what: str, *, fix: str) -> None:
        super().__init__(f"{what}. {fix}")
        self.what = what
        self.fix = fix


class BadRecordError(CollectError):
    """One record cannot be mapped: quarantine it and go on with the page."""


class RefusedError(CollectError):
    """The source said no (401, 403, a forbidden address): stop this target, tell a person."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        super().__init__(reason if status is None else f"{reason} (HTTP {status})")
        self.status = status
