"""What the charts share: ink, axes of days, colours with a legend, and tips."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import altair as alt

from dashboard.words import Words

INK = "#52606D"
BLUE, ORANGE, PURPLE = "#0072B2", "#D55E00", "#5E3C99"
PALE, SHADE = "#9FB3C8", "#F0E9DC"


def data(rows: list[dict[str, Any]]) -> alt.Data:
    """Rows that go with the chart."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # altair leaves it untyped


def day_axis(days: Iterable[date]) -> alt.X:
    """Days side by side."""
    # days are names here: as instants, the browser would move them by its own zone
    named = [day.isoformat() for day in days]
    shown = alt.Axis(
        title=None, labelAngle=0, labelOverlap=True, labelExpr="slice(datum.label, 5)", ticks=False, labelColor=INK
    )
    return alt.X("day:O", sort=None, axis=shown, scale=alt.Scale(type="band", domain=named, paddingInner=0.15))


def colours(named: dict[str, str]) -> alt.Color:
    """A colour for each label, told above the chart."""
    legend = alt.Legend(orient="top", title=None, symbolType="square", labelLimit=200, labelColor=INK, padding=0)
    return alt.Color("label:N", scale=alt.Scale(domain=list(named), range=list(named.values())), legend=legend)


def tips(*fields: tuple[str, str], t: Words) -> list[Any]:
    """Fields with their names, shown beside the pointer."""
    return [alt.Tooltip(field, title=t(label)) for field, label in fields]
