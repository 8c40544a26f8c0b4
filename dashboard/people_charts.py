"""The chart of load: what waits in whose hands, and how much of it is late."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dashboard.chart_parts import INK, ORANGE, PALE, PICK, colours, data, headed, tips
from dashboard.words import Words
from warehouse.load import Part

PARTS = {Part.OVERDUE: "tab.overdue", Part.AT_RISK: "tab.at_risk", Part.HAS_TIME: "people.has_time"}
"""What waits, by how soon it is due, and what that is called."""
_AT_RISK = "#E69F00"


def load_bars(people: Sequence[tuple[str, Mapping[str, Any]]], *, t: Words, head: str = "") -> alt.LayerChart:
    """One bar a person: overdue first, then at risk, then what has time; the figure at its end is all of it."""
    parts = {part: t(name) for part, name in PARTS.items()}
    rows = [
        {
            "person": name,
            "code": row["person"],
            "part": part.value,
            "label": parts[part],
            "order": number,
            "cases": held(row, part),
            "of": row["waiting"],
        }
        for name, row in people
        for number, part in enumerate(parts)
    ]
    y = alt.Y(
        "person:N", sort=None, title=None, axis=alt.Axis(labelLimit=180, ticks=False, domain=False, labelColor=INK)
    )
    hidden = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    picked = alt.selection_point(name=PICK, fields=["code", "part"], on="click", empty=True)
    bars = (
        alt
        .Chart(data(rows))
        .mark_bar(height={"band": 0.62}, cursor="pointer")
        .encode(
            y=y,
            x=alt.X("cases:Q", title=None, axis=hidden, stack="zero"),
            color=colours(dict(zip(parts.values(), (ORANGE, _AT_RISK, PALE), strict=True))),
            order="order:Q",
            opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
            tooltip=tips(
                ("person:N", "people.person"),
                ("label:N", "people.state"),
                ("cases:Q", "people.cases"),
                ("of:Q", "people.in_hand"),
                t=t,
            ),
        )
        .add_params(picked)
    )
    totals = [{"person": name, "cases": row["waiting"], "all": t.number(row["waiting"])} for name, row in people]
    labels = alt.Chart(data(totals)).mark_text(align="left", dx=5, color=INK).encode(y=y, x="cases:Q", text="all:N")
    return headed(bars, labels, head=head, height=96 + 34 * len(people), t=t)


def held(row: Mapping[str, Any], part: Part | None) -> int:
    """How many cases of a part somebody holds; all of them without one."""
    if part is None:
        return int(row["waiting"])
    return int(row["waiting"] - row["overdue"] - row["at_risk"] if part is Part.HAS_TIME else row[part])
