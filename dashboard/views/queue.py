"""The queue: soonest due first, one case open beside it, and every act on a key."""

from datetime import datetime

import streamlit as st

from dashboard import backend, session
from dashboard.components import filters
from dashboard.components.open_case import open_case
from dashboard.components.page_bar import freshness
from dashboard.components.queue_list import queue_list
from dashboard.components.settings_menu import settings_menu
from dashboard.shown import Shown
from dashboard.ticking import tick_every_minute
from dashboard.viewer import Viewer, viewer
from warehouse.queue import (
    COUNT_LIMIT,
    Choices,
    Cursor,
    Filters,
    QueueRow,
    Tab,
    belongs,
    choices,
    counts,
    page,
    rows_of,
)

_SHOWN = "shown"


def show() -> None:
    """Draw the page."""
    me, app = viewer(), backend.app()
    now = app.now()
    tab, narrowed = _tab(), filters.current()
    bar = st.container(key="bar", horizontal=True, gap="small", vertical_alignment="center")
    shown = _shown(tab, narrowed, me=me, now=now)
    rows = rows_of(app.desk, shown.case_ids)
    waiting = [row.case_id for row in rows if belongs(row, tab=tab, me=me.name, now=now)]
    if session.selected() is None and shown.case_ids:
        session.select(next(iter(waiting), shown.case_ids[0]))
    following = shown.step(session.selected(), waiting=waiting)
    left, right = st.columns([36, 64], gap="medium")
    with left:
        _list(rows, shown, tab=tab, narrowed=narrowed, me=me, now=now)
        _moves(shown, waiting, me=me)
        fresh = st.container(key="fresh")
    with right, st.container(key="detail"):
        open_case(session.selected(), following, me=me, now=now)
    # counts and the lake come last: nobody waits for them to go on
    with bar:
        _bar(tab, narrowed, me=me, now=now)
    with fresh:
        freshness(me=me, now=now, is_short=True)
    tick_every_minute()


def _bar(tab: Tab, narrowed: Filters, *, me: Viewer, now: datetime) -> None:
    found = counts(backend.app().desk, me=me.name, filters=narrowed, now=now)
    for other in Tab:
        st.button(
            f"{me.t(f'tab.{other}')}  **{_count(found[other], me)}**",
            key=f"tab_{other}",
            type="primary" if other is tab else "tertiary",
            on_click=_open_tab,
            args=(other,),
        )
    st.space("stretch")
    with st.container(width=230):
        filters.search_box(me=me)
    filters.filter_menu(_choices(), me=me)
    settings_menu(me)


def _count(n: int, me: Viewer) -> str:
    return f"{me.t.number(n)}+" if n >= COUNT_LIMIT else me.t.number(n)


@st.cache_data(ttl=60, show_spinner=False)
def _choices() -> Choices:
    return choices(backend.app().desk)


def _tab() -> Tab:
    asked = st.query_params.get("tab", Tab.OPEN)
    return Tab(asked) if asked in set(Tab) else Tab.OPEN


def _open_tab(tab: Tab) -> None:
    st.query_params["tab"] = tab.value
    _go(None)


def _shown(tab: Tab, narrowed: Filters, *, me: Viewer, now: datetime) -> Shown:
    view = (tab, narrowed, me.name)
    held: Shown | None = st.session_state.get(_SHOWN)
    if held is None or held.view != view:
        held = _read(Shown(view=view, case_ids=()), starts=(None,), now=now)
        st.session_state[_SHOWN] = held
    return held


def _read(shown: Shown, *, starts: tuple[Cursor | None, ...], now: datetime) -> Shown:
    tab, narrowed, name = shown.view
    found = page(backend.app().desk, tab=tab, me=name, filters=narrowed, now=now, after=starts[-1])
    return shown.with_page([row.case_id for row in found.rows], starts=starts, following=found.next)


def _turn(starts: tuple[Cursor | None, ...]) -> None:
    shown: Shown = st.session_state[_SHOWN]
    st.session_state[_SHOWN] = _read(shown, starts=starts, now=backend.app().now())
    session.select(None)


def _list(rows: list[QueueRow], shown: Shown, *, tab: Tab, narrowed: Filters, me: Viewer, now: datetime) -> None:
    t = me.t
    app = backend.app()
    if shown.number == 1:
        fresh = page(app.desk, tab=tab, me=me.name, filters=narrowed, now=now)
        newcomers = shown.newcomers([row.case_id for row in fresh.rows])
        if newcomers and rows:
            st.button(
                t("queue.newcomers", n=newcomers), key="newcomers", on_click=_turn, args=((None,),), width="stretch"
            )
    if not rows:
        _nothing(tab, narrowed, me=me)
        return
    queue_list(
        rows,
        selected=session.selected(),
        page=f"{tab}-{shown.number}",
        label=t("queue.label", tab=t(f"tab.{tab}")),
        viewer=me,
        now=now,
        on_pick=_go,
    )


def _go(case_id: str | None) -> None:
    """Open another case by choice: what was said of the last one is over."""
    session.tell(None)
    session.select(case_id)


def _nothing(tab: Tab, narrowed: Filters, *, me: Viewer) -> None:
    t = me.t
    with st.container(border=True, key="nothing"):
        if narrowed.is_empty:
            st.markdown(f"**{t('queue.empty_title')}**")
            st.caption(t("queue.empty_mine" if tab is Tab.MINE else "queue.empty"))
        else:
            st.markdown(f"**{t('queue.no_match_title')}**")
            st.button(t("filter.clear"), key="clear_here", on_click=filters.clear)


def _moves(shown: Shown, waiting: list[str], *, me: Viewer) -> None:
    t = me.t
    here = session.selected()
    with st.container(key="moves", horizontal=True, gap="small", vertical_alignment="center"):
        for label, key, by in ((t("move.next"), "J", 1), (t("move.previous"), "K", -1)):
            goal = shown.step(here, waiting=waiting, by=by)
            st.button(
                label,
                key=f"move_{key}",
                shortcut=me.key(key),
                disabled=goal is None,
                on_click=_go,
                args=(goal,),
            )
        st.space("stretch")
        if shown.number > 1:
            st.button(
                t("page.previous"), key="page_previous", type="tertiary", on_click=_turn, args=(shown.starts[:-1],)
            )
        if shown.next is not None or shown.number > 1:
            st.caption(t("page.number", n=shown.number), width="content")
        if shown.next is not None:
            st.button(
                t("page.next"), key="page_next", type="tertiary", on_click=_turn, args=((*shown.starts, shown.next),)
            )
