"""A chart on the page: what is clicked in it comes back, so that the rows behind it can be shown."""

import json
from collections import OrderedDict
from datetime import date
from functools import partial
from threading import Lock
from typing import Any

import altair as alt
import streamlit as st
from altair.utils import schemapi

from dashboard.chart_parts import PICK
from dashboard.clock_words import days
from dashboard.words import Words

alt.theme.enable("none")  # sizes and colours are the console's own

_MOST = 300
_texts: OrderedDict[str, str] = OrderedDict()
"""Charts by what they were made of, as they go to the page: Altair takes half a second to check a month of days."""
_keeping = Lock()


def unchecked() -> None:
    """Make charts without comparing each with Vega's schema, which takes more than half of the time: tests do that."""
    schemapi.disable_debug_mode()


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
    spec = chart().to_dict(validate=schemapi.DEBUG_MODE)
    text = json.dumps(_with_own_data(spec))
    with _keeping:
        _texts[made_of] = text
        while len(_texts) > _MOST:
            _texts.popitem(last=False)
    return text


def _with_own_data(spec: dict[str, Any]) -> dict[str, Any]:
    """Each layer with its own rows: Streamlit sends those of a whole chart behind it, and Vega first draws it empty."""
    rows, shared = spec.pop("datasets", {}), spec.pop("data", None)
    for layer in spec["layer"]:
        if found := layer.get("data", shared):
            layer["data"] = {"values": rows[found["name"]]} if "name" in found else found
    return spec


def head(*about: str, first: date, last: date, n: int, t: Words) -> str:
    """What a chart counts: of whom, from when to when, and how many posts."""
    # two lines, so that neither is cut on a phone
    return "\n".join([" · ".join(filter(None, about)), f"{days(first, last, t)} · {t('axis.n', n=t.number(n))}"])
