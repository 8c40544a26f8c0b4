"""The chart of one recurring issue: how often it is met each week, and the week from which it should be gone."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt

from dashboard.chart_parts import BLUE, ENOUGH, FAINT, INK, PICK, data, headed, tips
from dashboard.clock_words import day as day_words
from dashboard.marks import Mark
from dashboard.marks import layer as mark_layer
from dashboard.words import Words


def issue_weeks(
    weeks: Sequence[Mapping[str, Any]], *, fixed_on: date | None, t: Words, marks: Sequence[Mark] = (), head: str = ""
) -> alt.LayerChart:
    """Complaints per 1,000 posts by week, a week of few posts in grey.

    The first and the last week may be short, so counts alone would mislead.
    """
    rows = [
        {
            "week": week["week"],
            "monday": day_words(monday(week["week"]), t),
            "rate": week["per_1000"],
            "n": week["n"],
            "posts": week["posts"],
            "is_enough": (week["posts"] or 0) >= ENOUGH,
        }
        for week in weeks
    ]
    # a week is told by its Monday: few people know weeks by their numbers
    mondays = json.dumps({week["week"]: _short(monday(week["week"]), t) for week in weeks})
    told = f"{mondays}[datum.value]"
    x = alt.X(
        "week:O",
        title=t("issues.week_of"),
        sort=None,
        axis=alt.Axis(labelAngle=0, labelExpr=told, ticks=False, labelColor=INK, titleColor=INK, labelOverlap=True),
    )
    base = alt.Chart(data(rows))
    picked = alt.selection_point(name=PICK, fields=["week"], on="click", empty=True)
    bars = base.mark_bar(width={"band": 0.62}, cursor="pointer").encode(
        x=x,
        y=alt.Y(
            "rate:Q",
            title=t("issues.axis_rate"),
            axis=alt.Axis(tickCount=4, labelColor=INK, titleColor=INK),
            # room above the tallest bar for its figure and for the word at the fix
            scale=alt.Scale(domainMin=0, domainMax=1.3 * max((row["rate"] or 0 for row in rows), default=0) or 1),
        ),
        color=alt.condition("datum.is_enough", alt.value(BLUE), alt.value(FAINT)),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
        tooltip=tips(("monday:N", "issues.week_of"), ("n:Q", "issues.complaints"), ("posts:Q", "axis.of_week"), t=t),
    )
    bars = bars.add_params(picked)
    labels = base.mark_text(dy=-7, color=INK).encode(x=x, y="rate:Q", text="n:Q")
    layers: list[Any] = [bars, labels]
    if fixed_on is not None and (named := _week(fixed_on)) in {row["week"] for row in rows}:
        mark = alt.Chart(data([{"week": named, "label": t("issues.fixed_mark")}]))
        on = alt.X("week:O", bandPosition=fixed_on.weekday() / 7)
        layers += [
            mark.mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.5).encode(x=on),
            mark.mark_text(color=INK, align="left", dx=5, baseline="top").encode(x=on, y=alt.value(0), text="label:N"),
        ]
    if within := [mark for mark in marks if f"{mark.day:%G-W%V}" in {row["week"] for row in rows}]:
        layers.append(mark_layer(within, x, t=t))
    return headed(*layers, head=head, height=190, t=t)


def monday(week: str) -> date:
    """The first day of a week like 2026-W46."""
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _short(day: date, t: Words) -> str:
    return f"{day.day} {t(f'month.{day.month}')}"


def _week(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"
