"""What the charts share: ink, axes of days, colours with a legend, and tips."""

import json
from collections.abc import Iterable
from datetime import date
from textwrap import wrap
from typing import Any

import altair as alt

from dashboard.words import Words

ENOUGH = 20
"""Below this many posts a share says little, and is drawn so."""
INK = "#52606D"
FAINT = "#9AA5B1"
"""What says little: a share of few posts."""
BLUE, ORANGE, PURPLE = "#0072B2", "#D55E00", "#5E3C99"
PALE, SHADE = "#9FB3C8", "#F0E9DC"
_FRENCH = alt.NumberLocale(
    decimal=",", thousands="\u202f", grouping=[3], currency=["", "\u00a0$"], percent="\u00a0%", minus="\N{MINUS SIGN}"
)
"""How numbers of axes and tips are written, as those of `Words.number` are."""
_BETWEEN = " · "
_LETTERS = 58
"""Letters of a line above a chart that are not cut on a phone."""
_LONGEST_HEAD = 2_000
PICK = "picked"
"""The name of what was clicked in a chart."""


def data(rows: list[dict[str, Any]]) -> alt.Data:
    """Rows that go with the chart."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # altair leaves it untyped


def day_axis(days: Iterable[date], t: Words) -> alt.X:
    """Days side by side, each by its day and month in words."""
    # days are names here: as instants, the browser would move them by its own zone
    named = [day.isoformat() for day in days]
    months = json.dumps([t(f"month.{number}") for number in range(1, 13)])
    told = f"toNumber(slice(datum.label, 8)) + ' ' + {months}[toNumber(slice(datum.label, 5, 7)) - 1]"
    shown = alt.Axis(title=None, labelAngle=0, labelOverlap=True, labelExpr=told, ticks=False, labelColor=INK)
    return alt.X("day:O", sort=None, axis=shown, scale=alt.Scale(type="band", domain=named, paddingInner=0.15))


def colours(named: dict[str, str]) -> alt.Color:
    """A colour for each label, told above the chart."""
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolType="square",
        labelLimit=200,
        labelColor=INK,
        padding=0,
        # on a phone two stand in a line, so that none is cut
        columns=alt.ExprRef("width < 420 ? 2 : 9"),
    )
    return alt.Color("label:N", scale=alt.Scale(domain=list(named), range=list(named.values())), legend=legend)


def _lines(told: str) -> list[str]:
    """Lines that a phone has room for, broken where one thing ends and the next begins."""
    lines: list[str] = []
    for part in told.split(_BETWEEN):
        joined = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and len(joined) <= _LETTERS:
            lines[-1] = joined
        else:
            lines += wrap(part, _LETTERS)
    return lines


def headed(*layers: Any, head: str, height: int, t: Words) -> alt.LayerChart:  # noqa: ANN401 -- charts of several kinds
    """The layers with what they count above them: a picture of the chart says so wherever it goes."""
    lines = [line for told in head.split("\n") for line in _lines(told)] if head else []
    title = alt.TitleParams(
        # of itself a head ends where the axis does, far from the edge of a phone
        text=lines,
        limit=_LONGEST_HEAD,
        anchor="start",
        fontSize=11,
        fontWeight="normal",
        color=INK,
        offset=6,
    )
    locale = alt.Locale(number=_FRENCH) if t.lang == "fr" else alt.Undefined
    drawn: alt.LayerChart = (
        alt
        .layer(*layers)
        .properties(height=height + 14 * len(lines), title=title)
        .configure(view=alt.ViewConfig(stroke=None), locale=locale)
    )
    return drawn


def tips(*fields: tuple[str, str], t: Words) -> list[Any]:
    """Fields with their names, shown beside the pointer."""
    return [alt.Tooltip(field, title=t(label)) for field, label in fields]
