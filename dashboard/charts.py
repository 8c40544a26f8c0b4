"""The charts as Altair specifications: pure functions of figures and words."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from dashboard.chart_parts import ENOUGH, FAINT, INK, PALE, PICK, SHADE, colours, data, day_axis, headed, tips
from dashboard.clock_words import day as day_words
from dashboard.marks import Mark
from dashboard.marks import layer as mark_layer
from dashboard.words import Words
from scoring import intervals
from warehouse.read import CoverageDay, SentimentDay, TopicCount

# from Okabe and Ito's palette; the neutral greys are told apart by lightness
_ANSWERS = {"answered": "#0072B2", "not_answered": "#D55E00", "undecided": "#C9D1D9", "unknown": "#8796A5"}
_FEELINGS = {"negative": "#B35806", "neutral": "#CBD2D9", "positive": "#5E3C99"}
_TONES = {"few": FAINT, "negative": "#B35806", "positive": "#5E3C99"}


def answer_days(days: Sequence[CoverageDay], *, t: Words, marks: Sequence[Mark] = (), head: str = "") -> alt.LayerChart:
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
    named = [found.day for found in days]
    shade = _shade([found.day for found in days if found.undecided], named, t)
    picked = alt.selection_point(name=PICK, fields=["day", "state"], on="click", empty=True)
    bars = (
        alt
        .Chart(data(rows))
        .mark_bar(cursor="pointer")
        .encode(
            x=day_axis([found.day for found in days], t),
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
                ("date:N", "axis.day"),
                ("label:N", "coverage.behind_state"),
                ("posts:Q", "trends.posts"),
                ("of:Q", "axis.of_day"),
                t=t,
            ),
        )
        .add_params(picked)
    )
    return _over(shade, [bars], named, marks, height=240, t=t, head=head)


def net_days(
    days: Sequence[SentimentDay], *, today: date, t: Words, marks: Sequence[Mark] = (), head: str = ""
) -> alt.LayerChart:
    """Net sentiment by day; days with few posts are small and grey, days of incomplete collection diamonds."""
    rows = [
        {
            "day": found.day.isoformat(),
            "date": day_words(found.day, t),
            "net": net(found),
            **_bounds(found),
            "n": found.n,
            "tone": _tone(found),
            "is_complete": found.is_complete,
        }
        for found in days
        if found.n
    ]
    base = alt.Chart(data(rows)).encode(x=day_axis([found.day for found in days], t))
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
        color=alt.Color("tone:N", legend=None, scale=alt.Scale(domain=list(_TONES), range=list(_TONES.values()))),
        size=alt.condition("datum.tone == 'few'", alt.value(26), alt.value(70)),
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
    layers = [band, zero, line, points]
    return _over(_shade([today], named, t), layers, named, marks, height=220, t=t, head=head)


def feeling_days(
    days: Sequence[SentimentDay], *, today: date, t: Words, marks: Sequence[Mark] = (), head: str = ""
) -> alt.LayerChart:
    """Posts of each day by sentiment; today, which is not over, stands on a shade."""
    rows = [
        {
            "day": found.day.isoformat(),
            "date": day_words(found.day, t),
            "feeling": feeling,
            "label": t(f"sentiment.{feeling}"),
            "order": number,
            "posts": getattr(found, f"n_{feeling}"),
            "of": found.n,
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
            x=day_axis(named, t),
            y=alt.Y(
                "posts:Q", title=t("trends.axis_posts"), axis=alt.Axis(tickMinStep=1, labelColor=INK, titleColor=INK)
            ),
            color=colours({t(f"sentiment.{feeling}"): colour for feeling, colour in _FEELINGS.items()}),
            order="order:Q",
            opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
            tooltip=tips(
                ("date:N", "axis.day"),
                ("label:N", "axis.sentiment"),
                ("posts:Q", "trends.posts"),
                ("of:Q", "axis.of_day"),
                t=t,
            ),
        )
        .add_params(picked)
    )
    return _over(_shade([today], named, t), [bars], named, marks, height=220, t=t, head=head)


def topic_bars(topics: Sequence[TopicCount], *, t: Words, head: str = "") -> alt.LayerChart:
    """Negative posts by topic, each bar labelled with its own figures; a topic of few posts is grey."""
    rows = [
        {
            "topic": t.of("topic", found.topic),
            "code": found.topic,
            "n": found.n,
            "negative": found.n_negative,
            "label": t("trends.topic_count", negative=t.number(found.n_negative), n=t.number(found.n)),
            "is_enough": found.n >= ENOUGH,
        }
        for found in topics
    ]
    base = alt.Chart(data(rows)).encode(
        y=alt.Y(
            "topic:N",
            sort=[t.of("topic", found.topic) for found in sorted(topics, key=lambda found: -found.n_negative)],
            title=None,
            axis=alt.Axis(labelLimit=160, ticks=False, domain=False, labelColor=INK),
        )
    )
    # room for the figures behind the longest bar
    most = 1.3 * max((found.n_negative for found in topics), default=1)
    hidden = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    picked = alt.selection_point(name=PICK, fields=["code"], on="click", empty=True)
    bars = (
        base
        .mark_bar(height={"band": 0.62}, cursor="pointer")
        .encode(
            x=alt.X("negative:Q", title=None, axis=hidden, scale=alt.Scale(domainMax=most)),
            color=alt.condition("datum.is_enough", alt.value(_FEELINGS["negative"]), alt.value(FAINT)),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
            tooltip=tips(
                ("topic:N", "filter.topic"), ("negative:Q", "sentiment.negative"), ("n:Q", "trends.posts"), t=t
            ),
        )
        .add_params(picked)
    )
    labels = base.mark_text(align="left", dx=5, color=INK).encode(x="negative:Q", text="label:N")
    return headed(bars, labels, head=head, height=max(60, 26 * len(rows)), t=t)


def net(found: SentimentDay) -> float | None:
    """Net sentiment in points; None without posts."""
    return _points((found.n_positive - found.n_negative) / found.n) if found.n else None


def _bounds(found: SentimentDay) -> dict[str, float | None]:
    """Between which points net sentiment lies 95 times of 100."""
    sure = intervals.net(found.n_positive, found.n_negative, found.n)
    return {"low": _points(sure.low), "high": _points(sure.high)}


def _points(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1) or 0.0  # no figure is "minus nought"


def every_day(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _tone(found: SentimentDay) -> str:
    """How a day's point is drawn: grey where it stands for few posts."""
    if found.n < ENOUGH:
        return "few"
    return "negative" if found.n_negative > found.n_positive else "positive"


def _shade(days: Sequence[date], named: Sequence[date], t: Words) -> list[alt.Chart]:
    """What may still change; a layer without rows is none, since it has no extent."""
    rows: list[dict[str, Any]] = [{"day": day.isoformat()} for day in days]
    return [alt.Chart(data(rows)).mark_rect(color=SHADE, opacity=0.8).encode(x=day_axis(named, t))] if rows else []


def _over(
    shade: Sequence[alt.Chart],
    layers: Sequence[alt.Chart],
    named: Sequence[date],
    marks: Sequence[Mark],
    *,
    height: int,
    t: Words,
    head: str,
) -> alt.LayerChart:
    """Layers over the shade, with the wedges of what changed on top."""
    within = [mark for mark in marks if mark.day in named]
    wedges = [mark_layer(within, day_axis(named, t), t=t)] if within else []
    return headed(*shade, *layers, *wedges, head=head, height=height, t=t)
