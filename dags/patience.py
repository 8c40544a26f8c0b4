"""When a failed pull is tried again: as the source asked, or not at all where no retry helps."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from airflow.sdk import RetryDecision, RetryPolicy
from airflow.sdk.exceptions import AirflowSkipException

from collectors.errors import RefusedError, RetryLaterError, SetupError

if TYPE_CHECKING:
    from airflow.sdk.definitions.context import Context

# a longer wait would hold up the other targets' next run: that run comes back to this one
LONGEST_WAIT = timedelta(minutes=5)


class Patience(RetryPolicy):
    """Reads what the error asks for."""

    def evaluate(
        self,
        exception: BaseException,
        try_number: int,
        max_tries: int,
        context: "Context | None" = None,
    ) -> RetryDecision:
        """Decide about one failure, in the worker."""
        match exception:
            case RetryLaterError(after=after) if after <= LONGEST_WAIT:
                return RetryDecision.retry(delay=after, reason=str(exception))
            case RetryLaterError() | SetupError() | RefusedError():
                return RetryDecision.fail(reason=str(exception))
            case _:
                return RetryDecision.default()


@contextmanager
def unless_told_to_wait() -> Iterator[None]:
    """Skip what a source wants done much later: nothing failed, and a later run takes it up."""
    try:
        yield
    except RetryLaterError as error:
        if error.after <= LONGEST_WAIT:
            raise
        raise AirflowSkipException(str(error)) from error
