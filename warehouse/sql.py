"""SQL kept in files beside the code that runs it."""

from functools import cache
from importlib.resources import files


@cache
def load(folder: str, name: str) -> str:
    """The text of `warehouse/<folder>/<name>.sql`."""
    return (files("warehouse") / folder / f"{name}.sql").read_text(encoding="utf-8")
