"""The chart of load: what waits in whose hands, and how much of it is late."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dashboard.chart_parts import INK, ORANGE, PALE, colours, data, tips
from dashboard.words import Words

_AT_RISK = "#E69F00"


def load_bars(people: Sequence[tuple[str, Mapping[str, Any]]], *, t: Words) -> alt.LayerChart:
    """One bar a person: overdue first, then at risk, then what has time; the figure at its end is all of it."""
    parts = {"overdue": t("tab.overdue"), "at_risk": t("tab.at_risk"), "waits": t("people.has_time")}
    rows = [
        {"person": name, "label": parts[part], "order": number, "cases": _count(row, part)}
        for name, row in people
        for number, part in enumerate(parts)
    ]
    y = alt.Y(
        "person:N", sort=None, title=None, axis=alt.Axis(labelLimit=180, ticks=False, domain=False, labelColor=INK)
    )
    hidden = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    bars = (
        alt
        .Chart(data(rows))
        .mark_bar(height={"band": 0.62})
        .encode(
            y=y,
            x=alt.X("cases:Q", title=None, axis=hidden, stack="zero"),
            color=colours(dict(zip(parts.values(), (ORANGE, _AT_RISK, PALE), strict=True))),
            order="order:Q",
            tooltip=tips(("person:N", "people.person"), ("label:N", "people.state"), ("cases:Q", "people.cases"), t=t),
        )
    )
    totals = [{"person": name, "cases": row["waiting"], "all": t.number(row["waiting"])} for name, row in people]
    labels = alt.Chart(data(totals)).mark_text(align="left", dx=5, color=INK).encode(y=y, x="cases:Q", text="all:N")
    chart: alt.LayerChart = alt.layer(bars, labels).properties(height=40 + 28 * len(people)).configure_view(stroke=None)
    return chart


def _count(row: Mapping[str, Any], part: str) -> int:
    return int(row["waiting"] - row["overdue"] - row["at_risk"] if part == "waits" else row[part])
