"""Incidents as tables tell of them: which one it is, on the page of incidents and where rules are tried."""

from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import lake_reads
from dashboard.clock_words import when
from dashboard.viewer import Viewer
from triage.spikes import Incident


def which(one: Incident, *, me: Viewer, now: datetime) -> dict[str, str]:
    """The cells that name an incident."""
    return {
        "topic": me.t.of("topic", one.topic),
        "brand": lake_reads.brand_titles().get(one.brand, one.brand),
        "began": when(one.opened_at, now=now, zone=me.zone, t=me.t),
    }


def which_columns(me: Viewer) -> dict[str, Any]:
    """The columns of these cells."""
    t, text = me.t, st.column_config.TextColumn
    return {
        "topic": text(t("filter.topic"), width=140),
        "brand": text(t("brand_choice.title"), width=160),
        "began": text(t("incidents.began"), width=150),
    }


def peak_words(one: Incident, *, me: Viewer) -> str:
    """The busiest hour beside what is usual for it."""
    n = me.t.number
    return me.t("incidents.peak_of", n=n(one.peak.posts), usual=n(one.peak.usual, digits=0))
