"""What every command shares: opening the app, telling errors in a sentence, progress and JSON."""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from enum import Enum, IntEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.segment import Segment

from collectors.errors import CollectError, RetryLaterError
from repwatch.business import BusinessError
from repwatch.models import ModelError
from repwatch.policies import PolicyError
from repwatch.reports.window import first_instant
from repwatch.settings import SettingsError, load
from repwatch.steadiness import ClockJumpedError
from repwatch.wiring import App, NotReadyError
from triage.actions import NotAllowedError
from warehouse.cases import NoSuchCaseError
from warehouse.errors import DOWN, DeskBusyError, reason
from warehouse.fence import SupersededError
from warehouse.lake import LakeBusyError
from warehouse.leases import LeaseHeldError
from warehouse.migrate import NewerStoreError

_COMMANDS = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]")


class _Screen(Console):
    """A console on which strangers' words move no cursor, change no title and turn no line around."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """What is to be printed, without commands to the terminal but rich's own."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=_COMMANDS.sub("", segment.text))


# a pipe has no width of its own; a table cut to 80 columns there would lose figures
out = _Screen(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 200)
err = _Screen(stderr=True, highlight=False, soft_wrap=True)


ALL_OF_TIME = "all"


class Exit(IntEnum):
    """What the exit code of a command says; docs/cli.md lists them."""

    OK = 0
    PROBLEM = 1
    USAGE = 2
    SETUP = 3
    LATER = 4


_SETUP = (SettingsError, BusinessError, PolicyError, ModelError, NotReadyError, NewerStoreError, CollectError)
_PROBLEM = (NotAllowedError, NoSuchCaseError, FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)
_LATER = (ClockJumpedError, LeaseHeldError, SupersededError, LakeBusyError, DeskBusyError, RetryLaterError)

Now = Annotated[str, typer.Option("--now", help="Do the work for this instant (ISO 8601, UTC unless it says).")]
Columns = Annotated[
    list[str] | None, typer.Option("--column", help='What the files call a column, as text="Guest comment".')
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]


@contextmanager
def opened(*, now: str = "", must_be_ready: bool = True) -> Iterator[App]:
    """The installation's app; every error that a person can act on ends the command in one sentence."""
    with told():
        app = App.open(load(), now=instant(now) if now else None)
        try:
            if must_be_ready:
                app.require_ready()
            yield app
        finally:
            app.close()


@contextmanager
def told() -> Iterator[None]:
    """Turn the errors that people can act on into a sentence and an exit code."""
    try:
        yield
    except _LATER as error:
        fail(error, code=Exit.LATER)
    except _SETUP as error:
        fail(error, code=Exit.SETUP)
    except _PROBLEM as error:
        fail(error, code=Exit.PROBLEM)
    except DOWN as error:
        fail(f"desk or lake cannot be used now: {reason(error)}", code=Exit.LATER)


def fail(problem: object, *, code: Exit = Exit.PROBLEM) -> NoReturn:
    """End the command with a sentence on standard error."""
    err.print(f"[bold red]repwatch:[/] {_plain(problem)}")
    raise typer.Exit(int(code))


def instant(text: str) -> datetime:
    """Read an ISO instant; one without a zone is UTC."""
    try:
        value = datetime.fromisoformat(text)
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError):
        fail(f"{text!r} is no instant; write one like 2026-03-02T09:30:00Z", code=Exit.USAGE)


def day_or_instant(text: str, *, zone: str) -> datetime:
    """Read an ISO instant, or a bare date as the start of that day in `zone`, as the console's pages do."""
    if len(text) == len("2026-03-02"):
        return instant(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return instant(text)


def start_of(since: str, *, until: str = "", days: int | None, now: datetime, zone: str) -> datetime | None:
    """Since when a report looks; None is all of time. Without a word it looks back `days`, as the console does."""
    if since and since != ALL_OF_TIME:
        return day_or_instant(since, zone=zone)
    return None if since or until or days is None else first_instant(days, now=now, zone=zone)


def print_json(value: object) -> None:
    """Print a value as JSON; instants become ISO text."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=_jsonable) + "\n")


@contextmanager
def bar(title: str, *, is_shown: bool = True) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, told how much is done of how much."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not (is_shown and err.is_terminal)) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, everything: progress.update(task, completed=done, total=everything)


def counter(move: Callable[[int, int], None]) -> Callable[[int], None]:
    """Turn "so many more" into "so many of an unknown whole"."""
    done = 0

    def add(more: int) -> None:
        nonlocal done
        done += more
        move(done, 0)

    return add


def say(title: str, counts: dict[str, Any], words: Mapping[str, str] = MappingProxyType({})) -> None:
    """One line: what was done, and its counts that are not zero; `words` says what is counted where a name does not."""
    told_counts = ", ".join(
        f"{count} {words[name]}" if name in words else f"{name.replace('_', ' ')} {count}"
        for name, count in counts.items()
        if count
    )
    out.print(f"[bold]{title}[/]  {_plain(told_counts) or 'nothing new'}")


def existing(path: Path) -> Path:
    """A path that can be read, or the end of the command."""
    if not path.exists():
        fail(f"there is no file {path}", code=Exit.USAGE)
    return path


def _jsonable(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def _plain(value: object) -> str:
    return escape(str(value))
