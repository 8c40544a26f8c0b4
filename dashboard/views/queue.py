"""The queue: soonest due or most urgent first, one case open beside it, and every act on a key."""

from collections.abc import Hashable
from datetime import datetime, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import backend, one_by_one, parts, report_reads, session
from dashboard.acting import draw_undo
from dashboard.components import filters
from dashboard.components.freshness import freshness
from dashboard.components.open_case import open_case
from dashboard.components.queue_list import queue_list
from dashboard.components.settings_menu import settings_menu
from dashboard.components.together import together
from dashboard.shown import Shown
from dashboard.ticking import tick_every_minute
from dashboard.trouble import told
from dashboard.viewer import Viewer, viewer
from repwatch.roles import Role
from warehouse.lines import QueueRow, rows_of
from warehouse.queue import Cursor, Sorting, first_ids, page
from warehouse.tabs import COUNT_LIMIT, Filters, Tab, belongs

_SHOWN = "shown"
_ASKED = "asked_page"
_SORT = "sort"
_FRESH = "fresh_cases"
_ABOVE = "drawn_above"
_LOOK_APART = timedelta(seconds=4)
_UNSORTED = frozenset({Tab.ANSWERED, Tab.FOLLOW_UP, Tab.SNOOZED, Tab.DONE})
"""Parts that come in an order of their own."""
_EMPTY = frozenset({Tab.MINE, Tab.ESCALATED, Tab.ANSWERED})
"""Parts that say more than that nothing waits."""
_WHOLE = (Tab.OPEN, Tab.SNOOZED, Tab.ANSWERED, Tab.DONE)
"""Parts that hold each case once: it is named where it is found, and not once more for each of its views."""


def show() -> None:
    """Draw the page."""
    me = viewer()
    session.follow_address()
    bar = st.container(key="bar", horizontal=True, gap="small", vertical_alignment="center")
    st.session_state[_ABOVE] = _above()
    parts.all_drawn()
    if not _work():
        return
    # counts and the lake come last: nobody waits for them to go on
    _tabs(bar)
    with bar:
        _bar(_tab(), me=me)
    tick_every_minute()


@st.fragment(key=parts.WORK)
def _work() -> bool:
    """Draw the list and the open case, which is all that changes as one goes on; whether they could be read."""
    if st.session_state[_ABOVE] != _above() or not parts.are_counted():
        # the way to another part of the queue, or an act that nobody counted above the list
        st.rerun()
    me = viewer()
    with one_by_one.turn(), told(me=me, page="queue"):
        _list_and_case(me=me)
        return True
    return False


@st.fragment(key=parts.TABS)
def _tabs(bar: DeltaGenerator) -> None:
    """Draw the parts of the queue with how many cases each holds, at the beginning of the line above."""
    me = viewer()
    with one_by_one.turn(), bar, told(me=me, page="queue"):
        found = report_reads.counts(me.name, filters.current(), acts=session.acts())
        for number, tab in enumerate(Tab, start=1):
            st.button(
                f"{me.t(f'tab.{tab}')}  **{_count(found[tab], me)}**",
                key=f"tab_{tab}",
                shortcut=me.key(f"Shift+{number % 10}"),
                type="primary" if tab is _tab() else "tertiary",
                on_click=_open_tab,
                args=(tab,),
            )


def _above() -> tuple[Hashable, ...]:
    """What the line above the list was drawn for."""
    return _tab(), filters.current(), _sorting()


