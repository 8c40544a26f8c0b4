"""How each target fares, on a terminal of a hundred columns: a line of figures, and below them what is wrong."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from rich.box import SIMPLE
from rich.markup import escape
from rich.table import Table

from repwatch.collecting import IMPORTED
from repwatch.source_health import SourceHealth

_WIDEST_NAME = 28


def table_of(healths: Sequence[SourceHealth]) -> Table:
    """A row for each target."""
    table = Table(box=SIMPLE, padding=(0, 1))
    table.add_column("target", max_width=_WIDEST_NAME, overflow="fold")
    for name in ("read at", "newest post"):
        table.add_column(name, no_wrap=True)
    for name in ("posts", "put aside"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("read", no_wrap=True)
    for health in healths:
        state = health.state
        times = (_minute(state.last_collected_at), _minute(state.newest_at)) if state else ("never", "-")
        counts = (state.posts, state.quarantined) if state else (0, 0)
        table.add_row(escape(name_of(health.target_id)), *times, *(f"{count:,}" for count in counts), _how(health))
    return table


def problems(healths: Sequence[SourceHealth]) -> Iterator[str]:
    """A line for each target with which something is wrong, and when it is tried again."""
    for health in healths:
        if health.problem is not None:
            again = f" Tried again at {_minute(health.retry_at)}." if health.retry_at else ""
            yield f"{name_of(health.target_id)}: {health.problem}{again}"


def name_of(target_id: str) -> str:
    """A target as people know it: an imported file by its name, without the folders."""
    if not target_id.startswith(IMPORTED):
        return target_id
    return IMPORTED + Path(target_id.removeprefix(IMPORTED)).name


def _how(health: SourceHealth) -> str:
    if health.problem is not None:
        return "failing"
    if health.is_silent:
        return "silent"
    if health.state is None:
        return "not yet"
    return "whole" if health.state.is_complete else "in part"


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "-"
