"""The application behind the console: opened once in a process, shared by its sessions."""

from functools import cache
from threading import Lock

from repwatch.settings import Settings, load
from repwatch.wiring import App, NotReadyError

_opening = Lock()


def app() -> App:
    """The open application."""
    with _opening:
        return _open()


@cache
def settings() -> Settings:
    """The installation's settings, known before anything is open."""
    return load()


def close() -> None:
    """Let go of what is open; the next `app()` opens anew."""
    settings.cache_clear()
    with _opening:
        if _open.cache_info().currsize:
            _open().close()
            _open.cache_clear()


@cache
def _open() -> App:
    opened = App.open(settings())
    try:
        opened.require_ready()
    except NotReadyError:
        opened.close()
        raise
    return opened
