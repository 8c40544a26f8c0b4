"""A chart on the page: what is clicked in it comes back, so that the rows behind it can be shown."""

from datetime import date

import altair as alt
import streamlit as st

from dashboard.chart_parts import PICK
from dashboard.clock_words import day as day_words
from dashboard.words import Words


def drawn(chart: alt.LayerChart, *, key: str, title: str) -> dict[str, str]:
    """Draw a chart; returns what was clicked in it, nothing where nothing was."""
    event = st.altair_chart(chart, key=key, on_select="rerun", selection_mode=PICK, alt=title)
    picked: dict[str, str] = next(iter(event["selection"].get(PICK, [])), {})
    return picked


def head(*about: str, first: date, last: date, n: int, t: Words) -> str:
    """What a chart counts: of whom, from when to when, and how many posts."""
    days = t("axis.from_to", first=day_words(first, t), last=day_words(last, t), year=last.year)
    # two lines, so that neither is cut on a phone
    return "\n".join([" · ".join(filter(None, about)), f"{days} · {t('axis.n', n=t.number(n))}"])
