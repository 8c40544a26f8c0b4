"""Collectors: each reads one platform one way; `names()` lists them, `load()` returns one."""

from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import cast

from collectors.base import Source
from collectors.errors import SetupError

ENTRY_POINT_GROUP = "repwatch.collectors"


def names() -> list[str]:
    """Names of all collectors, ours and those of installed packages, in alphabetical order."""
    return sorted(_ours() | {entry.name for entry in entry_points(group=ENTRY_POINT_GROUP)})


def load(name: str) -> Source:
    """The collector called `name`; SetupError lists the names that exist."""
    if name in _ours():
        return cast("Source", import_module(f"collectors.sources.{name}").SOURCE)
    for entry in entry_points(group=ENTRY_POINT_GROUP, name=name):
        return cast("Source", entry.load())
    raise SetupError(f"There is no collector called {name!r}", fix=f"Use one of: {', '.join(names())}.")


def _ours() -> set[str]:
    import collectors.sources  # noqa: PLC0415 -- the folder is listed only when a name is asked for

    return {module.name for module in iter_modules(collectors.sources.__path__)}
