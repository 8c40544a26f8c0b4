"""The application behind the console: opened once in a process, shared by its sessions; and what it is asked often."""

from functools import cache
from threading import Lock

from repwatch.settings import load
from repwatch.wiring import App, NotReadyError
from warehouse.queue import rows_of

_opening = Lock()


def app() -> App:
    """The open application."""
    with _opening:
        return _open()


def close() -> None:
    """Let go of what is open; the next `app()` opens anew."""
    with _opening:
        if _open.cache_info().currsize:
            _open().close()
            _open.cache_clear()


def version_of(case_id: str) -> int:
    """The present version of a case; 0 where there is none."""
    return next((row.version for row in rows_of(app().desk, [case_id])), 0)


@cache
def _open() -> App:
    opened = App.open(load())
    try:
        opened.require_ready()
    except NotReadyError:
        opened.close()
        raise
    return opened
