"""What agents and marketers do at the console in some minutes, act by act, and how long each took to be drawn."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import chain

from dashboard.driving.wire import BrokenPageError, Session, connected

_ROWS_APART = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """The seconds from an act until all of what it changed was there, and the bytes that came.

    `cpu_seconds` are the server's meanwhile, be it for others.
    """

    step: str
    seconds: float
    cpu_seconds: float
    received: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What came of it, and what the server used for it."""

    steps: list[Took]
    cpu_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act, by the widget of this key if it has one."""

    name: str
    act: Callable[[Session, int], Awaitable[float]]
    key: str = ""

    async def take(self, session: Session, number: int) -> float:
        """Do it as the person of this number; -1 where the page does not offer it."""
        return await self.act(session, number) if not self.key or session.offers(self.key) else -1


def _visit(page: str) -> Step:
    # the first page is the one without a path
    return Step(name=f"{page}.open", act=lambda session, _: session.visit("" if page == "queue" else page))


def _press(name: str, key: str) -> Step:
    return Step(name=name, act=lambda session, _: session.press(key), key=key)


def _choose(name: str, key: str, place: int) -> Step:
    return Step(name=name, act=lambda session, _: session.choose(key, place), key=key)


def _pick(place: int) -> Step:
    # nobody works on a case of somebody else
    return Step(
        name="queue.post",
        act=lambda session, number: session.pick("queue_list", _ROWS_APART * (number % 10) + place),
        key="queue_list",
    )


_QUEUE: Sequence[Step] = (
    _visit("queue"),
    # what a colleague holds would have to be taken over
    _press("queue.tab", "tab_unassigned"),
    *(_press("queue.next", "move_J") for _ in range(5)),
    *(_pick(step) for step in range(4)),
    _press("queue.claim", "act_claim"),
    _press("queue.release", "act_release"),
    _press("queue.tab", "tab_overdue"),
    _press("queue.page", "page_next"),
    _press("queue.tab", "tab_mine"),
    _press("queue.tab", "tab_open"),
)
_PAGES: Sequence[Sequence[Step]] = (
    _QUEUE,
    (
        _visit("coverage"),
        _choose("coverage.period", "one_period", 0),
        _choose("coverage.population", "one_population", 1),
    ),
    (_visit("trends"), _choose("trends.period", "one_period", 2)),
    (_visit("topics"), _choose("topics.section", "one_section", 1)),
    (_visit("incidents"),),
    _QUEUE,
    (_visit("people"), _choose("people.cases", "one_which", 1)),
    (_visit("sources"),),
)


async def come(stack: AsyncExitStack, address: str, *, people: int) -> list[Session]:
    """So many sessions, which stay until the stack is left."""
    queries = [f"as=Agent+{number}" for number in range(people)]
    return [await stack.enter_async_context(connected(address, query=query)) for query in queries]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tours:
    """So many people at one console, with `think` seconds between two acts of each."""

    address: str
    people: int
    think: float
    cpu_seconds: Callable[[], float]
    """What the server has used so far."""

    async def go(self) -> Round:
        """Let all go round at once, each from another page on."""
        started = self.cpu_seconds()
        async with AsyncExitStack() as stack:
            here = await come(stack, self.address, people=self.people)
            taken = await asyncio.gather(*(self._round(session, number) for number, session in enumerate(here)))
        steps = [took for one in taken for took in one]
        return Round(steps=steps, cpu_seconds=self.cpu_seconds() - started)

    async def _round(self, session: Session, number: int) -> list[Took]:
        begun = Step(name="start", act=lambda session, _: session.start())
        pages = [_PAGES[(page + number) % len(_PAGES)] for page in range(len(_PAGES))]
        taken = []
        for step in (begun, *chain.from_iterable(pages)):
            cpu, received = self.cpu_seconds(), session.received
            seconds = await step.take(session, number)
            if seconds >= 0:
                taken.append(
                    Took(
                        step=step.name,
                        seconds=seconds,
                        cpu_seconds=self.cpu_seconds() - cpu,
                        received=session.received - received,
                    )
                )
                await asyncio.sleep(self.think)
            if step is begun and not session.offers("queue_list"):
                raise BrokenPageError("The first page shows no case: is the store ready, and does any wait?")
        return taken
