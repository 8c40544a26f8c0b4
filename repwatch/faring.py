"""Notes how each pass over a target ended, so that a source which fails is seen where people look."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from collectors.errors import CollectError, RetryLaterError
from warehouse import fares
from warehouse.desk import Desk
from warehouse.lake import LakeBusyError
from warehouse.leases import LeaseHeldError


@contextmanager
def noted(desk: Desk, target_id: str, *, step: str, clock: Callable[[], datetime]) -> Iterator[None]:
    """Run the block and note its end; a target that another process reads meanwhile is no problem of the target."""
    try:
        yield
    except (LeaseHeldError, LakeBusyError):
        raise
    except RetryLaterError as error:
        now = clock()
        fares.went_wrong(desk, target_id, step=step, problem=str(error), now=now, retry_at=now + error.after)
        raise
    except CollectError as error:
        fares.went_wrong(desk, target_id, step=step, problem=str(error), now=clock())
        raise
    except Exception as error:
        # its text may hold what somebody wrote; the log of the run has it
        fares.went_wrong(desk, target_id, step=step, problem=f"failed: {type(error).__name__}", now=clock())
        raise
    else:
        fares.went_well(desk, target_id, step=step, now=clock())
