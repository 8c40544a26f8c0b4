"""What went wrong while reading a source, named by what the caller should do next."""

from datetime import timedelta


class CollectError(Exception):
    """Anything a source may raise on purpose."""


class RetryLaterError(CollectError):
    """The source asks for patience: end the task, keep the cursor, come back after `after`."""

    def __init__(self, reason: str, *, after: timedelta) -> None:
        super().__init__(f"{reason}; try again in {_words(after)}")
        self.reason = reason
        self.after = after


class SetupError(CollectError):
    """Something of ours is missing or wrong; no retry helps until `fix` is done."""

    def __init__(self, what: str, *, fix: str) -> None:
        super().__init__(f"{what}. {fix}")
        self.what = what
        self.fix = fix


def _words(wait: timedelta) -> str:
    """A wait as people tell it; nobody reckons with 7177 s."""
    seconds = wait.total_seconds()
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7_200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3_600:.0f} h" if seconds < 172_800 else f"{seconds / 86_400:.0f} days"


class BadRecordError(CollectError):
    """One record cannot be mapped: quarantine it and go on with the page."""


class RefusedError(CollectError):
    """The source said no (401, 403, a forbidden address): stop this target, tell a person."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        super().__init__(reason if status is None else f"{reason} (HTTP {status})")
        self.status = status
