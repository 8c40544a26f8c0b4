"""What sessions hold that were opened and left: many of them, since one is less than what a process holds by chance."""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack

from dashboard.driving.tour import come
from dashboard.driving.wire import Session

_FIRST = 10


async def megabytes_each(address: str, *, people: int, megabytes: Callable[[], float]) -> float:
    """What each of so many holds, by how much the server has grown with them.

    Some come before them, so that what all share is there already. Each looks at a report and comes back to the queue,
    where a case is open, and stays.
    """
    async with AsyncExitStack() as stack:
        await _look(await come(stack, address, people=_FIRST))
        before = megabytes()
        await _look(await come(stack, address, people=people))
        return (megabytes() - before) / people


async def _look(sessions: Sequence[Session]) -> None:
    for session in sessions:
        await session.start()
        await session.visit("coverage")
        await session.visit("")
