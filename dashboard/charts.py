"""The charts as Altair specifications: pure functions of figures and words."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from dashboard.chart_parts import INK, PALE, SHADE, colours, data, day_axis, tips
from dashboard.clock_words import day as day_words
from dashboard.marks import Mark
from dashboard.marks import layer as mark_layer
from dashboard.words import Words
from scoring import intervals
from warehouse.read import CoverageDay, SentimentDay, TopicCount

ENOUGH = 20
"""Below this many posts a share says little, and is drawn so."""

PICK = "picked"
# from Okabe and Ito's palette; the neutral greys are told apart by lightness
_ANSWERS = {"answered": "#0072B2", "not_answered": "#D55E00", "undecided": "#C9D1D9", "unknown": "#8796A5"}
_FEELINGS = {"negative": "#B35806", "neutral": "#CBD2D9", "positive": "#5E3C99"}


def answer_days(days: Sequence[CoverageDay], *, t: Words, marks: Sequence[Mark] = ()) -> alt.LayerChart:
    """What became of each day's arrivals; days with posts still open stand on a shade, changes are marked."""
    states = list(_ANSWERS)
    rows = [
        {
            "day": found.day.isoformat(),
            "date": day_words(found.day, t),
            "state": state,
            "label": t(f"answer_state.{state}"),
            "order": number,
            "posts": getattr(found, state),
            "of": found.n,
        }
        for found in days
        for number, state in enumerate(states)
    ]
    shade = _shade([found.day for found in days if found.undecided], [found.day for found in days])
    picked = alt.selection_point(name=PICK, fields=["day", "state"], on="click", empty=True)
    bars = (
        alt
        .Chart(data(rows))
        .mark_bar(cursor="pointer")
        .encode(
            x=day_axis([found.day for found in days]),
            y=alt.Y(
                "posts:Q",
                title=t("coverage.axis_posts"),
                stack="zero",
                axis=alt.Axis(tickMinStep=1, labelColor=INK, titleColor=INK),
            ),
            color=colours({t(f"answer_state.{state}"): colour for state, colour in _ANSWERS.items()}),
            order="order:Q",
            opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
            tooltip=tips(
                ("date:N", "axis.day"), ("label:N", "coverage.behind_state"), ("posts:Q", "trends.posts"), t=t
            ),
        )
        .add_params(picked)
    )
    return _over(shade, [bars], [found.day for found in days], marks, height=240, t=t)


def net_days(days: Sequence[SentimentDay], *, today: date, t: Words, marks: Sequence[Mark] = ()) -> alt.LayerChart:
    """Net sentiment by day; days with few posts are small, days of incomplete collection diamonds, today is shaded."""
    rows = [
        {
            "day": found.day.isoformat(),
            "date": day_words(found.day, t),
            "net": net(found),
            **_bounds(found),
            "n": found.n,
            "is_enough": found.n >= ENOUGH,
            "is_complete": found.is_complete,
        }
        for found in days
        if found.n
    ]
    base = alt.Chart(data(rows)).encode(x=day_axis([found.day for found in days]))
    y = alt.Y(
        "net:Q",
        title=t("trends.axis_net"),
        scale=alt.Scale(domain=[-100, 100]),
        axis=alt.Axis(tickCount=5, labelColor=INK, titleColor=INK),
    )
    band = base.mark_area(color=PALE, opacity=0.28).encode(y=alt.Y("low:Q", title=t("trends.axis_net")), y2="high:Q")
    line = base.mark_line(color=PALE, strokeWidth=1.5).encode(y=y)
    picked = alt.selection_point(name=PICK, fields=["day"], on="click", empty=True)
    points = base.mark_point(filled=True, cursor="pointer").encode(
        y=y,
        opacity=alt.condition(picked, alt.value(1), alt.value(0.3)),
        color=alt.condition("datum.net < 0", alt.value(_FEELINGS["negative"]), alt.value(_FEELINGS["positive"])),
        size=alt.condition("datum.is_enough", alt.value(70), alt.value(22)),
        shape=alt.condition("datum.is_complete", alt.value("circle"), alt.value("diamond")),
        tooltip=tips(
            ("date:N", "axis.day"),
            ("net:Q", "trends.axis_net"),
            ("low:Q", "trends.low"),
            ("high:Q", "trends.high"),
            ("n:Q", "trends.posts"),
            t=t,
        ),
    )
    points = points.add_params(picked)
    zero = alt.Chart(data([{"zero": 0}])).mark_rule(color=INK, strokeDash=[3, 3]).encode(y="zero:Q")
    named = [found.day for found in days]
    return _over(_shade([today], named), [band, zero, line, points], named, marks, height=220, t=t)


