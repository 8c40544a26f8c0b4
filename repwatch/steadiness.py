"""Whether this machine's clock can be believed: one that jumped is not, until it has stood for a while.

What is judged by a clock that is days ahead cannot be taken back: promises count as broken, texts as due to be
forgotten. So the wall clock is held beside the one that counts seconds since the machine started.
"""

import json
import os
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import get_ident
from typing import Annotated

import structlog
from pydantic import Field, TypeAdapter, ValidationError

from repwatch.processes import identify

log = structlog.get_logger(__name__)

JUMP = timedelta(minutes=10)
"""A step that is smaller moves no day and hardly a promise; clocks are set by seconds all the time."""
STANDS = timedelta(minutes=15)
"""After so long a clock that jumped is believed: it was wrong before."""
NAME = "clock.json"
Seconds = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-1e11, le=1e11)]
"""Within some thousand years, so that what is read back can be told as a span."""


class ClockJumpedError(Exception):
    """The machine's clock moved by itself; nothing was done, and the message says until when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """What both clocks showed at one instant: seconds of the wall clock, and since the machine started as `boot`."""

    wall: float
    ticked: float
    boot: str

    @property
    def apart(self) -> float:
        """How far they are apart; the same for as long as nobody moves the wall clock."""
        return self.wall - self.ticked


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How far apart the clocks are known to be; `doubted` since `since_ticked` where the wall clock has jumped."""

    boot: str
    believed: Seconds
    doubted: Seconds | None = None
    since_ticked: Seconds = 0.0

    @property
    def jumped_by(self) -> timedelta:
        """How far the wall clock moved, nothing where it did not."""
        return timedelta() if self.doubted is None else timedelta(seconds=round(self.doubted - self.believed))


def judged(known: Known | None, seen: Clocks) -> Known:
    """What is known after a look at the clocks; nothing of before the machine started counts."""
    fresh = Known(boot=seen.boot, believed=seen.apart)
    if known is None or known.boot != seen.boot or _are_near(seen.apart, known.believed):
        return fresh
    if known.doubted is None or not _are_near(seen.apart, known.doubted):
        return replace(known, doubted=seen.apart, since_ticked=seen.ticked)
    return fresh if seen.ticked - known.since_ticked >= STANDS.total_seconds() else known


def require_steady(home: Path, *, now: datetime) -> None:
    """ClockJumpedError while the clock, which shows `now`, is not to be believed."""
    boot = identify(os.getpid()).boot
    seen = Clocks(wall=now.timestamp(), ticked=time.clock_gettime(time.CLOCK_BOOTTIME), boot=boot)
    known = judged(_read(home / NAME), seen)
    _write(home / NAME, known)
    if known.doubted is not None:
        left = STANDS.total_seconds() - (seen.ticked - known.since_ticked)
        raise ClockJumpedError(
            f"the clock of this machine moved by {known.jumped_by} by itself and shows {now:%Y-%m-%d %H:%M} UTC: "
            f"nothing is judged by it until it has stood for {left / 60:.0f} min more. Set it right, if it is wrong."
        )


_KNOWN = TypeAdapter(Known)


def _are_near(one: float, other: float) -> bool:
    return abs(one - other) <= JUMP.total_seconds()


def _read(file: Path) -> Known | None:
    try:
        return _KNOWN.validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError:
        log.warning("clock_file_unreadable", file=file.name)
        return None


def _write(file: Path, known: Known) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}-{get_ident()}")
    part.write_text(json.dumps(asdict(known)), encoding="utf-8")
    part.replace(file)
