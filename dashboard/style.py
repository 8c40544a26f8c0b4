"""The console's own style sheet and mark: constant text, no post ever comes near it."""

from functools import cache
from importlib.resources import files


@cache
def logo() -> str:
    """The console's mark, as text: a file would be read at each run."""
    return _text("logo.svg")


def sheet() -> str:
    """The console's own style sheet, as an element of a page."""
    return f"<style>{_text('style.css')}</style>"


def _text(name: str) -> str:
    return files("dashboard").joinpath(name).read_text(encoding="utf-8")