def feeling_days(days: Sequence[SentimentDay], *, today: date, t: Words) -> alt.LayerChart:
    """Posts of each day by sentiment; today, which is not over, stands on a shade."""
    rows = [
        {
            "day": found.day.isoformat(),
            "date": day_words(found.day, t),
            "feeling": feeling,
            "label": t(f"sentiment.{feeling}"),
            "order": number,
            "posts": getattr(found, f"n_{feeling}"),
        }
        for found in days
        for number, feeling in enumerate(_FEELINGS)
    ]
    named = [found.day for found in days]
    picked = alt.selection_point(name=PICK, fields=["day", "feeling"], on="click", empty=True)
    bars = (
        alt
        .Chart(data(rows))
        .mark_bar(cursor="pointer")
        .encode(
            x=day_axis(named),
            y=alt.Y(
                "posts:Q", title=t("trends.axis_posts"), axis=alt.Axis(tickMinStep=1, labelColor=INK, titleColor=INK)
            ),
            color=colours({t(f"sentiment.{feeling}"): colour for feeling, colour in _FEELINGS.items()}),
            order="order:Q",
            opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
            tooltip=tips(("date:N", "axis.day"), ("label:N", "axis.sentiment"), ("posts:Q", "trends.posts"), t=t),
        )
        .add_params(picked)
    )
    return _over(_shade([today], named), [bars], named, (), height=220, t=t)


def topic_bars(topics: Sequence[TopicCount], *, t: Words) -> alt.LayerChart:
    """Negative posts by topic, each bar labelled with its own figures."""
    rows = [
        {
            "topic": t.of("topic", found.topic),
            "code": found.topic,
            "n": found.n,
            "negative": found.n_negative,
            "label": t("trends.topic_count", negative=found.n_negative, n=found.n),
        }
        for found in topics
    ]
    base = alt.Chart(data(rows)).encode(
        y=alt.Y(
            "topic:N", sort="-x", title=None, axis=alt.Axis(labelLimit=160, ticks=False, domain=False, labelColor=INK)
        )
    )
    # room for the figures behind the longest bar
    most = 1.3 * max((found.n_negative for found in topics), default=1)
    hidden = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    picked = alt.selection_point(name=PICK, fields=["code"], on="click", empty=True)
    bars = (
        base
        .mark_bar(color=_FEELINGS["negative"], height={"band": 0.62}, cursor="pointer")
        .encode(
            x=alt.X("negative:Q", title=None, axis=hidden, scale=alt.Scale(domainMax=most)),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
        )
        .add_params(picked)
    )
    labels = base.mark_text(align="left", dx=5, color=INK).encode(x="negative:Q", text="label:N")
    chart: alt.LayerChart = (
        alt.layer(bars, labels).properties(height=max(60, 26 * len(rows))).configure_view(stroke=None)
    )
    return chart


def net(found: SentimentDay) -> float | None:
    """Net sentiment in points; None without posts."""
    return round(100 * (found.n_positive - found.n_negative) / found.n, 1) if found.n else None


def _bounds(found: SentimentDay) -> dict[str, float | None]:
    """Between which points net sentiment lies 95 times of 100."""
    sure = intervals.net(found.n_positive, found.n_negative, found.n)
    return {"low": _points(sure.low), "high": _points(sure.high)}


def _points(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def every_day(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _shade(days: Sequence[date], named: Sequence[date]) -> alt.Chart:
    """What may still change."""
    rows: list[dict[str, Any]] = [{"day": day.isoformat()} for day in days]
    drawn: alt.Chart = alt.Chart(data(rows)).mark_rect(color=SHADE, opacity=0.8).encode(x=day_axis(named))
    return drawn


def _over(
    shade: alt.Chart,
    layers: Sequence[alt.Chart],
    named: Sequence[date],
    marks: Sequence[Mark],
    *,
    height: int,
    t: Words,
) -> alt.LayerChart:
    """Layers over the shade, with the wedges of what changed on top."""
    within = [mark for mark in marks if mark.day in named]
    wedges = [mark_layer(within, day_axis(named), t=t)] if within else []
    chart: alt.LayerChart = alt.layer(shade, *layers, *wedges).properties(height=height).configure_view(stroke=None)
    return chart
