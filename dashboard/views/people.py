"""Who answered, how soon, and what is in whose hands: for leads, and for each person their own line."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st

from dashboard import backend, report_reads
from dashboard.clock_words import when
from dashboard.components import listing
from dashboard.components.drawn import drawn
from dashboard.components.page_bar import asked, choice, heading, one_of
from dashboard.components.post_list import MOST as SHOWN
from dashboard.figures import share_words, span_words
from dashboard.people_charts import load_bars
from dashboard.safe import label, plain
from dashboard.viewer import Viewer, viewer
from repwatch.roles import Role
from warehouse.load import Load

NOBODY = "nobody"
_CASES = ("in_hand", "answered_cases")
_MOST = 2_000
_NOTHING = {"n": 0, "timed": 0, "n_time_unknown": 0, "in_time": 0, "median_seconds": None}
_EMPTY = {"waiting": 0, "at_risk": 0, "overdue": 0}
Row = Mapping[str, Any]


def show() -> None:
    """Draw the page."""
    me = viewer()
    t, now = me.t, backend.app().now().replace(second=0, microsecond=0)
    heading(t("people.title"), me=me)
    since, brand = asked(me=me, now=now)
    people = together(report_reads.figures("people", since, brand), report_reads.loads(brand))
    if not me.may(Role.LEAD):
        # what somebody did is between them and their lead
        people = [row for row in people if row["person"] == me.name]
        st.caption(t("people.yours_only"))
    if not people:
        st.info(t("people.none"))
        return
    _table(people, me=me)
    picked = _loads(people, me=me)
    _cases(people, now, since, brand, picked=picked, me=me)


def together(answers: Sequence[Row], held: Sequence[Load]) -> list[dict[str, Any]]:
    """What each person answered in the period beside what they hold now, by name; what nobody holds comes last."""
    given = {row["person"]: row for row in answers}
    loads = {one.owner or NOBODY: asdict(one) for one in held}
    names = sorted({*given, *loads}, key=lambda name: (name == NOBODY, name))
    return [
        {"person": name}
        | {key: given.get(name, _NOTHING)[key] for key in _NOTHING}
        | {key: loads.get(name, _EMPTY)[key] for key in _EMPTY}
        for name in names
    ]


def _table(people: Sequence[Row], *, me: Viewer) -> None:
    t = me.t
    listing.title(t("people.table"), rows=people, name="people", me=me, small=t("people.small"))
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    columns = {
        "person": text(t("people.person"), width=190),
        "n": number(t("people.answers"), width=100, help=t("people.answers_help")),
        "on_time": text(t("coverage.on_time"), width=190, help=t("people.on_time_help")),
        "median": text(t("people.median"), width=190, help=t("people.median_help")),
        "waiting": number(t("people.in_hand"), width=110, help=t("people.now_help")),
        "at_risk": number(t("tab.at_risk"), width=110),
        "overdue": number(t("tab.overdue"), width=110),
    }
    rows = [
        {
            "person": _named(row["person"], me=me),
            "n": row["n"],
            "on_time": share_words(row["in_time"], row["timed"], t),
            "median": span_words(row["median_seconds"], t, n=row["timed"]),
            "waiting": row["waiting"],
            "at_risk": row["at_risk"],
            "overdue": row["overdue"],
        }
        for row in people
    ]
    listing.table(rows, columns, alt=t("people.table"), most=20)
    st.caption(t("people.note"))


def _loads(people: Sequence[Row], *, me: Viewer) -> str | None:
    """Draw who holds what; returns whose bar was clicked."""
    t = me.t
    loaded = [row for row in people if row["waiting"]]
    if not loaded:
        return None
    listing.title(t("people.load"), rows=loaded, name="load", me=me, small=t("people.load_small"))
    named = [(_named(row["person"], me=me), row) for row in loaded]
    told = t("people.load_n", n=t.number(sum(row["waiting"] for row in loaded)))
    return drawn(partial(load_bars, named, t=t, head=told), key="load", title=t("people.load")).get("code")


def _cases(
    people: Sequence[Row], now: datetime, since: datetime, brand: str | None, *, picked: str | None, me: Viewer
) -> None:
    """The cases that these figures count, of one person."""
    t = me.t
    with st.container(horizontal=True, vertical_alignment="center", key="behind_people"):
        st.markdown(f"**{t('people.behind')}**", width="content")
        person = choice(
            "person",
            [row["person"] for row in people],
            anything=t("people.everybody"),
            group="person",
            title=t("people.person"),
            me=me,
        )
        which = one_of("which", _CASES, title=t("people.behind"), me=me)
        st.space("stretch")
        allowed = {row["person"] for row in people}
        found = [row for row in _opened(which, now, since, brand) if _who(row, which) in allowed]
        person = picked or person
        found = [row for row in found if person is None or _who(row, which) == person]
        if picked:
            st.caption(t("people.picked", who=label(_named(picked, me=me))), width="content")
        listing.export(found, name="people-cases", me=me)
    text = st.column_config.TextColumn
    columns = {
        "who": text(t("people.person"), width=150),
        "posted": text(t("coverage.column_posted"), width=130),
        "due": text(t("people.due"), width=130),
        "text": text(t("coverage.column_text"), width=560),
        "state": text(t("people.state"), width=140),
        "case": st.column_config.LinkColumn(t("coverage.column_case"), display_text=t("coverage.open_case"), width=70),
    }
    listing.table([_case(row, which, me=me, now=now) for row in found[:SHOWN]], columns, alt=t("people.behind"))
    if len(found) > SHOWN:
        st.caption(t("people.some", shown=SHOWN, n=t.number(len(found))))


def _opened(which: str, now: datetime, since: datetime, brand: str | None) -> list[dict[str, Any]]:
    if which == "in_hand":
        return report_reads.waiting(brand, limit=_MOST)
    return [row for row in report_reads.opened("people", since, brand, limit=_MOST) if row["is_answered"]]


def _who(row: Row, which: str) -> str:
    return str((row["owner"] or NOBODY) if which == "in_hand" else row["answered_by"])


def _case(row: Row, which: str, *, me: Viewer, now: datetime) -> dict[str, str | None]:
    t = me.t
    if which == "in_hand":
        state = t("tab.overdue") if row["is_overdue"] else t("people.waits")
    elif row["first_answered_at"] is None:
        state = t("clocks.unknown")
    else:
        state = t("coverage.on_time" if row["is_in_time"] else "people.late")
    return {
        "who": _named(_who(row, which), me=me),
        "posted": when(row["posted_at"], now=now, zone=me.zone, t=t),
        "due": when(row["due_at"], now=now, zone=me.zone, t=t) if row["due_at"] else "",
        "text": " ".join(plain(row["excerpt"] or t("case.text_gone")).split()),
        "state": state,
        "case": f"/?case={row['case_id']}",
    }


def _named(person: str, *, me: Viewer) -> str:
    return me.t("people.nobody") if person == NOBODY else plain(person)