def _list_and_case(*, me: Viewer) -> None:
    app = backend.app()
    now = app.now()
    tab, narrowed = _tab(), filters.current()
    shown, rows = _shown(tab, narrowed, me=me, now=now)
    waiting = [row.case_id for row in rows if belongs(row, tab=tab, me=me.name, now=now)]
    if session.selected() is None and shown.case_ids:
        session.select(next(iter(waiting), shown.case_ids[0]))
    by_id = {row.case_id: row for row in rows}
    coming = [by_id[case_id] for case_id in shown.path(session.selected(), waiting=waiting)]
    left, right = st.columns([36, 64], gap="medium")
    together_rows = _still_marked(rows)
    with left:
        _list(rows, shown, tab=tab, narrowed=narrowed, me=me, now=now)
        if together_rows and me.may(Role.AGENT):
            together(together_rows, me=me, now=now)
        _moves(shown, waiting, me=me)
        # below the list, where it lies on no row and moves none
        fresh = st.container(key="fresh", horizontal=True, gap="xsmall", vertical_alignment="center")
    with right, st.container(key="detail"):
        open_case(session.selected(), coming, me=me, now=now)
    with fresh:
        if rows and shown.number == 1 and (newcomers := _newcomers(shown, now=now)):
            st.button(me.t("queue.newcomers", n=newcomers), key="newcomers", on_click=_turn, args=((None,),))
        freshness(me=me, now=now, is_short=True)


def _still_marked(rows: list[QueueRow]) -> list[QueueRow]:
    """The marked lines before the viewer: one that the list shows no more is not acted on."""
    marked = set(session.marked())
    found = [row for row in rows if row.case_id in marked]
    if len(found) < len(marked):
        session.mark(row.case_id for row in found)
    return found


def _bar(tab: Tab, *, me: Viewer) -> None:
    st.space("stretch")
    if tab not in _UNSORTED:
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
    st.rerun()


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


def _shown(tab: Tab, narrowed: Filters, *, me: Viewer, now: datetime) -> tuple[Shown, list[QueueRow]]:
    """The page before the viewer, and its lines as they are now."""
    view = (tab, narrowed, me.name, _sorting())
    held: Shown | None = st.session_state.get(_SHOWN)
    asked: tuple[Cursor | None, ...] | None = st.session_state.pop(_ASKED, None)
    if held is None or held.view != view:
        held, asked = Shown(view=view, case_ids=()), (None,)
    if asked is None:
        return held, rows_of(backend.app().desk, held.case_ids)
    found = page(
        backend.app().desk, tab=tab, me=me.name, filters=narrowed, now=now, sorting=_sorting(), after=asked[-1]
    )
    read = held.with_page([row.case_id for row in found.rows], starts=asked, following=found.next)
    st.session_state[_SHOWN] = read
    # what was just read knows of all that came
    st.session_state[_FRESH] = (now, read, 0)
    return read, found.rows


def _turn(starts: tuple[Cursor | None, ...]) -> None:
    st.session_state[_ASKED] = starts
    session.select(None)


def _list(rows: list[QueueRow], shown: Shown, *, tab: Tab, narrowed: Filters, me: Viewer, now: datetime) -> None:
    t = me.t
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
        tab, narrowed, name, sorting = shown.view
        fresh = first_ids(backend.app().desk, tab=tab, me=name, filters=narrowed, now=now, sorting=sorting)
        found = shown.newcomers(fresh)
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
            st.caption(t(f"queue.empty_{tab}" if tab in _EMPTY else "queue.empty"))
        else:
            st.markdown(f"**{t('queue.no_match_title')}**")
            with st.container(horizontal=True, gap="small"):
                _elsewhere(tab, narrowed, me=me)
                st.button(t("filter.clear"), key="clear_here", on_click=filters.clear)


def _elsewhere(tab: Tab, narrowed: Filters, *, me: Viewer) -> None:
    """The ways to the parts that hold what was looked for."""
    t = me.t
    found = report_reads.counts(me.name, narrowed, acts=session.acts())
    for other in _WHOLE:
        if other is not tab and found[other]:
            told = t("queue.found_under", n=_count(found[other], me), tab=t(f"tab.{other}"))
            st.button(told, key=f"found_under_{other}", type="primary", on_click=_open_tab, args=(other,))


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
        draw_undo(me=me)
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
