"""How fresh a page is: from when its data is, whether collection is late, and when its figures were counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import backend, lake_reads, remembering
from dashboard.clock_words import span, when
from dashboard.viewer import Viewer, address
from warehouse.errors import LakeError

_SLACK = 3
"""Collections that may be missed before the page says so."""
_AT_ONCE = timedelta(minutes=1)
"""Figures that were counted within this time are those of now."""


@dataclass(slots=True)
class _Line:
    """Where a page says how fresh it is, and from when its data is."""

    place: DeltaGenerator
    newest: datetime


_line: ContextVar[list[_Line] | None] = ContextVar("line", default=None)


def freshness(*, me: Viewer, now: datetime, is_short: bool = False) -> None:
    """Say from when the data is, and whether collection is late."""
    t = me.t
    try:
        is_lost = remembering.is_lake_lost()
        newest = None if is_lost else lake_reads.newest_at()
    except LakeError:
        is_lost = True
    if is_lost:
        with st.container(key="stale", width="content"):
            st.caption(t("stale.lake"), width="content")
        return
    every = timedelta(minutes=backend.app().settings.collect_every_minutes)
    if newest is None:
        begin = t("stale.never", sources=address("/settings", part="sources", entry=""))
        st.caption(f"{begin} {_zone(me)}", width="content")
        return
    at = when(newest, now=now, zone=me.zone, t=t)
    late = now - newest - every
    if late <= _SLACK * every:
        place = st.empty()
        place.caption(f"{t('stale.from', at=at)} {_zone(me)}", width="content")
        if (lines := _line.get()) is not None:
            lines.append(_Line(place=place, newest=newest))
        return
    with st.container(key="stale", width="content"):
        st.caption(t("stale.late_short" if is_short else "stale.late", at=at, span=span(late, t)), width="content")


@contextmanager
def said(*, me: Viewer) -> Iterator[None]:
    """Say of what is drawn meanwhile when its figures were counted, where that was not just now."""
    lines: list[_Line] = []
    mark = _line.set(lines)
    try:
        with remembering.watched() as ages:
            yield
    finally:
        _line.reset(mark)
    if not lines or not ages:
        return
    line, now = lines[-1], backend.app().now()
    counted_at = now - timedelta(seconds=max(ages))
    if which := counted(counted_at, newest=line.newest, now=now):
        at, counted_then = (when(one, now=now, zone=me.zone, t=me.t) for one in (line.newest, counted_at))
        line.place.caption(f"{me.t(which, at=at, counted=counted_then)} {_zone(me)}", width="content")


def counted(counted_at: datetime, *, newest: datetime, now: datetime) -> str | None:
    """The words for figures that were counted then; None where the data they are from tells enough."""
    if newest - counted_at >= _AT_ONCE:
        return "stale.counted_before"
    return "stale.counted" if now - counted_at >= _AT_ONCE else None


def _zone(me: Viewer) -> str:
    return f"{me.t('settings.zone', zone=me.zone_name)}."
