"""The chart of an incident: posts by hour beside what is usual for each, hours that were not read whole shaded."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import altair as alt

from dashboard.chart_parts import BLUE, INK, ORANGE, PALE, PICK, SHADE, data, headed, tips
from dashboard.clock_words import when
from dashboard.words import Words
from repwatch.spreading import HourBeside

_HOUR = timedelta(hours=1)
# midnight says its day, other marks the hour
_LABEL = (
    "utcFormat(datum.value, '%H') == '00' ? utcdate(datum.value) + ' ' + {months}[utcmonth(datum.value)]"
    " : utcFormat(datum.value, '%H:%M')"
)


def incident_hours(
    hours: Sequence[HourBeside], *, zone: ZoneInfo, now: datetime, t: Words, head: str = ""
) -> alt.LayerChart:
    """Bars of posts over the band of what is usual, and the line from which an incident opens."""
    rows = [_row(hour, zone=zone, now=now, t=t) for hour in hours]
    months = json.dumps([t(f"month.{number}") for number in range(1, 13)])
    x = alt.X(
        "from:T",
        title=None,
        scale=alt.Scale(type="utc", nice=False),
        axis=alt.Axis(labelExpr=_LABEL.format(months=months), tickCount=10, ticks=False, grid=False, labelColor=INK),
    )
    known = [row for row in rows if row["usual"] is not None]
    y = alt.Y(
        "posts:Q",
        title=t("coverage.axis_posts"),
        stack=None,
        axis=alt.Axis(tickMinStep=1, labelColor=INK, titleColor=INK),
    )
    bars = (
        alt
        .Chart(data(rows))
        .mark_bar(cursor="pointer")
        .encode(
            x=x,
            x2="bar_to:T",
            y2="low:Q",
            y=y,
            color=alt.Color(
                "label:N",
                scale=alt.Scale(domain=[t("incidents.in_it"), t("incidents.around")], range=[ORANGE, BLUE]),
                legend=alt.Legend(orient="top", title=None, symbolType="square", labelColor=INK, padding=0),
            ),
            tooltip=tips(
                ("hour:N", "incidents.hour"),
                ("posts:Q", "trends.posts"),
                ("usual:Q", "incidents.usual"),
                ("high:Q", "incidents.high"),
                ("opens:Q", "incidents.opens"),
                ("whole:N", "incidents.read"),
                t=t,
            ),
        )
    )
    bars = bars.add_params(alt.selection_point(name=PICK, fields=["at"], on="click", empty=True))
    # a layer without rows has no extent
    below: list[Any] = []
    above: list[Any] = []
    if unread := [row for row in rows if not row["is_whole"]]:
        below.append(alt.Chart(data(unread)).mark_rect(color=SHADE).encode(x=x, x2="to:T"))
    if known:
        beside = alt.Chart(data(known))
        band = beside.mark_rect(color=PALE, opacity=0.35)
        below.append(band.encode(x=x, x2="to:T", y=alt.Y("low:Q", stack=None), y2="high:Q"))
        above.append(beside.mark_rule(color=INK, strokeDash=[4, 3]).encode(x=x, x2="to:T", y="opens:Q"))
    return headed(*below, bars, *above, head=head, height=230, t=t)


def _row(hour: HourBeside, *, zone: ZoneInfo, now: datetime, t: Words) -> dict[str, Any]:
    return {
        "at": hour.at.isoformat(),
        "from": _wall(hour.at, zone),
        "to": _wall(hour.at + _HOUR, zone),
        "bar_to": _wall(hour.at + 0.86 * _HOUR, zone),
        "hour": when(hour.at, now=now, zone=zone, t=t),
        "posts": hour.posts,
        "usual": hour.usual,
        "low": 0,
        "high": None if hour.high is None else round(hour.high, 1),
        "opens": None if hour.opens is None else round(hour.opens, 1),
        "is_whole": hour.is_whole,
        "whole": t("sources.complete" if hour.is_whole else "incidents.not_whole"),
        "label": t("incidents.in_it" if hour.is_in else "incidents.around"),
    }


def _wall(at: datetime, zone: ZoneInfo) -> str:
    """What the wall clock shows, said as if it were UTC: the browser would move an instant by its own zone."""
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M:%S}Z"
