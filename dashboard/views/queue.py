"""The queue: soonest due or most urgent first, one case open beside it, and every act on a key."""

from datetime import datetime, timedelta

import streamlit as st

from dashboard import backend, report_reads, session
from dashboard.components import filters
from dashboard.components.open_case import open_case
from dashboard.components.page_bar import freshness
from dashboard.components.queue_list import queue_list
from dashboard.components.settings_menu import settings_menu
from dashboard.components.together import together
from dashboard.shown import Shown
from dashboard.ticking import tick_every_minute
from dashboard.viewer import Viewer, viewer
from repwatch.roles import Role
from warehouse.lines import QueueRow, rows_of
from warehouse.queue import Cursor, Sorting, page
from warehouse.tabs import COUNT_LIMIT, Filters, Tab, belongs

_SHOWN = "shown"
_SORT = "sort"
_FRESH = "fresh_cases"
_LOOK_APART = timedelta(seconds=4)


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
    by_id = {row.case_id: row for row in rows}
    coming = [by_id[case_id] for case_id in shown.path(session.selected(), waiting=waiting)]
    left, right = st.columns([36, 64], gap="medium")
    together_rows = _still_marked(rows)
    with left:
        if together_rows and me.may(Role.AGENT):
            together(together_rows, me=me, now=now)
        _list(rows, shown, tab=tab, narrowed=narrowed, me=me, now=now)
        _moves(shown, waiting, me=me)
        fresh = st.container(key="fresh")
    with right, st.container(key="detail"):
        open_case(session.selected(), coming, me=me, now=now)
    # counts and the lake come last: nobody waits for them to go on
    with bar:
        _bar(tab, narrowed, me=me)
    with fresh:
        freshness(me=me, now=now, is_short=True)
    tick_every_minute()


def _still_marked(rows: list[QueueRow]) -> list[QueueRow]:
    """The marked lines before the viewer: one that the list shows no more is not acted on."""
    marked = set(session.marked())
    found = [row for row in rows if row.case_id in marked]
    if len(found) < len(marked):
        session.mark(row.case_id for row in found)
    return found


def _bar(tab: Tab, narrowed: Filters, *, me: Viewer) -> None:
    found = report_reads.counts(me.name, narrowed, acts=session.acts())
    for other in Tab:
        st.button(
            f"{me.t(f'tab.{other}')}  **{_count(found[other], me)}**",
            key=f"tab_{other}",
            type="primary" if other is tab else "tertiary",
            on_click=_open_tab,
            args=(other,),
        )
    st.space("stretch")
    if tab not in {Tab.FOLLOW_UP, Tab.SNOOZED, Tab.DONE}:
        _sort_menu(me=me)
    with st.container(width=210):
        filters.search_box(me=me)
    filters.filter_menu(report_reads.choices(), me=me)
    settings_menu(me)


def _count(n: int, me: Viewer) -> str:
    return f"{me.t.number(n)}+" if n >= COUNT_LIMIT else me.t.number(n)


def _tab() -> Tab:
    asked = st.query_params.get("tab", Tab.OPEN)
    return Tab(asked) if asked in set(Tab) else Tab.OPEN


def _open_tab(tab: Tab) -> None:
    st.query_params["tab"] = tab.value
    session.mark(())
    _go(None)


def _sorting() -> Sorting:
    return Sorting.URGENT if st.query_params.get(_SORT) == Sorting.URGENT else Sorting.DUE


def _sort_menu(*, me: Viewer) -> None:
    def chose() -> None:
        if st.session_state.sorting == Sorting.URGENT:
            st.query_params[_SORT] = Sorting.URGENT.value
        else:
            st.query_params.pop(_SORT, None)
        _go(None)

    st.selectbox(
        me.t("sort.title"),
        list(Sorting),
        index=list(Sorting).index(_sorting()),
        format_func=lambda one: me.t(f"sort.{one}"),
        key="sorting",
        on_change=chose,
        label_visibility="collapsed",
        width=170,
    )


def _mark() -> None:
    """Mark the open case, or let go of it."""
    here, held = session.selected(), session.marked()
    if here is not None:
        session.mark([one for one in held if one != here] if here in held else [*held, here])


def _shown(tab: Tab, narrowed: Filters, *, me: Viewer, now: datetime) -> Shown:
    view = (tab, narrowed, me.name, _sorting())
    held: Shown | None = st.session_state.get(_SHOWN)
    if held is None or held.view != view:
        held = _read(Shown(view=view, case_ids=()), starts=(None,), now=now)
        st.session_state[_SHOWN] = held
    return held


def _read(shown: Shown, *, starts: tuple[Cursor | None, ...], now: datetime) -> Shown:
    tab, narrowed, name, sorting = shown.view
    found = page(backend.app().desk, tab=tab, me=name, filters=narrowed, now=now, sorting=sorting, after=starts[-1])
    return shown.with_page([row.case_id for row in found.rows], starts=starts, following=found.next)


def _turn(starts: tuple[Cursor | None, ...]) -> None:
    shown: Shown = st.session_state[_SHOWN]
    st.session_state[_SHOWN] = _read(shown, starts=starts, now=backend.app().now())
    session.select(None)


def _list(rows: list[QueueRow], shown: Shown, *, tab: Tab, narrowed: Filters, me: Viewer, now: datetime) -> None:
    t = me.t
    newcomers = _newcomers(shown, now=now) if shown.number == 1 and rows else 0
    if newcomers:
        st.button(t("queue.newcomers", n=newcomers), key="newcomers", on_click=_turn, args=((None,),), width="stretch")
    if not rows:
        _nothing(tab, narrowed, me=me)
        return
    queue_list(
        rows,
        selected=session.selected(),
        marked=session.marked(),
        page=f"{tab}-{_sorting()}-{shown.number}",
        label=t(f"queue.label_{_sorting()}", tab=t(f"tab.{tab}")),
        viewer=me,
        now=now,
        on_pick=_go,
        on_mark=session.mark,
    )


def _newcomers(shown: Shown, *, now: datetime) -> int:
    """How many cases would be here by now; looked up some seconds apart, since hands are faster than posts."""
    looked_at, page_of, found = st.session_state.get(_FRESH, (None, None, 0))
    if page_of is not shown or now - looked_at > _LOOK_APART:
        fresh = _read(shown, starts=(None,), now=now)
        found = shown.newcomers(fresh.case_ids)
        st.session_state[_FRESH] = (now, shown, found)
    return int(found)


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
        if me.may(Role.AGENT):
            st.button(
                t("move.mark"), key="mark", shortcut=me.key("X"), type="tertiary", disabled=here is None, on_click=_mark
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
