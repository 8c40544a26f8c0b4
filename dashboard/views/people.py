"""Who answered, how soon, and what is in whose hands: for leads, and for each person their own line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st

from dashboard import backend, lake_reads, report_reads
from dashboard.clock_words import when
from dashboard.components import listing
from dashboard.components.drawn import drawn
from dashboard.components.page_bar import asked, choice, heading, one_of
from dashboard.components.post_list import MOST as SHOWN
from dashboard.figures import share_words, span_words
from dashboard.people_charts import PARTS, held, load_bars
from dashboard.safe import label, plain
from dashboard.viewer import Viewer, address, viewer
from repwatch.names import NOBODY
from repwatch.roles import Role
from warehouse.load import Load, Part

_CASES = ("in_hand", "answered_cases")
_NOTHING = {"n": 0, "timed": 0, "n_time_unknown": 0, "in_time": 0, "median_seconds": None}
_EMPTY = {"waiting": 0, "at_risk": 0, "overdue": 0}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Behind:
    """The first of the cases that a figure counts, how many there are, and how all are read."""

    first: Sequence[Row]
    n: int
    every: Callable[[], Sequence[Row]]


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
    picked = _loads(people, brand, me=me)
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
        "person": text(t("people.person"), width=160),
        "n": number(t("people.answers"), width=100, help=t("people.answers_help")),
        "on_time": text(t("people.on_time"), width=170, help=t("people.on_time_help")),
        "median": text(t("people.median"), width=160, help=t("people.median_help")),
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
    listing.table(rows, columns, name="people", alt=t("people.table"), me=me, most=20)
    st.caption(f"{t('people.on_time_why', coverage=address('/coverage'))} {t('people.note')}")


def _loads(people: Sequence[Row], brand: str | None, *, me: Viewer) -> dict[str, str]:
    """Draw who holds what; returns whose bar was clicked, and which part of it."""
    t = me.t
    loaded = [row for row in people if row["waiting"]]
    if not loaded:
        return {}
    listing.title(t("people.load"), rows=loaded, name="load", me=me, small=t("people.load_small"))
    named = [(_named(row["person"], me=me), row) for row in loaded]
    told = f"{lake_reads.of_whom(brand, t)} · {t('people.load_n', n=t.number(sum(row['waiting'] for row in loaded)))}"
    return drawn(partial(load_bars, named, t=t, head=told), key="load", title=t("people.load"))


def _cases(
    people: Sequence[Row], now: datetime, since: datetime, brand: str | None, *, picked: Mapping[str, str], me: Viewer
) -> None:
    """The cases that these figures count, of one person, or of the part of a bar that was clicked."""
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
        person = picked.get("code", person)
        part = Part(picked["part"]) if which == "in_hand" and picked.get("part") in set(Part) else None
        chosen = [row for row in people if person in {None, row["person"]}]
        found = _behind(chosen, which, part, since, brand)
        small = _picked(picked, n=found.n, me=me) if part else t("people.n_cases", n=t.number(found.n))
        st.caption(small, width="content")
        st.space("stretch")
        listing.export(found.every, name="people-cases", me=me)
    text = st.column_config.TextColumn
    columns = {
        "who": text(t("people.person"), width=150),
        "posted": text(t("coverage.column_posted"), width=130),
        "due": text(t("people.due"), width=130),
        "text": text(t("coverage.column_text"), width=560),
        "state": text(t("people.state"), width=140),
        "case": st.column_config.LinkColumn(t("coverage.column_case"), display_text=t("coverage.open_case"), width=70),
    }
    rows = [_case(row, which, me=me, now=now) for row in found.first]
    listing.table(rows, columns, name="people-cases", alt=t("people.behind"), me=me)
    if found.n > len(rows):
        st.caption(t("people.some", shown=t.number(len(rows)), n=t.number(found.n)))


def _picked(picked: Mapping[str, str], *, n: int, me: Viewer) -> str:
    """What was clicked, and how many cases it counts."""
    t = me.t
    state = t(PARTS[Part(picked["part"])])
    return t("people.picked", n=t.number(n), who=label(_named(picked["code"], me=me)), state=state)


def _behind(chosen: Sequence[Row], which: str, part: Part | None, since: datetime, brand: str | None) -> _Behind:
    names = tuple(sorted(row["person"] for row in chosen))
    if which == "in_hand":
        owners = tuple(sorted((None if name == NOBODY else name for name in names), key=str))
        return _Behind(
            first=report_reads.waiting(brand, owners=owners, part=part, limit=SHOWN),
            n=sum(held(row, part) for row in chosen),
            every=partial(report_reads.every_waiting, brand, owners=owners, part=part),
        )

    return _Behind(
        first=report_reads.answers(since, brand, people=names, limit=SHOWN),
        n=sum(row["n"] for row in chosen),
        every=partial(report_reads.every_answer, since, brand, people=names),
    )


def _case(row: Row, which: str, *, me: Viewer, now: datetime) -> dict[str, str | None]:
    t = me.t
    who = (row["owner"] or NOBODY) if which == "in_hand" else row["answered_by"]
    if which == "in_hand":
        state = t(PARTS[Part(row["state"])])
    elif row["first_answered_at"] is None:
        state = t("clocks.unknown")
    else:
        state = t("coverage.on_time" if row["is_in_time"] else "people.late")
    return {
        "who": _named(who, me=me),
        "posted": when(row["posted_at"], now=now, zone=me.zone, t=t),
        "due": when(row["due_at"], now=now, zone=me.zone, t=t) if row["due_at"] else "",
        "text": " ".join(plain(row["excerpt"] or t("case.text_gone")).split()),
        "state": state,
        "case": address("/", case=row["case_id"]),
    }


def _named(person: str, *, me: Viewer) -> str:
    return me.t("people.nobody") if person == NOBODY else plain(person)
