"""The application behind the console: opened once in a process, shared by its sessions."""

import time
from dataclasses import dataclass
from functools import cache
from threading import Lock

from repwatch.settings import Settings, load
from repwatch.wiring import App, NotReadyError
from warehouse.errors import LakeError
from warehouse.migrate import NewerStoreError

_LOOK_AGAIN_SECONDS = 30
_opening = Lock()


@dataclass(slots=True)
class _Unseen:
    """When the version of a lake that cannot be read was last asked for; None once it is known."""

    since: float | None = None


_unseen = _Unseen()


def app() -> App:
    """The open application. Its desk is of this version; so is its lake, unless it cannot be read: then none knows."""
    with _opening:
        opened = _open()
        if _unseen.since is not None and time.monotonic() - _unseen.since > _LOOK_AGAIN_SECONDS:
            _require_ready(opened)
        return opened


@cache
def settings() -> Settings:
    """The installation's settings, known before anything is open."""
    return load()


def close() -> None:
    """Let go of what is open; the next `app()` opens anew."""
    settings.cache_clear()
    with _opening:
        _unseen.since = None
        if _open.cache_info().currsize:
            _open().close()
            _open.cache_clear()


@cache
def _open() -> App:
    opened = App.open(settings())
    try:
        _require_ready(opened)
    except (NotReadyError, NewerStoreError):
        opened.close()
        raise
    return opened


def _require_ready(opened: App) -> None:
    """Hold both stores to this version; the queue lives from the desk, and goes on without a lake that is away."""
    _unseen.since = None
    try:
        opened.require_ready()
    except LakeError:
        opened.require_desk_ready()
        _unseen.since = time.monotonic()
