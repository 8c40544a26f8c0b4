"""The line above a report: period, brand, settings, and how fresh the data is."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard import backend, lake_reads
from dashboard.components.freshness import freshness
from dashboard.components.settings_menu import settings_menu
from dashboard.safe import plain
from dashboard.viewer import Viewer
from repwatch.reports.window import DAYS, DAYS_OF_TOPICS, first_instant

PERIODS = ("7", str(DAYS), str(DAYS_OF_TOPICS))


def heading(title: str, *, me: Viewer) -> None:
    """Draw the page's title with the settings beside it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"## {title}")
        st.space("stretch")
        settings_menu(me)


def asked(*, me: Viewer, now: datetime) -> tuple[datetime, str | None]:
    """Draw period, brand and freshness in a line; returns since when, and of which brand or None for all."""
    with st.container(horizontal=True, vertical_alignment="center", key="page_bar"):
        since = period(me=me, now=now)
        brand = brand_or_all(me=me)
        st.space("stretch")
        freshness(me=me, now=now)
    return since, brand


def brand_or_all(*, me: Viewer) -> str | None:
    """Draw the choice of a brand; None is all of them."""
    title, anything = me.t("brand_choice.title"), me.t("brand_choice.all")
    return choice("brand", lake_reads.brands(), anything=anything, group="brand", title=title, me=me)


def period(*, me: Viewer, now: datetime, default: int = DAYS) -> datetime:
    """Draw the choice of a period; it is kept in the address. Returns its first instant: today is one of its days."""
    days = one_of("period", PERIODS, default=str(default), title=me.t("period.title"), me=me)
    return first_instant(int(days), now=now, zone=backend.app().settings.business_zone)


def one_of(name: str, options: Sequence[str], *, title: str, me: Viewer, default: str = "") -> str:
    """Draw buttons of which one is down; the address keeps its code, so that a link means the same in every language.

    Without `default` the first is down at first.
    """
    usual = default or options[0]
    asked = st.query_params.get(name)
    key = f"one_{name}"

    def chose() -> None:
        picked = st.session_state[key]
        if picked == usual:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = picked

    picked = st.segmented_control(
        title,
        options,
        default=asked if asked in options else usual,
        format_func=lambda value: me.t(f"{name}.{value}"),
        key=key,
        on_change=chose,
        required=True,
        label_visibility="collapsed",
    )
    return picked or usual


def choice(
    name: str, options: Sequence[str], *, anything: str | None, group: str, title: str, me: Viewer
) -> str | None:
    """Draw the choice of one value or, where `anything` is named, all; it is kept in the address."""
    asked = st.query_params.get(name)
    offered = list(options) if anything is None else ["", *options]
    index = offered.index(asked) if asked is not None and asked in options else 0

    def chose() -> None:
        picked = st.session_state[f"choice_{name}"]
        if picked:
            st.query_params[name] = picked
        else:
            st.query_params.pop(name, None)

    picked = st.selectbox(
        title,
        offered,
        index=index,
        format_func=lambda value: _named(value, group=group, me=me) if value else anything or "",
        key=f"choice_{name}",
        on_change=chose,
        label_visibility="collapsed",
        width=190,
    )
    return picked or None


def _named(value: str, *, group: str, me: Viewer) -> str:
    return plain(lake_reads.brand_titles().get(value, value) if group == "brand" else me.t.of(group, value))
