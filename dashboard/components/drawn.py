"""A chart on the page: what is clicked in it comes back, so that the rows behind it can be shown."""

import json
from collections import OrderedDict
from datetime import date
from functools import partial
from threading import Lock

import altair as alt
import streamlit as st

from dashboard.chart_parts import PICK
from dashboard.clock_words import day as day_words
from dashboard.words import Words

alt.theme.enable("none")  # sizes and colours are the console's own

_MOST = 300
_texts: OrderedDict[str, str] = OrderedDict()
"""Charts by what they were made of, as they go to the page: Altair takes half a second to check a month of days."""
_keeping = Lock()


def drawn(chart: partial[alt.LayerChart], *, key: str, title: str) -> dict[str, str]:
    """Draw the chart that is made so; returns what was clicked in it, nothing where nothing was."""
    spec = json.loads(_text(chart))
    event = st.vega_lite_chart(spec=spec, key=key, on_select="rerun", selection_mode=PICK, alt=title)
    picked: dict[str, str] = next(iter(event["selection"].get(PICK, [])), {})
    return picked


def _text(chart: partial[alt.LayerChart]) -> str:
    """The chart as text; made once for the same rows in the same language."""
    made_of = repr((chart.func, chart.args, chart.keywords))
    with _keeping:
        if made_of in _texts:
            _texts.move_to_end(made_of)
            return _texts[made_of]
    text: str = chart().to_json(indent=None)
    with _keeping:
        _texts[made_of] = text
        while len(_texts) > _MOST:
            _texts.popitem(last=False)
    return text


def head(*about: str, first: date, last: date, n: int, t: Words) -> str:
    """What a chart counts: of whom, from when to when, and how many posts."""
    days = t("axis.from_to", first=day_words(first, t), last=day_words(last, t), year=last.year)
    # two lines, so that neither is cut on a phone
    return "\n".join([" · ".join(filter(None, about)), f"{days} · {t('axis.n', n=t.number(n))}"])
