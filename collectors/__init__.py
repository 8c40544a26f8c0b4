"""Collectors: each reads one platform one way; `names()` lists them, `load()` returns one."""

from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules
from typing import cast

from collectors.base import Source
from collectors.errors import SetupError

ENTRY_POINT_GROUP = "repwatch.collectors"
_MEMBERS = (
    "platform",
    "needs",
    "overlap",
    "keep_text",
    "reply_visibility",
    "check",
    "pull",
    "map",
    "recheck",
    "answers",
)


def names() -> list[str]:
    """Names of all collectors, ours and those of installed packages, in alphabetical order."""
    return sorted({*ours(), *brought()})


def ours() -> list[str]:
    """Names of the collectors of this project."""
    import collectors.sources  # noqa: PLC0415 -- the folder is listed only when a name is asked for

    return sorted(module.name for module in iter_modules(collectors.sources.__path__))


def brought() -> dict[str, str]:
    """Names of the collectors that other packages bring, with the package and its version; ours keep their names."""
    entries = [entry for entry in entry_points(group=ENTRY_POINT_GROUP) if entry.name not in ours()]
    return {entry.name: _package(entry) for entry in entries}


def load(name: str) -> Source:
    """The collector called `name`; SetupError lists the names that exist, or says what is wrong with a package."""
    if name in ours():
        return cast("Source", import_module(f"collectors.sources.{name}").SOURCE)
    for entry in entry_points(group=ENTRY_POINT_GROUP, name=name):
        return _brought(entry)
    raise SetupError(f"There is no collector called {name!r}", fix=f"Use one of: {', '.join(names())}.")


def _brought(entry: EntryPoint) -> Source:
    fix = f"Mend or remove the package {_package(entry)}; collectors/base.py is the contract."
    try:
        source = entry.load()
    except Exception as error:  # whatever a package of others raises while it is imported, a person must hear it
        raise SetupError(f"The collector {entry.name!r} cannot be loaded ({error!r})", fix=fix) from error
    if missing := [member for member in _MEMBERS if not hasattr(source, member)]:
        raise SetupError(f"The collector {entry.name!r} has no {', '.join(missing)}", fix=fix)
    if getattr(source, "name", None) != entry.name:
        raise SetupError(f"The collector {entry.name!r} calls itself otherwise", fix=fix)
    return cast("Source", source)


def _package(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.module
