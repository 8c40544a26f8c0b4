"""Days on which what is measured changed: the promises, how posts are judged, or what is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import altair as alt
import streamlit as st

from dashboard import backend
from dashboard.chart_parts import INK, data, tips
from dashboard.clock_words import day as day_words
from dashboard.safe import label, plain
from dashboard.viewer import Viewer
from dashboard.words import Words
from warehouse import config

KINDS = {
    "policy": "policy",
    "model": "model",
    "weights": "model",
    "threshold": "model",
    "target": "collection",
    "brand": "collection",
}
"""Which kinds of settings move figures, and how."""
_MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What changed on a day, and by whom."""

    day: date
    kind: str
    name: str
    version: int
    by: str


def since(start: datetime) -> list[Mark]:
    """The changes since an instant; what an installation began with is none."""
    app = backend.app()
    zone = ZoneInfo(app.settings.business_zone)
    found = [one.entry for one in config.versions(app.desk, limit=_MOST) if one.entry.kind in KINDS]
    return [
        Mark(
            day=entry.changed_at.astimezone(zone).date(),
            kind=KINDS[entry.kind],
            name=entry.name,
            version=entry.version,
            by=entry.changed_by,
        )
        for entry in reversed(found)
        if entry.changed_at >= start and not (entry.version == 1 and entry.changed_by == "init")
    ]


def layer(marks: Sequence[Mark], x: alt.X, *, t: Words) -> alt.Chart:
    """A small wedge at the top of each day, or its week, in which something changed."""
    rows = [
        {
            "day": mark.day.isoformat(),
            "week": f"{mark.day:%G-W%V}",
            "date": day_words(mark.day, t),
            "what": said(mark, t),
        }
        for mark in marks
    ]
    drawn: alt.Chart = (
        alt
        .Chart(data(rows))
        .mark_point(shape="triangle-down", filled=True, size=90, color=INK, opacity=1)
        .encode(x=x, y=alt.value(4), tooltip=tips(("date:N", "axis.day"), ("what:N", "marks.what"), t=t))
    )
    return drawn


def note(marks: Sequence[Mark], *, me: Viewer) -> None:
    """Say below a chart what its wedges mark."""
    for mark in marks:
        on = me.t("figure.named", name=day_words(mark.day, me.t), what=said(mark, me.t))
        st.caption(f"▼ {label(on)}")


def said(mark: Mark, t: Words) -> str:
    """What changed, in a sentence."""
    return t(f"marks.{mark.kind}", name=plain(mark.name), version=mark.version, who=plain(mark.by))
