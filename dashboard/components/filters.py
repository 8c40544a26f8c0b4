"""What the queue is narrowed to, kept in the address so that a link shows the same.

A change lets go of the open case: keys must not act on one that the list no longer shows.
"""

from functools import partial

import streamlit as st

from dashboard import backend, session
from dashboard.lake_reads import brand_titles
from dashboard.safe import label
from dashboard.viewer import Viewer
from repwatch import business
from triage.urgency import Severity
from warehouse.tabs import Choices, Filters

_GROUPS = ("brand", "severity", "platform", "language", "topic", "team", "level")


def current() -> Filters:
    """The filters that the address names."""
    chosen = {name: tuple(st.query_params.get_all(name)) for name in _GROUPS}
    return Filters(
        brands=chosen["brand"],
        severities=chosen["severity"],
        platforms=chosen["platform"],
        langs=chosen["language"],
        topics=chosen["topic"],
        teams=chosen["team"],
        levels=tuple(int(level) for level in chosen["level"] if level.isdecimal() and len(level) < 4),
        search=st.query_params.get("q", ""),
    )


def filter_menu(choices: Choices, *, me: Viewer) -> None:
    """Draw the menu of filters; a choice goes to the address, from where `current` reads it."""
    t = me.t
    options = {
        "brand": choices.brands,
        "severity": tuple(severity.value for severity in Severity),
        "platform": choices.platforms,
        "language": choices.langs,
        "topic": choices.topics,
        "team": choices.teams,
        "level": tuple(_levels()),
    }
    active = sum(bool(st.query_params.get_all(name)) for name in _GROUPS)
    title = t("filter.title_active", n=active) if active else t("filter.title")
    with st.popover(title, width="content", key="filters"):
        for name in _GROUPS:
            # teams and levels are for those who named some
            if name in {"team", "level"} and not options[name]:
                continue
            chosen = [value for value in st.query_params.get_all(name) if value in options[name]]
            st.pills(
                t(f"filter.{name}"),
                options[name],
                default=chosen,
                selection_mode="multi",
                format_func=partial(_named, name, me=me),
                key=f"filter_{name}",
                on_change=_choose,
                args=(name,),
            )
        if active:
            st.button(t("filter.clear"), on_click=clear, key="filters_clear")


def search_box(*, me: Viewer) -> None:
    """Draw the search over texts and authors."""
    t = me.t
    st.text_input(
        t("filter.search"),
        value=st.query_params.get("q", ""),
        placeholder=t("filter.search_hint"),
        label_visibility="collapsed",
        key="search",
        max_chars=80,
        on_change=_search,
    )


def clear() -> None:
    """Let everything through again."""
    for name in (*_GROUPS, "q"):
        st.query_params.pop(name, None)
        st.session_state.pop(f"filter_{name}", None)
    st.session_state.pop("search", None)
    session.select(None)


@st.cache_data(ttl=60, show_spinner=False)
def _levels() -> dict[str, str]:
    """The levels that cases go up to, by number, with their names."""
    levels = business.staffing(backend.app().desk).levels
    return {str(number): level.name for number, level in enumerate(levels, start=1)}


def _named(group: str, value: str, *, me: Viewer) -> str:
    if group == "level":
        return label(_levels()[value])
    return label(brand_titles().get(value, value) if group == "brand" else me.t.of(group, value))


def _choose(name: str) -> None:
    chosen = st.session_state[f"filter_{name}"]
    if chosen:
        st.query_params[name] = list(chosen)
    else:
        st.query_params.pop(name, None)
    session.select(None)


def _search() -> None:
    text = st.session_state.search.strip()
    if text:
        st.query_params["q"] = text
    else:
        st.query_params.pop("q", None)
    session.select(None)
